"""What a theme is, as grammar: something to do, a thing, a question; and how to say it."""

import re
import unicodedata
from dataclasses import dataclass, field

from vidgenie.domain import script_json
from vidgenie.domain.spoken import SAID_SIGNS

LONGEST_WORDS = 9
"""Words of a theme that is said in one go."""


def _listed(text: str) -> frozenset[str]:
    """The words of a list that reads as one."""
    return frozenset(text.split())


_NUMBER = (
    r"(?:\d+|un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|quelques|mes|nos|vos|les|des)"
)
_TIPS_FR = re.compile(
    rf"^(?:top\s+)?(?:{_NUMBER}\s+)*(?:meilleure?s?\s+|petite?s?\s+|bonne?s?\s+|simples?\s+)*"
    r"(?:conseils?|astuces?|idées?|façons?|règles?|étapes?|habitudes?|gestes?|moyens?|secrets?)"
    r"(?:\s+(?:simples?|efficaces?|utiles?|pratiques?|faciles?))*\s+(?:pour|afin\s+de|sur|de|d')\s*",
    re.IGNORECASE,
)
_TIPS_EN = re.compile(
    r"^(?:top\s+)?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|some|my|the|best|good"
    r"|easy|simple|quick|great)*(?:\s+(?:best|good|easy|simple|quick|great|useful))*\s*"
    r"(?:tips?|ideas?|ways?|rules?|steps?|habits?|secrets?|tricks?|reasons?)\s+(to|for|about|on|of)\s+",
    re.IGNORECASE,
)
_QUESTION_FR = re.compile(
    r"^(?:pourquoi|comment|combien|quand|où|qui|quels?|quelles?|que|qu'|est-ce|à quoi|d'où|peut-on"
    r"|faut-il|doit-on|y a-t-il|a-t-on)\b",
    re.IGNORECASE,
)
_QUESTION_EN = re.compile(
    r"^(?:why|how|what|when|where|who|which|is|are|do|does|did|can|could|should|will|would)\b",
    re.IGNORECASE,
)
_VERB_FR = re.compile(
    r"^(?:ne\s+(?:pas|plus|jamais)\s+)?((?:se|s'|me|vous|en|y)\s*)?(?:(?:bien|mieux|vite|enfin|toujours|tout)\s+)*"
    r"(?:se\s+|s')?([\w-]+)",
    re.IGNORECASE,
)
_NOT_VERBS = _listed(
    """mer hiver fer enfer cancer laser papier cahier panier escalier quartier janvier février
    atelier métier chantier premier dernier souper dîner déjeuner goûter clavier courrier
    fichier dossier gibier grenier laurier olivier pommier cerisier rosier sentier sucrier
    tablier ver hier cher fier amer léger entier particulier régulier familier financier
    immobilier leader manager burger freelancer hacker poster tender poker joker super
    cuiller singulier policier pompier infirmier romancier cuisinier jardinier banquier
    boucher boulanger berger étranger danger verger potager foyer loyer
    cavalier collier palier"""
)
_IR = _listed(
    """dormir finir choisir réussir investir grandir courir découvrir ouvrir offrir nourrir partir
    sortir tenir obtenir maintenir devenir revenir venir établir fleurir cueillir accueillir
    agir réagir ralentir mincir maigrir vieillir rajeunir guérir embellir remplir définir
    réfléchir gérir ressentir servir bâtir convertir divertir garantir saisir rebondir
    endormir fournir enrichir épanouir assainir rafraîchir refroidir blanchir
    franchir nourrir réunir unir"""
) - {"souvenir"}
_OTHER_VERBS = _listed(
    """prendre apprendre comprendre vendre attendre rendre perdre répondre descendre mettre faire
    dire lire écrire vivre suivre boire croire construire produire réduire conduire cuire
    connaître être peindre éteindre rejoindre plaire rire sourire tondre coudre résoudre
    détendre défendre entendre étendre surprendre entreprendre permettre transmettre
    traduire inscrire décrire survivre battre convaincre vaincre voir avoir recevoir prévoir
    asseoir savoir refaire reprendre remettre promettre admettre paraître disparaître naître
    introduire séduire détruire"""
)
_FINITE_FR = _listed(
    """est sont a ont fait font va vont ai es avez avons sommes êtes suis peut peuvent doit doivent
    n'est n'a j'ai c'est veut aime marche"""
)
_FINITE_EN = _listed("is are was were has have do does can won't isn't doesn't")
_ARTICLE = re.compile(
    r"^(le|la|les|l'|un|une|mon|ma|mes|notre|nos|votre|vos|ce|cet|cette|ces|son|sa|ses)(?:\s+|(?<='))(.+)$",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"^(?:the|my|your|our|his|her|their|this|these|an|a)\s+\S", re.IGNORECASE)
