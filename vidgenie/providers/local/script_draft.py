"""Local scripts: a draft by rules."""

from vidgenie.domain.script import Brief, Script, ScriptLine


def drafted(brief: Brief, *, seed: int = 0) -> Script:
    """The script of a Brief, the same each time."""
    lines = tuple(ScriptLine(f"{number} {seed}", brief.theme) for number in range(brief.segments))
    return Script(brief.theme, lines[0].text, lines[-1].text, lines)
