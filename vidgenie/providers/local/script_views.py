"""What our drafts film: a view for each Segment, the same light and colours in all of them."""

import re

from vidgenie.providers.local.lexicon import OPENING, own_words, read
from vidgenie.providers.local.script_choice import Choice
from vidgenie.providers.local.script_domains import domain
from vidgenie.providers.local.script_topic import Topic, sayable

# Subject -> views, French, then English; one that ends with "*" says its own hour.
_VIEWS = {
    "": (
        "Une personne seule sur un chemin de montagne / A person alone on a mountain path",
        "Une personne au bord d'un lac / A person by a lake",
        "Une rue tranquille dans une petite ville / A quiet street in a small town",
        (
            "Une table en bois près d'une fenêtre, avec une tasse de café"
            " / A wooden table by a window, with a cup of coffee"
        ),
        "Des livres sur une table, dans un salon / Books on a table, in a living room",
        "Une montre sur un fond uni, dans un studio / A watch on a plain background, in a studio",
        "Un sentier dans une forêt / A path in a forest",
        "Une plante sur une table, dans un bureau / A plant on a table, in an office",
        "La mer et un phare au loin / The sea, and a lighthouse far away",
        "Une ampoule allumée, dans un studio / A light bulb that shines, in a studio",
    ),
    "sleep": (
        (
            "Une chambre calme, une fenêtre et la lune, la nuit* / A quiet bedroom, a window and"
            " the moon, at night*"
        ),
        "Une bougie sur une table de chambre, la nuit* / A candle on a bedroom table, at night*",
        "Un réveil dans un studio / An alarm clock in a studio",
        "Un lac calme sous les étoiles, la nuit* / A calm lake under the stars, at night*",
    ),
    "bread": (
        "Du pain sur une table de cuisine / Bread on a kitchen table",
        "Une boulangerie, du pain près de la fenêtre / A bakery, bread by the window",
        "Un champ de blé / A wheat field",
    ),
    "coffee": (
        (
            "Une tasse de café sur une table, près d'une fenêtre / A cup of coffee on a table, by a"
            " window"
        ),
        "Un café en ville, une tasse sur la table / A coffee shop in the city, a cup on the table",
        (
            "Un croissant et un café sur une table de cuisine / A croissant and a coffee on a"
            " kitchen table"
        ),
    ),
    "cooking": (
        "Un plat qui fume sur une table de cuisine / A steaming meal on a kitchen table",
        "Une salade sur une table, près d'une fenêtre / A salad on a table, by a window",
        "Un citron sur une table de cuisine / A lemon on a kitchen table",
        "Du pain sur une table de cuisine / Bread on a kitchen table",
    ),
    "sport": (
        "Un coureur sur un chemin de montagne / A runner on a mountain path",
        "Un coureur dans une rue, en ville / A runner in a street, in the city",
        "Un haltère dans un studio / A dumbbell in a studio",
        "Un vélo au bord d'un champ / A bicycle by a field",
    ),
    "money": (
        "Une pile d'argent dans un studio / A pile of money in a studio",
        "Une plante sur une table, dans un bureau / A plant on a table, in an office",
        "Un graphique qui monte, dans un studio / A chart with growth, in a studio",
        "Une rue de ville avec des immeubles / A city street with tall buildings",
    ),
    "work": (
        "Une tasse de café sur la table d'un bureau / A cup of coffee on an office table",
        "Un réveil dans un studio / An alarm clock in a studio",
        "Un sablier dans un studio / An hourglass in a studio",
        "Un entrepreneur dans une rue, en ville / A businessman in a street, in the city",
    ),
    "learning": (
        "Des livres sur une table, dans une bibliothèque / Books on a table, in a library",
        "Une ampoule allumée, dans un studio / A light bulb that shines, in a studio",
        "Un cerveau dans un studio / A brain in a studio",
        "Une table en bois près d'une fenêtre, avec un thé / A wooden table by a window, with tea",
    ),
    "photo": (
        "Un appareil photo dans un studio / A camera in a studio",
        "Un voyageur devant un lac / A traveller in front of a lake",
        "Une rue de ville / A city street",
        "Un champ de coquelicots / A field of poppies",
    ),
    "travel": (
        "Une valise au bord de la mer / A suitcase by the sea",
        "Un avion au-dessus des nuages / A plane above the clouds",
        "Un voyageur sur un chemin de montagne / A traveller on a mountain path",
        "Un train dans la montagne / A train in the mountains",
    ),
    "garden": (
        "Un jardin en fleurs / A garden full of flowers",
        "Une plante sur une table, près d'une fenêtre / A plant on a table, by a window",
        "Un tournesol dans un champ / A sunflower in a field",
        "Une forêt au printemps / A forest in spring",
    ),
    "dog": (
        "Un chien dans un champ / A dog in a field",
        "Un chien sur une plage / A dog on a beach",
        "Un chien dans un salon, près de la fenêtre / A dog in a living room, by the window",
        "Un chien dans une forêt / A dog in a forest",
    ),
    "cat": (
        "Un chat dans un salon, près de la fenêtre / A cat in a living room, by the window",
        "Un chat dans un jardin / A cat in a garden",
        "Un chat dans une rue tranquille / A cat in a quiet street",
        "Un chat dans une chambre, la nuit* / A cat in a bedroom, at night*",
    ),
    "calm": (
        "Une personne qui médite au bord d'un lac / A person meditating by a lake",
        "Une bougie sur une table, près d'une fenêtre / A candle on a table, by a window",
        "Un lac calme dans la brume / A calm lake in the mist",
        "Un sentier dans une forêt / A path in a forest",
    ),
    "business": (
        "Un téléphone dans un studio / A phone in a studio",
        "Un entrepreneur dans une rue, en ville / A businessman in a street, in the city",
        "Une fusée dans un studio / A rocket in a studio",
        "Une tasse de café sur la table d'un bureau / A cup of coffee on an office table",
    ),
    "space": (
        "Une planète et des étoiles dans l'espace* / A planet and stars in outer space*",
        "Un astronaute dans l'espace* / An astronaut in outer space*",
        "Une galaxie dans l'espace* / A galaxy in outer space*",
        "Un lac sous la voie lactée, la nuit* / A lake under the milky way, at night*",
    ),
    "volcano": (
        "Un volcan en éruption, la nuit* / A volcano erupting, at night*",
        "Un volcan et de la lave / A volcano and lava",
        "Un randonneur face à un volcan / A hiker in front of a volcano",
        "Une montagne dans la brume / A mountain in the mist",
    ),
    "sky": (
        "Un ciel bleu au-dessus de la mer, en plein jour* / A blue sky above the sea, at noon*",
        "Des nuages au-dessus d'un champ, en plein jour* / Clouds above a field, at noon*",
        "La mer au coucher du soleil* / The sea at sunset*",
        "Un ciel étoilé au-dessus d'un lac, la nuit* / A starry sky above a lake, at night*",
    ),
    "ocean": (
        "Une vague au large, l'océan / A wave out at sea, the ocean",
        "Une baleine sous la mer / A whale under the sea",
        "Un récif de corail et des poissons / A coral reef with fish",
        "Un phare au bord de la mer / A lighthouse by the sea",
    ),
    "ai": (
        "Un robot dans une ville futuriste / A robot in a futuristic city",
        "Un ordinateur portable, des néons / A laptop, neon lights",
        "Un cerveau dans un studio / A brain in a studio",
        "Une ville futuriste, des néons, la nuit* / A futuristic city, neon lights, at night*",
    ),
    "climate": (
        "Une forêt vue d'en haut / A forest seen from above",
        "La banquise et la mer / Sea ice and the ocean",
        "Un champ sec sous le soleil / A dry field under the sun",
        "Une ville dans la brume / A city in the haze",
    ),
}
_HOURS = {
    "fr": ("le matin", "le soir", "en plein jour"),
    "en": ("in the morning", "in the evening", "in daylight"),
}
_LOOKS = {
    "fr": (
        ("lumière douce du matin", "couleurs claires et chaudes"),
        ("lumière dorée de fin de journée", "couleurs chaudes"),
        ("lumière du jour naturelle", "couleurs franches"),
    ),
    "en": (
        ("soft morning light", "clear warm colours"),
        ("golden late light", "warm colours"),
        ("natural daylight", "clean colours"),
    ),
}
# The theme's own subject is worth more than one look at it.
_WHENS = {
    "fr": ("au lever du soleil", "la nuit, sous les étoiles", "dans la brume"),
    "en": ("at sunrise", "at night, under the stars", "in the mist"),
}
_WEATHERS = {
    "fr": ("dans la brume", "sous la pluie", "sous un ciel clair"),
    "en": ("in the mist", "in the rain", "under a clear sky"),
}
# What stands before the thing itself in a question, a list or a piece of advice.
_ASKING = re.compile(
    r"^(?:(?:top )?(?:\d+|two|three|four|five|deux|trois|quatre|cinq) (?:\w+ )?"
    r"(?:to|for|of|about|pour|de|des|sur) |how to |how (?:do|does|can) |how |why "
    r"(?:do|does|are|is) |why |what (?:do|does|are|is) |comment |pourquoi |qu.est-ce que? )",
    re.IGNORECASE,
)
_BY_ITSELF = {"fr": "lumière naturelle", "en": "natural light"}  # a view that says its own hour
_SHOTS = {
    "fr": ("plan large", "plan moyen", "gros plan", "plan à hauteur des yeux", "plan bas"),
    "en": ("a wide shot", "a medium shot", "a close-up", "an eye-level shot", "a low shot"),
}
_MOVES = {
    "fr": (
        "travelling avant lent", "caméra fixe", "léger panoramique", "travelling latéral lent",
        "travelling arrière lent", "caméra qui monte doucement",
    ),
    "en": (
        "slow push-in", "static camera", "gentle pan", "slow sideways move", "slow pull-back",
        "camera rising gently",
    ),
}  # fmt: skip
_END = {
    "fr": "vertical 9:16, {light}, {colours}, {move}, aucun texte dans l'image.",
    "en": "vertical 9:16, {light}, {colours}, {move}, no text in the picture.",
}


