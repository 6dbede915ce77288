"""What our drafts know something about: words of a theme, by subject.

Written as in `words`: a name, French words, a slash, English words; `*` stands for any ending.
"""

from collections.abc import Mapping
from functools import cache

from vidgenie.providers.local.lexicon import folded, singulars
from vidgenie.providers.local.words import Terms, table

_DOMAINS: Mapping[str, Terms] = table("""
sleep: dormir dort sommeil insomni* sieste endormir coucher reveil reveiller lever /
    sleep sleeping asleep insomnia nap bedtime wake early
bread: pain levain boulanger* levure baguette petrir /
    bread sourdough bake baking baker yeast dough
coffee: cafe cafeine espresso cappuccino barista / coffee caffeine espresso cappuccino barista latte
cooking: cuisiner cuisine cuire recette repas plat manger alimentation gateau patisserie batch /
    cook cooking recipe meal dinner lunch food eat eating cake kitchen
sport: sport sportif courir course footing marathon muscle muscl* fitness entrainement gym gainage
    pompes velo nager natation forme / sport run running runner marathon muscle fitness workout
    training gym exercise cycling swim swimming fit
money: argent budget epargn* economis* depens* investi* dette salaire bourse finance* interet* /
    money budget saving save savings spend spending invest investing debt salary finance interest
work: productivite productif organis* temps travail bureau reunion procrastin* concentr* mail mails
    efficace priorite* teletravail / productivity productive organise organize organised organized
    time work office meeting procrastinat* focus email emails efficient priorities remote
learning: apprendre apprentissage memoire memoris* etude* etudi* reviser revision examen langue*
    anglais espagnol guitare piano lire lecture cerveau / learn learning memory memorise memorize
    study studying exam language languages english spanish guitar piano read reading brain
photo: photo photos photograph* video* appareil cadrage filmer smartphone /
    photo photos photograph* picture* camera video* film filming footage
travel: voyage* voyager vacances valise partir bagage* avion train randonn* tourisme / travel
    travel* trip vacation holiday suitcase luggage packing flight hiking tourism backpack*
garden: jardin* potager plante* tomate* semis semer fleur* arros* balcon compost photosynthese
    arbre* / garden* plant plants tomato tomatoes seed* flower* watering balcony compost
    photosynthesis tree trees
pets: chien* chiot* chat chats chaton* animal animaux lapin* / dog dogs puppy puppies cat cats
    kitten* pet pets rabbit*
dog: chien* chiot* / dog dogs puppy puppies
cat: chat chats chaton* / cat cats kitten*
calm: stress* angoisse anxiete mediter meditation calme respir* yoga zen detendre relax* colere
    burn / stress* anxiety anxious meditat* calm breath* yoga zen relax* mindful* anger burnout
business: entreprise* entrepren* client* vendre vente* marketing marque produit* demo lancement
    startup boutique freelance instagram tiktok / business company entrepreneur* client* customer*
    sell selling sales marketing brand product* demo launch startup shop freelance instagram tiktok
space: espace etoile* planete* lune soleil galaxie univers mars trou noirs astronom* fusee cosmos /
    space star stars planet* moon sun galaxy universe mars astronom* rocket cosmos
volcano: volcan* lave magma eruption* / volcano* lava magma eruption*
sky: ciel arc nuage* meteo coucher bleu pluie orage* / sky rainbow cloud* weather sunset rain storm*
ocean: ocean* mer marin* sous maree* vague* baleine* requin* recif corail poisson* / ocean* sea
    marine tide* wave* whale* shark* reef coral fish underwater
ai: ia intelligence artificielle chatgpt algorithme* robot* numerique donnees / ai artificial
    intelligence chatgpt algorithm* robot* digital data
climate: climat* rechauffement carbone co2 ecolog* planete dechet* recycl* energie* / climate
    warming carbon co2 ecolog* environment waste recycl* energy
""")


def domain(theme: str, among: Mapping[str, object]) -> str:
    """The subject whose words the theme has most of, "" when it has none; of those in `among`."""
    words = folded(theme)
    scores = {name: _score(words, name) for name in among if name in _DOMAINS}
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] else ""


def _score(words: tuple[str, ...], name: str) -> float:
    """How much the words are about it; the first words of a theme matter most."""
    exact, stems = _terms(name)
    return sum(
        1 / (1 + 0.05 * at)
        for at, word in enumerate(words)
        if exact.intersection(singulars(word)) or (stems and word.startswith(stems))
    )


@cache
def _terms(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole words, and beginnings of words."""
    terms = " ".join(_DOMAINS[name]).split()
    stems = tuple(term[:-1] for term in terms if term.endswith("*"))
    return frozenset(term for term in terms if not term.endswith("*")), stems
