"""How our drafts begin and end: hooks, titles, calls to action, by pillar and form of theme.

{n}: how many; what is between "|" is for one and for several. {name}: of a story.
Of the theme: {theme} as it was typed, {topic} "le café", {of} "du café", {do} "mieux dormir" as
said to somebody, {to_do} as said of nobody, {d_do} with "de" before it, {she_do} of a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Choices = tuple[str, ...]
Forms = Mapping[str, Choices]
"""Form of theme (see `script_topic`) -> what can be said."""


_FORMS = ("action", "noun", "bare", "question", "saying", "long")


@dataclass(frozen=True, slots=True)
class Sayings:
    """Everything around the body of a script, in one language.

    hooks, titles: pillar -> Forms; "" = a pillar of somebody's own, "facts" = tips on what
        one can only know something about.
    calls, short_calls: to action. closings: before the call, when there is time.
    number: before a numbered tip.
    people: name, and whether a man's.
    goals: of the person of a story.
    """

    hooks: Mapping[str, Forms]
    titles: Mapping[str, Forms]
    calls: Mapping[str, Choices]
    short_calls: Mapping[str, Choices]
    closings: Mapping[str, Choices]
    number: Choices
    people: tuple[tuple[str, bool], ...]
    goals: Forms


FRENCH = Sayings(
    hooks={
        "tips": {
            "action": (
                "Vous voulez {do} ? {n|Un conseil simple|conseils simples}.",
                "Envie {d_do} ? {n|Voici un conseil|conseils} à tester dès aujourd'hui.",
                "Comment {to_do} ? {n|Une idée|idées} à essayer cette semaine.",
                "{to_do} : {n|un conseil|conseils} à garder sous la main.",
            ),
            "noun": (
                "{topic} : {n|un conseil|conseils} à garder sous la main.",
                "{topic} : par où commencer ? {n|Un conseil|conseils}.",
                "Parlons {of}. {n|Un conseil|conseils}, sans détour.",
            ),
            "bare": (
                "{theme} : {n|un conseil|conseils} à garder sous la main.",
                "{theme} : par où commencer ? {n|Un conseil|conseils}.",
                "{theme} : {n|une idée|idées} à essayer cette semaine.",
            ),
            "question": (
                "{theme} ? {n|Une piste|pistes}, tout de suite.",
                "{theme} ? Voici {n|une idée|idées} pour avancer.",
            ),
            "saying": (
                "{theme}. {n|Un conseil|conseils}, tout de suite.",
                "{theme}. Que faire ? {n|Une idée|idées}.",
            ),
            "long": (
                "Un sujet qui compte, et {n|un conseil|conseils} pour avancer.",
                "Restez une minute : {n|un conseil utile|conseils utiles}.",
            ),
        },
        "education": {
            "action": (
                "Comment {to_do} ? Reprenons depuis le début.",
                "Que faut-il savoir pour {to_do} ?",
            ),
            "noun": (
                "{topic} : comment ça marche ?",
                "Que sait-on vraiment {of} ?",
                "Et si on regardait {topic} de plus près ?",
            ),
            "bare": (
                "{theme} : comment ça marche ?",
                "{theme} : que faut-il savoir, au juste ?",
                "{theme} : et si on regardait de plus près ?",
            ),
            "question": ("{theme} ? Bonne question.", "{theme} ? La réponse mérite un détour."),
            "saying": ("{theme}. Et si on regardait de plus près ?", "{theme}. Pourquoi donc ?"),
            "long": (
                "Voici une question plus simple qu'elle n'en a l'air.",
                "Et si on reprenait ce sujet depuis le début ?",
            ),
        },
        "facts": {
            "noun": ("{topic} : {n|une chose|choses} à savoir.", "{topic} en {n|une idée|idées}."),
            "bare": ("{theme} : {n|une chose|choses} à savoir.", "{theme} en {n|une idée|idées}."),
            "saying": ("{theme}. {n|Une chose|choses} à savoir.",),
            "long": ("{n|Une chose|choses} à savoir sur ce sujet.",),
        },
        "story": {
            "action": (
                "{name} voulait {she_do}. Voici son histoire.",
                "{to_do} ? {name} n'y croyait pas.",
            ),
            "noun": (
                "Tout a commencé avec {topic}.",
                "Entre {name} et {topic}, rien n'était gagné.",
            ),
            "bare": ("{theme} : l'histoire de {name}.", "{theme} : pour {name}, tout part de là."),
            "question": (
                "{theme} ? {name} s'est posé la question.",
                "{theme} ? Voici l'histoire de {name}.",
            ),
            "saying": ("{theme}. C'est ici que commence l'histoire de {name}.",),
            "long": (
                "Personne n'y croyait, sauf {name}.",
                "Voici l'histoire de {name}, du début à la fin.",
            ),
        },
        "": {
            "action": ("{to_do} : et si on s'y mettait ?", "{to_do} : parlons-en."),
            "noun": ("Parlons un peu {of}.", "{topic} : parlons-en."),
            "bare": ("{theme} : parlons-en.", "{theme} : voici l'essentiel."),
            "question": ("{theme} ? Parlons-en.",),
            "saying": ("{theme}. Parlons-en.",),
            "long": ("Voici un sujet qui mérite une minute.",),
        },
    },
    titles={
        "tips": {
            "action": ("{n|Un conseil|conseils} pour {to_do}",),
            "noun": ("{topic} : {n|un conseil|conseils}",),
            "bare": ("{theme} : {n|un conseil|conseils}",),
            "question": ("{theme} ?",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "education": {
            "action": ("Comprendre comment {to_do}",),
            "noun": ("Comprendre {topic}",),
            "bare": ("{theme} : comprendre l'essentiel",),
            "question": ("{theme} ?",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "facts": {
            "noun": ("{topic} : {n|une chose|choses} à savoir",),
            "bare": ("{theme} : {n|une chose|choses} à savoir",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "story": {
            "action": ("Le jour où {name} a voulu {she_do}",),
            "noun": ("{name} et {topic}",),
            "bare": ("{theme} : l'histoire de {name}",),
            "question": ("{theme} ? L'histoire de {name}",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "": dict.fromkeys(_FORMS, ("{theme}",)),
    },
    calls={
        "tips": (
            "Essayez-en un dès aujourd'hui, et dites-moi lequel.",
            "Enregistrez cette vidéo pour la retrouver.",
            "Lequel allez-vous tester en premier ?",
            "Abonnez-vous pour la suite.",
        ),
        "education": (
            "Partagez cette vidéo avec un curieux.",
            "Quelle question vous reste-t-il ? Dites-le en commentaire.",
            "Abonnez-vous pour comprendre la suite.",
            "Enregistrez cette vidéo pour y revenir.",
        ),
        "story": (
            "Et vous, quelle est votre histoire ?",
            "Partagez-la avec quelqu'un qui hésite.",
            "Abonnez-vous pour la prochaine histoire.",
            "Racontez la vôtre en commentaire.",
        ),
        "": (
            "Dites-moi en commentaire ce que vous en pensez.",
            "Abonnez-vous pour la suite.",
            "Partagez cette vidéo autour de vous.",
            "Enregistrez cette vidéo pour y revenir.",
        ),
    },
    short_calls={
        "tips": ("À vous !", "Essayez !", "On s'y met ?"),
        "education": ("À suivre !", "La suite bientôt."),
        "story": ("Et vous ?", "À vous !"),
        "": ("À vous !", "À suivre !"),
    },
    closings={
        "tips": (
            "Pas besoin de tout faire à la fois.",
            "Un seul suffit pour commencer.",
            "Le plus simple est de choisir maintenant.",
        ),
        "education": (
            "Vous voyez, c'était plus simple qu'il n'y paraît.",
            "Voilà l'essentiel, en quelques phrases.",
            "Il y a toujours plus à apprendre.",
        ),
        "story": (
            "Le premier pas est souvent le plus court.",
            "Rien ne presse, sauf de commencer.",
        ),
        "": ("Voilà l'essentiel.", "Il y aurait encore beaucoup à dire."),
    },
    number=("Conseil {n} : ", "Numéro {n} : "),
    people=(
        ("Léa", False),
        ("Karim", True),
        ("Nadia", False),
        ("Tom", True),
        ("Lina", False),
        ("Samir", True),
        ("Julie", False),
        ("Malik", True),
        ("Clara", False),
        ("Paul", True),
    ),
    goals={
        "action": ("Son but : {she_do}, sans se presser.", "Un seul projet : {she_do}."),
        "noun": ("Un seul sujet en tête : {topic}.", "Chaque soir, le même sujet : {topic}."),
        "bare": ("Un seul sujet en tête : {theme}.", "Chaque soir, le même sujet : {theme}."),
        "question": ("Une question revenait sans cesse : {theme} ?",),
    },
)

ENGLISH = Sayings(
    hooks={
        "tips": {
            "action": (
                "Want to {do}? {n|Here's one simple tip|simple tips}.",
                "How to {do}: {n|one idea|ideas} to try this week.",
                "You can {do}. {n|One tip|tips} to start today.",
            ),
            "noun": (
                "{topic}: {n|one tip|tips} to keep at hand.",
                "Let's talk about {topic}. {n|One tip|tips}, straight to the point.",
                "{topic}: where do you start? {n|One tip|tips}.",
            ),
            "bare": (
                "{theme}: {n|one tip|tips} to keep at hand.",
                "{theme}: where do you start? {n|One tip|tips}.",
                "{theme}: {n|one idea|ideas} to try this week.",
            ),
            "question": (
                "{theme}? {n|One idea|ideas}, right now.",
                "{theme}? Here {n|is one thing|things} to try.",
            ),
            "saying": (
                "{theme}. {n|One tip|tips}, right now.",
                "{theme}. What to do? {n|One idea|ideas}.",
            ),
            "long": (
                "A topic that matters, and {n|one tip|tips} to move on.",
                "Stay for a minute: {n|one useful tip|useful tips}.",
            ),
        },
        "education": {
            "action": (
                "How do you {do}? Let's start at the beginning.",
                "What does it take to {do}?",
            ),
            "noun": (
                "{topic}: how does it work?",
                "What do we really know about {topic}?",
                "Let's take a closer look at {topic}.",
            ),
            "bare": (
                "{theme}: how does it work?",
                "{theme}: what is there to know?",
                "{theme}: let's take a closer look.",
            ),
            "question": ("{theme}? Good question.", "{theme}? The answer is worth a minute."),
            "saying": ("{theme}. Let's take a closer look.", "{theme}. But why?"),
            "long": (
                "Here's a question that is simpler than it looks.",
                "Let's take this from the very beginning.",
            ),
        },
        "facts": {
            "noun": ("{topic}: {n|one thing|things} to know.",),
            "bare": ("{theme}: {n|one thing|things} to know.",),
            "saying": ("{theme}. {n|One thing|things} to know.",),
            "long": ("{n|One thing|things} to know about this.",),
        },
        "story": {
            "action": (
                "{name} wanted to {she_do}. Here's the story.",
                "{name} never thought it possible: to {she_do}.",
            ),
            "noun": ("It all began with {topic}.", "{name} and {topic}: it's a long story."),
            "bare": ("{theme}: the story of {name}.", "{theme}: for {name}, it all started there."),
            "question": ("{theme}? {name} wanted to know.", "{theme}? Here's what {name} found."),
            "saying": ("{theme}. This is where the story of {name} begins.",),
            "long": (
                "Nobody believed in it, except {name}.",
                "Here's the story of {name}, from start to finish.",
            ),
        },
        "": {
            "action": ("How to {do}: let's talk about it.", "Want to {do}? Let's talk."),
            "noun": ("Let's talk about {topic}.", "{topic}: here's what matters."),
            "bare": ("{theme}: let's talk about it.", "{theme}: here's what matters."),
            "question": ("{theme}? Let's talk about it.",),
            "saying": ("{theme}. Let's talk about it.",),
            "long": ("Here's a topic worth a minute.",),
        },
    },
    titles={
        "tips": {
            "action": ("{n|One tip|tips} to {do}",),
            "noun": ("{topic}: {n|one tip|tips}",),
            "bare": ("{theme}: {n|one tip|tips}",),
            "question": ("{theme}?",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "education": {
            "action": ("How to {do}, explained",),
            "noun": ("{topic}, explained",),
            "bare": ("{theme}, explained",),
            "question": ("{theme}?",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "facts": {
            "noun": ("{topic}: {n|one thing|things} to know",),
            "bare": ("{theme}: {n|one thing|things} to know",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "story": {
            "action": ("The day {name} decided to {she_do}",),
            "noun": ("{name} and {topic}",),
            "bare": ("{theme}: the story of {name}",),
            "question": ("{theme}? The story of {name}",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "": dict.fromkeys(_FORMS, ("{theme}",)),
    },
    calls={
        "tips": (
            "Try one today, and tell me which.",
            "Save this video for later.",
            "Which one will you try first?",
            "Follow for more.",
        ),
        "education": (
            "Share this with somebody curious.",
            "What would you still like to know? Tell me below.",
            "Follow to learn more.",
            "Save this video, and come back to it.",
        ),
        "story": (
            "And you, what's your story?",
            "Share it with someone who hesitates.",
            "Follow for the next story.",
            "Tell yours in the comments.",
        ),
        "": (
            "Tell me what you think in the comments.",
            "Follow for more.",
            "Share this video with a friend.",
            "Save this video, and come back to it.",
        ),
    },
    short_calls={
        "tips": ("Your turn!", "Try it!", "Shall we?"),
        "education": ("More soon!", "Stay curious!"),
        "story": ("And you?", "Your turn!"),
        "": ("Your turn!", "More soon!"),
    },
    closings={
        "tips": (
            "You don't have to do it all at once.",
            "One of them is enough to begin.",
            "The easiest thing is to choose now.",
        ),
        "education": (
            "You see, it was simpler than it looked.",
            "That's the heart of it, in a few words.",
            "There's always more to learn.",
        ),
        "story": ("The first step is often the shortest.", "There's no hurry, except to begin."),
        "": ("That's the heart of it.", "There would be much more to say."),
    },
    number=("Tip {n}: ", "Number {n}: "),
    people=(
        ("Emma", False),
        ("Omar", True),
        ("Nina", False),
        ("Tom", True),
        ("Lucy", False),
        ("Sam", True),
        ("Julia", False),
        ("Malik", True),
        ("Clara", False),
        ("Paul", True),
    ),
    goals={
        "action": ("There was one goal: to {she_do}.", "One plan, no rush: to {she_do}."),
        "noun": ("There was one thing on [his|her] mind: {topic}.",),
        "bare": ("There was one thing on [his|her] mind: {theme}.",),
        "question": ("One question kept coming back: {theme}?",),
    },
)
