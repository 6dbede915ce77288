"""The fonts of captions: where they lie, who draws what, and the folder libass is given."""

import asyncio
import importlib.util
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vidgenie.errors import RenderFailed
from vidgenie.media.cache import key_of
from vidgenie.media.captions.metrics import Metrics, metrics_of

_POPPINS, _NOTO = "fontpkg_poppins/files", "manimgx_fonts"
# Family, as libass knows it -> package folder and file. Static faces: libass sets no weights.
_FILES: Mapping[str, str] = {
    "Poppins ExtraBold": f"{_POPPINS}/Poppins-ExtraBold.ttf",
    "Poppins SemiBold": f"{_POPPINS}/Poppins-SemiBold.ttf",
    "Poppins Black": f"{_POPPINS}/Poppins-Black.ttf",
    "Anton": "fontpkg_anton/files/Anton-Regular.ttf",
    "Archivo Black": "fontpkg_archivo_black/files/ArchivoBlack-Regular.ttf",
    "Luckiest Guy": "fontpkg_luckiest_guy/files/LuckiestGuy-Regular.ttf",
}
_CJK = "Noto Sans CJK TC Bold"
_EMOJI = "Noto Emoji"
# Who is asked, in turn, for what a style's own font does not have.
_OTHERS: Mapping[str, str] = {
    "Noto Sans": f"{_NOTO}/NotoSans[wght].ttf",
    "Noto Sans Arabic": f"{_NOTO}/NotoSansArabic[wght].ttf",
    "Noto Sans Hebrew Light": f"{_NOTO}/NotoSansHebrew[wght].ttf",
    **{
        f"Noto Sans {script}": f"{_NOTO}/NotoSans{script}[wght].ttf"
        for script in (
            *("Devanagari", "Bengali", "Gujarati", "Gurmukhi", "Kannada", "Malayalam"),
            *("Oriya", "Sinhala", "Tamil", "Telugu", "Thai", "Lao", "Khmer", "Myanmar"),
            *("Armenian", "Georgian", "Ethiopic", "Symbols"),
        )
    },
    _EMOJI: f"{_NOTO}/NotoEmoji[wght].ttf",
    _CJK: "cvttf_NotoSansCJK_Bold/NotoSansCJKtc-Bold.otf",
}
_ALL = {**_FILES, **_OTHERS}
_CJK_SIGNS = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ud7ff\uf900-\ufaff\ufe30-\uffef]")
_NAMED = re.compile(r"\\fn([^\\}]+)|^Style: [^,]*,([^,]+),", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Font:
    """A family with its measures."""

    family: str
    metrics: Metrics

    @property
    def strengthening(self) -> float:
        """Em its strokes lack on each side, beside the bold letters of a style."""
        if self.family == _EMOJI:
            return 0.012
        return 0.03 if self.family in _OTHERS and self.family != _CJK else 0.0


def families() -> tuple[str, ...]:
    """Names of the fonts a look may ask for."""
    return tuple(_FILES)


def face(family: str) -> Path:
    """The file of a family. Raises RenderFailed when its package is not installed."""
    package, _, rest = _ALL[family].partition("/")
    found = importlib.util.find_spec(package)
    places = list(found.submodule_search_locations or ()) if found else []
    path = Path(places[0]) / rest if places else None
    if path is None or not path.is_file():
        raise RenderFailed(
            f"The font {family} is missing: install the package {package}.",
            reason="missing_font",
            family=family,
        )
    return path


@cache
def font(family: str) -> Font:
    """A family with its measures. Raises RenderFailed."""
    return Font(family, metrics_of(face(family)))


def font_for(sign: str, own: Font) -> Font:
    """Who draws this character: the style's own font where it can."""
    if own.metrics.has(sign):
        return own
    return _other(sign) or own


@cache
def _other(sign: str) -> Font | None:
    """The font besides those of styles that has this character; None when none has."""
    if _CJK_SIGNS.match(sign) or "\U00020000" <= sign <= "\U0003ffff":
        return font(_CJK)
    if sign >= "\U0001f000" and font(_EMOJI).metrics.has(sign):
        return font(_EMOJI)
    # The largest file is opened last.
    return next((one for one in map(font, _OTHERS) if one.metrics.has(sign)), None)


async def folder(cache_root: Path, script: str = "") -> Path:
    """A folder with the faces libass needs; made once, whole or not at all.

    script: ASS texts that will be drawn with it; only the faces they name are in it,
        all there are when it is "".
    Raises RenderFailed when a package is missing, and StorageFull.
    """
    named = {one or other for one, other in _NAMED.findall(script)} & _ALL.keys()
    return await asyncio.to_thread(_folder, cache_root / "fonts", sorted(named or _ALL))


def _folder(root: Path, names: list[str]) -> Path:
    files = {_name(family): face(family) for family in names}
    sizes = {name: path.stat().st_size for name, path in files.items()}
    target = root / key_of("fonts", 1, sizes)
    if _is_whole(target, sizes):
        return target
    part = root / f".{secrets.token_hex(8)}"
    part.mkdir(parents=True)
    try:
        for name, path in files.items():
            shutil.copyfile(path, part / name)
        # A folder somebody took files out of is put aside; one just made by another stays.
        if target.exists() and not _is_whole(target, sizes):
            aside = root / f".{secrets.token_hex(8)}"
            target.rename(aside)
            shutil.rmtree(aside, ignore_errors=True)
        with suppress(OSError):
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if not _is_whole(target, sizes):
        raise RenderFailed("The fonts of captions cannot be laid out.", reason="fonts")
    return target


def _is_whole(target: Path, sizes: Mapping[str, int]) -> bool:
    try:
        return {path.name: path.stat().st_size for path in target.iterdir()} == sizes
    except OSError:
        return False


def _name(family: str) -> str:
    return f"{family.replace(' ', '')}{Path(_ALL[family]).suffix}"