_CLEAR_VERBS = _listed(
    """learn make cook bake save build grow improve choose find understand fix clean organise
    organize speak lose gain become manage keep reduce create sell buy invest eat read write
    draw stay get avoid prepare teach use go give take lower boost handle prevent remove
    raise adopt launch earn quit"""
)
_VERBS_BEFORE = {
    verb: _listed(
        """a an the your my our more less better well faster longer without with in on to at from
        for like all every"""
    )
    for verb in _listed(
        """sleep run travel work plan drink paint train water start stop play swim walk film shoot
    breathe focus meditate dress care stretch be do wake"""
    )
}
_OWN = {"son": "votre", "sa": "votre", "ses": "vos", "mon": "votre", "ma": "votre", "mes": "vos"}
_HER = {"mon": "son", "ma": "sa", "mes": "ses", "votre": "son", "vos": "ses"}
_YOURS = {"my": "your", "our": "your"}
_HIS = {"my": "[his|her]", "your": "[his|her]", "our": "[his|her]"}


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme that can be said.

    form: action, noun, bare (a name without an article), question, saying (a sentence) or
    long (too long to say). words: how to say it, by the names `script_sayings` uses.
    """

    form: str
    words: dict[str, str] = field(default_factory=dict[str, str])


def topic(theme: str, language: str) -> Topic:
    """What the theme is. language: "fr" or "en"."""
    plain = sayable(theme)
    asks = plain.endswith("?") or theme.strip().endswith("?")
    plain = plain.rstrip(" .!?…:;,-").strip()
    short = _first_part(plain)
    asks = plain[len(short) :].lstrip().startswith("?") or (asks and short == plain)
    if not short:
        return Topic("long", {"theme": _title(plain)})
    found = _french(short, asks=asks) if language == "fr" else _english(short, asks=asks)
    if len(short.split()) > LONGEST_WORDS:
        return Topic("long", {"theme": _title(plain)})
    return found


def sayable(theme: str) -> str:
    """The theme on one line, without HTML, emoji and other signs that nobody says."""
    text = (
        script_json.clean(theme)
        .replace("\u2019", "'")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
    )
    kept = "".join(sign if _is_said(sign) else " " for sign in text)
    return " ".join(kept.split())


def _is_said(sign: str) -> bool:
    return (
        sign in SAID_SIGNS
        or unicodedata.category(sign)[0] in "LNMZ"
        or sign in "'-.,;:!?…()/+€$«»\""
    )


def _first_part(text: str) -> str:
    """The whole theme when it is short, else its first sentence or clause; "" when too long."""
    for end in (None, r"(?<=[.!?…])\s+", r"\s+[-\u2013\u2014(]\s*|[;:,(]\s*"):
        part = text if end is None else re.split(end, text)[0]
        part = part.strip(" .!?…:;,-()")
        if part and len(part.split()) <= LONGEST_WORDS and len(part) <= 70:
            return part
    return ""


def _title(text: str) -> str:
    """At most twelve words of a long theme."""
    words = text.split()
    cut = " ".join(words[:12])[:100].rstrip(" .,;:-")
    return cut + ("…" if len(cut) < len(" ".join(words)) else "")


def _french(text: str, *, asks: bool) -> Topic:
    rest = _TIPS_FR.sub("", text, count=1)
    how = re.sub(r"^comment\s+", "", rest, flags=re.IGNORECASE)
    if _is_french_verb(how):
        return _french_action(how)
    if asks or _QUESTION_FR.match(text):
        return Topic("question", {"theme": _lowered(text)})
    words = re.findall(r"[\w'-]+", rest.lower())
    if (
        ":" in rest
        or _FINITE_FR.intersection(words[1:])
        or (words and words[0] in {"j'ai", "c'est"})
    ):
        return Topic("saying", {"theme": text})
    if found := _ARTICLE.match(rest):
        return Topic("noun", _french_noun(found[1], found[2]) | {"theme": rest})
    return Topic("bare", {"theme": rest or text})


def _is_french_verb(text: str) -> bool:
    found = _VERB_FR.match(text)
    if not found:
        return False
    verb = found[2].lower()
    if verb in _IR or verb in _OTHER_VERBS:
        return True
    return len(verb) > 3 and verb.endswith("er") and verb not in _NOT_VERBS


def _french_action(text: str) -> Topic:
    text = text[0].lower() + text[1:]
    said = _swapped(
        re.sub(r"^((?:ne (?:pas|plus|jamais) )?)(?:se |s'|me )", r"\1vous ", text), _OWN
    )
    hers = _swapped(re.sub(r"^me ", "se ", text), _HER)
    return Topic(
        "action",
        {"theme": text, "do": said, "to_do": text, "d_do": _elided("de", said), "she_do": hers},
    )


def _french_noun(article: str, noun: str) -> dict[str, str]:
    article = article.lower()
    apart = "" if article.endswith("'") else " "
    whole = f"{article}{apart}{noun}"
    of = {"le": f"du {noun}", "les": f"des {noun}"}.get(article, _elided("de", whole))
    return {"topic": whole, "of": of, "her_topic": _swapped(whole, _HER)}


def _elided(little: str, text: str) -> str:
    """What "de" becomes, "de" or "d'" before the text."""
    first = unicodedata.normalize("NFD", text[:1].lower())[:1]
    is_open = first in "aeiou" and not re.match(r"(?:onze|oui|yaourt)\b", text.lower())
    is_mute = bool(
        re.match(r"h(?:abit|abill|erb|eur|istoi|iver|omm|onor|uil|umeur|umid|umili)", text.lower())
    )
    return f"{little[0]}'{text}" if is_open or is_mute else f"{little} {text}"


def _swapped(text: str, words: dict[str, str]) -> str:
    return " ".join(words.get(word, word) for word in text.split(" "))


def _english(text: str, *, asks: bool) -> Topic:
    tips = _TIPS_EN.match(text)
    rest = text[tips.end() :] if tips else text
    how = re.sub(r"^how to\s+", "", rest, flags=re.IGNORECASE)
    if how != rest or (tips and tips[1].lower() == "to") or _is_english_verb(how):
        return _english_action(how)
    if asks or _QUESTION_EN.match(text):
        return Topic("question", {"theme": _lowered(text)})
    if ":" in rest or _FINITE_EN.intersection(rest.lower().split()[1:]):
        return Topic("saying", {"theme": text})
    first = rest.split()[0].lower() if rest.split() else ""
    is_doing = (
        first.endswith("ing")
        and len(first) > 5
        and first not in {"morning", "evening", "spring", "during"}
    )
    if _DETERMINED.match(rest) or is_doing:
        own = _lowered(rest)
        return Topic("noun", {"theme": rest, "topic": own, "her_topic": _swapped(own, _HIS)})
    return Topic("bare", {"theme": rest or text})


def _is_english_verb(text: str) -> bool:
    words = text.lower().split()
    if len(words) < 2:
        return False
    return words[0] in _CLEAR_VERBS or words[1] in _VERBS_BEFORE.get(words[0], ())


def _english_action(text: str) -> Topic:
    text = _lowered(text)
    return Topic(
        "action",
        {
            "theme": text,
            "do": _swapped(text, _YOURS),
            "to_do": text,
            "she_do": _swapped(text, _HIS),
        },
    )


def _lowered(text: str) -> str:
    """With a small first letter, unless the word is a name in capitals."""
    first = next(iter(text.split()), "")
    return text if first[1:] != first[1:].lower() or first == "I" else text[:1].lower() + text[1:]