def prompts(theme: str, subject: Topic, count: int, language: str, choice: Choice) -> list[str]:
    """As many prompts, all different, in the language; `lexicon` reads what is to be seen.

    subject: the theme; it is filmed itself when our pictures know something in it.
    """
    views = _views(theme, subject, language)
    hour = choice.number("hour", len(_HOURS[language]))
    light, colours = _LOOKS[language][hour]
    shots, moves = _SHOTS[language], _MOVES[language]
    shot, move = choice.number("shot", len(shots)), choice.number("move", len(moves))
    found = dict[str, None]()
    for number in range(count):
        view = views[number % len(views)]
        seen = view[:-1] if view.endswith("*") else f"{view}, {_HOURS[language][hour]}"
        lit = _BY_ITSELF[language] if view.endswith("*") else light
        prompt = ""
        # The same view comes back from nearer, or otherwise.
        for other in range(len(shots) * len(moves)):
            taken = shots[(shot + number + other) % len(shots)]
            moved = moves[(move + number + other // len(shots)) % len(moves)]
            end = _END[language].format(light=lit, colours=colours, move=moved)
            prompt = f"{seen}. {OPENING[language]} {taken}, {end}"
            if prompt not in found:
                break
        found[prompt] = None
    return list(found)


def _views(theme: str, subject: Topic, language: str) -> list[str]:
    column = 0 if language == "fr" else 1

    def said(name: str) -> list[str]:
        return [view.split(" / ")[column].strip() for view in _VIEWS[name]]

    about = domain(theme, {name: None for name in _VIEWS if name})
    own = _own(theme, subject, language)
    if about:
        # Three words of a theme may say more than what we know of its subject.
        return [*said(about)[:2], *own[:1], *said(about)[2:]]
    return [*own, *said("")] if own else said("")


def _own(theme: str, subject: Topic, language: str) -> list[str]:
    """The theme itself, when there is something to see in it."""
    reading = read(own_words(sayable(theme)))
    if not (reading.place or reading.subjects):
        return []
    if subject.form in {"noun", "bare"}:
        name = subject.words.get("topic") or subject.words.get("theme", "")
    else:
        name = sayable(theme) if reading.subjects else ""
    name = _ASKING.sub("", name).rstrip(" .?!…")
    if not name or name[0].isdecimal():
        return []
    seen = name[:1].upper() + name[1:]
    if not reading.subjects:
        return [seen]
    star = "*" if reading.time else ""
    others = _WEATHERS[language] if reading.time else _WHENS[language]
    return [seen + star, *(f"{seen}, {other}*" for other in others)]
