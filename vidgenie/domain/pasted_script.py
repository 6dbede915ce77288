"""A script that somebody has written already, cut in Segments by how long it takes to say."""

from vidgenie.domain.caption_words import natural_seconds
from vidgenie.domain.project import LONGEST_TEXT, SEGMENT_SECONDS
from vidgenie.domain.timeline import LEAD, TAIL
from vidgenie.domain.word_units import CLAUSE_END, SENTENCE_END

# A sentence or clause that ends here is not cut short for the sake of a full Segment.
_ENOUGH = 0.5  # part of the words


def cut(text: str, language: str, *, speed: float = 1.0) -> list[str]:
    """Texts to say, each within SEGMENT_SECONDS, cut between sentences where that is near.

    An empty line always begins a new one. speed: of the voice.
    """
    found = list[str]()
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        words = [part for word in paragraph.split() for part in _storable(word)]
        while words:
            count = _count(words, language, (SEGMENT_SECONDS - LEAD - TAIL) * speed)
            found.append(" ".join(words[:count]))
            words = words[count:]
    return found


def _storable(word: str) -> list[str]:
    """A word in parts that fit into a Segment: some scripts have no spaces."""
    return [word[at : at + LONGEST_TEXT] for at in range(0, len(word), LONGEST_TEXT)]


def _count(words: list[str], language: str, seconds: float) -> int:
    """How many of the words are said together; at least one."""
    fits = 1
    while fits < len(words):
        together = " ".join(words[: fits + 1])
        if natural_seconds(together, language) > seconds or len(together) > LONGEST_TEXT:
            break
        fits += 1
    if fits == len(words):
        return fits
    for mark in (SENTENCE_END, CLAUSE_END):
        ends = [at for at in range(1, fits + 1) if mark.search(words[at - 1])]
        if ends and ends[-1] >= fits * _ENOUGH:
            return ends[-1]
    return fits
