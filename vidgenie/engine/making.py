"""One file from a Provider: what each of the three checkpoints does."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from vidgenie import __version__
from vidgenie.domain import value as values
from vidgenie.domain.ports.provider import Call, Job, MediaProvider
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.domain.value import FileValue
from vidgenie.engine.caller import Caller
from vidgenie.engine.calls import Submission, is_begun, job_to_json, light, whole
from vidgenie.engine.delivery import Delivery, Origin, Request
from vidgenie.engine.polling import until_done
from vidgenie.engine.progress import reporting
from vidgenie.engine.tables import Json
from vidgenie.engine.threads import in_thread
from vidgenie.errors import ProviderRejected
from vidgenie.media.cut import cut

_KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Making:
    """A request, its Provider and the call it is made by.

    key: "<run>:<node>:<n>", of the submission.
    """

    caller: Caller
    maker: MediaProvider[Any]
    key: str
    request: Request
    delivery: Delivery

    def check(self) -> None:
        """Raise InvalidInput for what the Provider cannot do."""
        self.maker.check(self.request)

    async def submit(self) -> Json:
        """The Job; a file that came with the answer stays where the submission is noted.

        What was made of the very same request before is answered instead: see `known_file`.
        """
        known = await in_thread(self._known)
        if known is not None:
            return {_KNOWN: values.to_json(known)}

        async def send(call: Call) -> Json:
            scratch = self.delivery.storage.new_temp("mp4")
            try:
                request = await _short_enough(self.request, scratch)
                return job_to_json(await self.maker.submit(request, call))
            finally:
                scratch.unlink(missing_ok=True)

        async def find(call: Call, since: datetime) -> Json | None:
            job = await self.maker.find(self.request, call, since=since)
            return None if job is None else job_to_json(job)

        submission = Submission(self.caller, self.maker, self.key, send, "submit", find)
        return light(await submission.answer())

    async def poll(self, job: Job) -> Json:
        """The Job, done."""
        call = await self.caller.open(self.maker, self.key, "poll")
        async with self._reporting() as progress:
            follow = partial(until_done, self.maker, job, call, progress=progress)
            return job_to_json(await self.caller.make(self.maker, call, follow, is_timed=False))

    async def deliver(self, job: Job) -> Json:
        """The file, verified and stored, as a value."""
        job = await in_thread(lambda: whole(self.caller.transaction, self.key, job))
        call = await self.caller.open(self.maker, self.key, "deliver")
        caller = self.caller
        recipe = self._recipe(call.base_url, call.options)
        origin = Origin(caller.account_id, caller.run_id, caller.node_id, self.key, recipe=recipe)
        async with self._reporting() as progress:

            async def write(target: Path) -> Mapping[str, str]:
                bring = partial(self.maker.deliver, request=self.request, call=call, target=target)
                try:
                    return await self._made(call, partial(bring, job, progress=progress))
                except ProviderRejected as error:
                    if error.params.get("problem") != "expired":
                        raise
                # Links to results live for an hour or a day: the job knows a newer one.
                fresh = await self._made(call, partial(self.maker.poll, job, call))
                return await self._made(call, partial(bring, fresh, progress=progress))

            made = await self.delivery.bring(write, self.request, origin=origin)
        return values.to_json(made)

    def _known(self) -> FileValue | None:
        place = self.caller.keys.place(self.caller.account_id, self.maker)
        recipe = self._recipe(place.base_url, place.options)
        if recipe is None or is_begun(self.caller.transaction, self.key):
            return None
        with self.caller.transaction() as session:
            return self.delivery.shelf.known(session, self.caller.account_id, recipe)

    def _recipe(self, base_url: str, options: Mapping[str, str]) -> str | None:
        """Digest of what is asked for, of requests whose answer is as good the second time.

        Pictures and clips are asked for again to get others; somebody who says the same
        text in the same voice wants the same speech. What is typed in for a Provider decides
        too: another server speaks with another voice, and so may another release of this one.
        """
        if not isinstance(self.request, SpeechRequest):
            return None
        where = __version__ if self.maker.on_this_machine else base_url
        asked = [self.maker.slug, where, dict(options), asdict(self.request)]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    async def _made(self, call: Call, work: Any) -> Any:  # noqa: ANN401  # what `work` returns
        return await self.caller.make(self.maker, call, work, is_timed=False)

    def _reporting(self) -> Any:  # noqa: ANN401  # an async context manager
        caller = self.caller
        return reporting(caller.transaction, run_id=caller.run_id, node_id=caller.node_id)


def known_file(answer: Json) -> FileValue | None:
    """The file that `Making.submit` answered instead of a Job."""
    known = answer.get(_KNOWN)
    return cast("FileValue", values.from_json(known)) if known else None


async def _short_enough(request: Request, scratch: Path) -> Request:
    """The request, with no more of its clip than was asked for."""
    if not isinstance(request, ClipRequest) or request.video is None:
        return request
    return replace(request, video=await cut(request.video, scratch, seconds=request.seconds))
