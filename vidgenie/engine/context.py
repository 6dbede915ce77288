"""What a Node may touch while it works, each call a checkpoint of its workflow."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from dbos import DBOS
from pydantic import TypeAdapter

from vidgenie.db import Transaction
from vidgenie.domain import value as values
from vidgenie.domain.brand import Brand
from vidgenie.domain.craft import Craft
from vidgenie.domain.ports.image import ImageRequest
from vidgenie.domain.ports.provider import (
    Call,
    JobStatus,
    Kind,
    MediaProvider,
    Provider,
)
from vidgenie.domain.ports.speech import SpeechRequest
from vidgenie.domain.ports.text import (
    EnhanceRequest,
    ScriptRequest,
    TextAnswer,
    TextProvider,
)
from vidgenie.domain.ports.video import ClipRequest
from vidgenie.domain.value import FileValue, TextValue, Value
from vidgenie.engine.caller import Caller
from vidgenie.engine.calls import Submission, job_from_json
from vidgenie.engine.crafting import Crafting
from vidgenie.engine.delivery import Delivery, Request
from vidgenie.engine.fallback import Alternative, Fallback
from vidgenie.engine.making import Making, known_file
from vidgenie.engine.ports import Workshop
from vidgenie.engine.retry import persistently
from vidgenie.engine.tables import Json
from vidgenie.engine.threads import in_thread
from vidgenie.errors import (
    InvalidInput,
    KeyNotGranted,
    KeyRefused,
    MissingKey,
    NotSetUp,
    ProviderUnavailable,
    ProviderUnknown,
    RateLimited,
    VaultLocked,
    VidGenieError,
    revive,
)

T = TypeVar("T")
_BRAND = TypeAdapter(Brand)


async def checkpoint(name: str, work: Callable[[], Awaitable[object]]) -> object:
    """What `work` returned, as a step of the running workflow: after a crash it is not redone.

    Expected errors are data to DBOS, so that a replay raises the very same one.
    """

    async def guarded() -> Json:
        try:
            return {"ok": await work()}
        except VidGenieError as error:
            return {"error": error.to_dict()}

    outcome = await DBOS.run_step_async({"name": name, "preemptible": True}, guarded)
    if "error" in outcome:
        raise revive(cast("dict[str, object]", outcome["error"]))
    return cast("object", outcome["ok"])


async def _ordered(provider: Provider, work: Awaitable[object]) -> object:
    """What `work` on an order that was taken returns; nobody else is asked to do it too.

    A Provider that does not answer any more still has the job: ProviderUnknown, late.
    """
    try:
        return await work
    except ProviderUnavailable as error:
        if isinstance(error, RateLimited):
            error.params["taken"] = True
            raise
        message = f"{provider.title} took the request and cannot be asked about it now."
        raise ProviderUnknown(message, provider=provider.slug, problem="late") from None
    except (KeyRefused, KeyNotGranted, MissingKey, NotSetUp, VaultLocked) as error:
        error.params["taken"] = True
        raise


async def _noted(work: Callable[[], Awaitable[object]]) -> object:
    return await checkpoint("fallback", work)


@dataclass(slots=True)
class DurableContext:
    """The NodeContext of one Node in one Run.

    inputs: input port -> the values that came in, in order.
    limit: seconds one call may take.
    alternatives: who may take over when the Provider fails.
    gave_up, waits: see NodeRow.
    calls: provider calls made so far; numbers them, the same way in every replay.
    asked: things asked of Providers so far; each may take several calls.
    made, reused: things Providers made for this Node, and that they had made before. What
        this server crafts is free.
    cost_micro_usd: what Providers said they charged, in millionths of a dollar.
    """

    workshop: Workshop
    delivery: Delivery
    transaction: Transaction
    account_id: str
    run_id: str
    node_id: str
    inputs: Mapping[str, Sequence[Value]]
    limit: int
    alternatives: tuple[Alternative, ...] = ()
    gave_up: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    waits: int = 0
    calls: int = 0
    asked: int = 0
    made: int = 0
    reused: int = 0
    cost_micro_usd: int | None = None

    def text(self, name: str) -> str:
        """The text that came in, or ""."""
        found = self.value(name)
        return found.text if isinstance(found, TextValue) else ""

    def file(self, name: str) -> FileValue | None:
        """The file that came in, or None."""
        found = self.value(name)
        return found if isinstance(found, FileValue) else None

    def value(self, name: str) -> Value | None:
        """What came in, or None."""
        return next(iter(self.inputs.get(name, ())), None)

    def values(self, name: str) -> tuple[Value, ...]:
        """Everything that came in, in order."""
        return tuple(self.inputs.get(name, ()))

    async def write(self, request: EnhanceRequest | ScriptRequest, *, provider: str) -> TextAnswer:
        """Have a text Provider write; its answer is kept, so it is asked once."""

        async def attempt(maker: Provider) -> TextAnswer:
            # A model is one Provider's own.
            asked = request if maker.slug == provider else replace(request, model="")
            return await self._write(maker, asked)

        return await self._first_that_works(Kind.TEXT, provider, attempt)

    async def picture(
        self, request: ImageRequest, *, image: FileValue | None = None, provider: str
    ) -> FileValue:
        """Have an image Provider make a picture."""
        if image is not None:
            request = replace(request, image=await in_thread(partial(self._path, image.asset_id)))

        async def attempt(maker: Provider) -> FileValue:
            asked = request if maker.slug == provider else replace(request, model="")
            return await self._make(maker, asked)

        return await self._first_that_works(Kind.IMAGE, provider, attempt)

    async def clip(
        self,
        request: ClipRequest,
        *,
        image: FileValue | None = None,
        video: FileValue | None = None,
        provider: str,
    ) -> FileValue:
        """Have a video Provider make a clip."""
        if image is not None:
            path = await in_thread(partial(self._path, image.asset_id))
            link = self.workshop.public_link(image.asset_id, image.suffix)
            request = replace(request, image=path, image_origin=image.origin, image_url=link)
        if video is not None:
            path = await in_thread(partial(self._path, video.asset_id))
            seconds = min(request.seconds, max(1, round(video.seconds or 0.0)))
            request = replace(request, video=path, seconds=seconds)

        async def attempt(maker: Provider) -> FileValue:
            asked = request if maker.slug == provider else replace(request, model="")
            return await self._make(maker, asked)

        return await self._first_that_works(Kind.VIDEO, provider, attempt)

    async def speak(self, request: SpeechRequest, *, provider: str) -> FileValue:
        """Have a speech Provider say a text."""

        async def attempt(maker: Provider) -> FileValue:
            # Voices and models are one Provider's own.
            asked = request if maker.slug == provider else replace(request, model="", voice="")
            return await self._make(maker, asked)

        return await self._first_that_works(Kind.SPEECH, provider, attempt)

    async def adopt(self, asset_id: str) -> FileValue:
        """A file the Account already has."""

        def find() -> Json:
            with self.transaction() as session:
                found = self.workshop.shelf.find(session, self.account_id, asset_id)
            return values.to_json(found)

        found = await checkpoint("adopt", partial(in_thread, find))
        return cast("FileValue", values.from_json(cast("Json", found)))

    async def craft(self, work: Craft) -> FileValue:
        """Have this server cut, mix or play."""
        key = self._next_call()
        crafting = Crafting(self._caller, key, work, self.delivery, self.workshop)
        made = await checkpoint("craft", partial(persistently, crafting.make, what=key))
        return cast("FileValue", values.from_json(cast("Json", made)))

    async def brand(self, kit_id: str) -> Brand:
        """A brand kit of the Account's."""

        def find() -> Json:
            with self.transaction() as session:
                found = self.workshop.shelf.brand(session, self.account_id, kit_id)
            return cast("Json", _BRAND.dump_python(found, mode="json"))

        return _BRAND.validate_python(await checkpoint("brand", partial(in_thread, find)))

    async def _write(
        self, provider: Provider, request: EnhanceRequest | ScriptRequest
    ) -> TextAnswer:
        writer = cast("TextProvider", provider)

        async def send(call: Call) -> Json:
            if isinstance(request, ScriptRequest):
                return asdict(await writer.script(request, call))
            return asdict(await writer.enhance(request, call))

        submission = Submission(self._caller, writer, self._next_call(), send, purpose="write")
        answer = TextAnswer(**cast("dict[str, Any]", await checkpoint("write", submission.answer)))
        self._spend(answer.cost_micro_usd)
        self.made += 1
        return answer

    async def _make(self, provider: Provider, request: Request) -> FileValue:
        """Submit once, poll, deliver: three checkpoints."""
        maker = cast("MediaProvider[Any]", provider)
        making = Making(self._caller, maker, self._next_call(), request, self.delivery)
        making.check()
        answer = cast("Json", await checkpoint("submit", making.submit))
        if known := known_file(answer):
            self.reused += 1
            return known
        self.made += 1
        job = job_from_json(answer)
        if job.status is not JobStatus.SUCCEEDED:
            follow = checkpoint("poll", partial(making.poll, job))
            job = job_from_json(cast("Json", await _ordered(maker, follow)))
        self._spend(job.cost_micro_usd)
        bring = partial(making.deliver, job)
        bringing = checkpoint("deliver", partial(persistently, bring, what=making.key))
        made = await _ordered(maker, bringing)
        return cast("FileValue", values.from_json(cast("Json", made)))

    async def _first_that_works(
        self, kind: Kind, chosen: str, attempt: Callable[[Provider], Awaitable[T]]
    ) -> T:
        self.asked += 1

        async def one(slug: str, has_failed: bool) -> T:  # noqa: FBT001  # as Fallback calls it
            provider = self._provider(kind, slug)
            if not has_failed:
                return await attempt(provider)
            self._next_call()  # calls are numbered as they were the first time
            raise ProviderUnavailable(f"{provider.title} failed.", provider=slug)

        fallback = Fallback(
            self.transaction,
            self.run_id,
            self.node_id,
            self.alternatives,
            self.gave_up,
            self.waits,
        )
        return await fallback.first_that_works(self.asked, chosen, one, _noted)

    def _spend(self, micro_usd: int | None) -> None:
        if micro_usd is not None:
            self.cost_micro_usd = (self.cost_micro_usd or 0) + micro_usd

    @property
    def _caller(self) -> Caller:
        return Caller(
            keys=self.workshop.keys,
            transaction=self.transaction,
            account_id=self.account_id,
            run_id=self.run_id,
            node_id=self.node_id,
            limit=self.limit,
        )

    def _next_call(self) -> str:
        self.calls += 1
        return f"{self.run_id}:{self.node_id}:{self.calls}"

    def _provider(self, kind: Kind, slug: str) -> Provider:
        found = self.workshop.providers.get((kind, slug))
        if found is None:
            raise InvalidInput(
                f"There is no {kind} provider {slug}.", field="provider", problem="unknown"
            )
        return found

    def _path(self, asset_id: str) -> Path:
        with self.transaction() as session:
            return self.workshop.shelf.path(session, self.account_id, asset_id)
