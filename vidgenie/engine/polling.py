"""Following a remote job until it is done."""

import asyncio
from typing import Any

from vidgenie.domain.ports.provider import Call, Job, JobStatus, MediaProvider, Progress
from vidgenie.errors import ProviderUnavailable, ProviderUnknown

_LONGEST_ASKED = 120.0  # s a Provider may ask us to wait between two questions
_GROWTH = 1.2


async def until_done(
    provider: MediaProvider[Any], job: Job, call: Call, *, progress: Progress
) -> Job:
    """The job, succeeded. Raises ProviderRejected when it failed.

    Asked at the Provider's own pace, more and more rarely; one that cannot answer is
    asked again later. A job that is not done by its deadline goes on there, and may
    still be paid for: ProviderUnknown, problem "late". Cancelling this tells the
    Provider too.
    """
    pace = provider.pace
    pause = pace.first
    try:
        async with asyncio.timeout(pace.deadline):
            while job.status is not JobStatus.SUCCEEDED:
                await asyncio.sleep(pause)
                pause = min(max(pause, pace.every) * _GROWTH, pace.longest)
                try:
                    job = await provider.poll(job, call)
                except ProviderUnavailable as error:
                    pause = max(pause, min(error.retry_after or 0.0, _LONGEST_ASKED))
                progress(job.progress)
    except TimeoutError:
        raise ProviderUnknown(
            f"{provider.title} took the request and has not finished it in time.",
            provider=provider.slug,
            problem="late",
            seconds=int(pace.deadline),
        ) from None
    except asyncio.CancelledError:
        await asyncio.shield(provider.cancel(job, call))
        raise
    return job
