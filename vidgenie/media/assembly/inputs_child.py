"""Looks at clips and draws pictures, many at once, in a process of its own.

The request {"jobs": [{"work": clip | still | stamp, "path", ...}]} is answered with
{"answers": [...]} in the same order. InvalidMedia says `at`: which job it is about.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import cast

from vidgenie.domain.timeline import Fit
from vidgenie.errors import InvalidMedia
from vidgenie.media import child

_Job = Mapping[str, object]


def _clip(job: _Job) -> object:
    from vidgenie.media.assembly.clip_facts import clip_facts  # noqa: PLC0415  # PyAV loads slowly

    return asdict(clip_facts(Path(str(job["path"]))))


def _still(job: _Job) -> object:
    from vidgenie.media.assembly.stills import draw_still  # noqa: PLC0415  # Pillow too

    draw_still(
        Path(str(job["path"])),
        Path(str(job["target"])),
        size=_whole(job["size"]),
        fit=Fit(str(job["fit"])),
        focus=_parts(job["focus"]),
    )
    return {}


def _stamp(job: _Job) -> object:
    from vidgenie.media.assembly.stills import draw_stamp  # noqa: PLC0415  # see above

    draw_stamp(
        Path(str(job["path"])),
        Path(str(job["target"])),
        size=_whole(job["size"]),
        opacity=float(cast("float", job["opacity"])),
    )
    return {}


_WORKS = {"clip": _clip, "still": _still, "stamp": _stamp}


def _whole(value: object) -> tuple[int, int]:
    one, other = cast("list[int]", value)
    return one, other


def _parts(value: object) -> tuple[float, float]:
    one, other = cast("list[float]", value)
    return one, other


def _serve(request: Mapping[str, object], report: child.Report) -> Mapping[str, object]:
    jobs = cast("list[_Job]", request["jobs"])
    answers = list[object]()
    for at, job in enumerate(jobs):
        try:
            answers.append(_WORKS[str(job["work"])](job))
        except InvalidMedia as error:
            raise InvalidMedia(str(error), **{**error.params, "at": at}) from None
        report(at / len(jobs))
    return {"answers": answers}


if __name__ == "__main__":
    child.serve(_serve)
