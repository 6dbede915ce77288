"""Turns what is known of Segments and their Takes into what people see."""

from collections.abc import Sequence
from dataclasses import dataclass

from vidgenie.domain.asset import Asset
from vidgenie.domain.caption_words import natural_seconds
from vidgenie.domain.project import Segment
from vidgenie.domain.project_status import SegmentStatus, take_status
from vidgenie.domain.take import Take
from vidgenie.services.project_files import Files, thumbnail_url
from vidgenie.services.project_reading import Facts
from vidgenie.services.project_views import ReferenceView, SegmentView, TakeView
from vidgenie.services.views import Link

_WORKING = (SegmentStatus.PENDING, SegmentStatus.PROCESSING)
_BROKEN = (SegmentStatus.FAILED, SegmentStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class SegmentViewer:
    """Makes views of the Segments of one Project. link: signed URL of (Asset, suffix)."""

    link: Link
    found: Facts
    files: Files

    def segment(self, segment: Segment, index: int) -> SegmentView:
        """The Segment with the Take that is shown. index: its place, from 1."""
        found = self.found
        shown = found.shown(segment)
        takes = found.takes.get(segment.id, [])
        status = found.status_of(segment)
        voice = found.project.choices.voice
        spoken = natural_seconds(segment.text, found.project.language)
        return SegmentView(
            id=segment.id,
            version=segment.version,
            index=index,
            text=segment.text,
            prompt=segment.prompt,
            seconds=segment.seconds,
            is_included=segment.is_included,
            mode=segment.mode,
            reference=self._reference(found.known.get(segment.reference)),
            provider=segment.provider,
            model=segment.model,
            fit=segment.fit,
            focus_x=segment.focus_x,
            focus_y=segment.focus_y,
            transition=segment.transition,
            transition_seconds=segment.transition_seconds,
            keep_sound=segment.keep_sound,
            status=status,
            progress=_progress(takes, status),
            error=takes[-1].error if takes and status in _BROKEN else None,
            is_stale=found.is_stale(segment),
            is_pinned=shown is not None and shown.id == segment.take,
            take_count=len(takes),
            spoken_seconds=round(spoken / (voice.speed if voice else 1.0), 2),
            take=None if shown is None else self.take(segment, shown),
        )

    def take(self, segment: Segment, take: Take) -> TakeView:
        """One of its Takes."""
        found = self.found
        order, file = take.order, take.file
        is_now = found.shown(segment)
        known = self.files.assets.get(file.asset_id) if file else None
        return TakeView(
            id=take.id,
            segment_id=take.segment,
            status=take_status(take.status),
            progress=int(100 * take.progress),
            provider=take.provider or order.provider,
            model=order.model,
            prompt=order.prompt,
            mode=order.mode,
            seed=order.seed,
            credits=take.credits,
            error=take.error,
            kind=file.type.value if file else "",
            url=self.link(file.asset_id, file.suffix) if file else "",
            thumbnail_url=thumbnail_url(self.link, file),
            seconds=file.seconds if file else None,
            width=file.width if file else 0,
            height=file.height if file else 0,
            sha256=known.sha256 if known else "",
            created_at=take.created_at,
            is_shown=is_now is not None and is_now.id == take.id,
            is_stale=take.recipe != found.recipe(segment),
            run_id=take.run_id,
            node_id=take.node_id,
        )

    def _reference(self, file: Asset | None) -> ReferenceView | None:
        if file is None:
            return None
        small = self.files.thumbnails.get(file.id)
        return ReferenceView(
            file.id,
            file.kind,
            self.link(file.id, file.facts.suffix),
            self.link(small.id, small.facts.suffix) if small else "",
        )


def _progress(takes: Sequence[Take], status: SegmentStatus) -> int:
    if status in _WORKING:
        return int(100 * takes[-1].progress)
    return 100 if status is SegmentStatus.COMPLETED else 0
