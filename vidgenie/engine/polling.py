"""Following a remote job until it is done."""

import asyncio
from typing import Any

from vidgenie.domain.ports.provider import Call, Job, JobStatus, MediaProvider, Progress
from vidgenie.errors import ProviderUnavailable

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 15.0


async def until_done(
    provider: MediaProvider[Any], job: Job, call: Call, *, progress: Progress
) -> Job:
    """The job, succeeded. Raises ProviderRejected when it failed.

    Polls every two seconds at first, then more and more rarely; a Provider that
    cannot answer is asked again later. Cancelling this tells the Provider too.
    """
    pause = FIRST_PAUSE
    try:
        while job.status is not JobStatus.SUCCEEDED:
            await asyncio.sleep(pause)
            pause = min(pause * 1.2, LONGEST_PAUSE)
            try:
                job = await provider.poll(job, call)
            except ProviderUnavailable as error:
                pause = max(pause, min(error.retry_after or 0.0, 120.0))
            progress(job.progress)
    except asyncio.CancelledError:
        await asyncio.shield(provider.cancel(job, call))
        raise
    return job
