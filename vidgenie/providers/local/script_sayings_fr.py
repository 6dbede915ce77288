"""How our French drafts begin and end; see `script_sayings`."""

from vidgenie.providers.local.script_sayings import FORMS, Sayings

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
                "{topic} : que faut-il savoir ?",
                "Que sait-on vraiment {of} ?",
                "Et si on regardait {topic} de plus près ?",
            ),
            "bare": (
                "{theme} : par où commencer ?",
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
                "Tout a commencé avec {her_topic}.",
                "Entre {name} et {her_topic}, rien n'était gagné.",
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
            "noun": ("{name} et {her_topic}",),
            "bare": ("{theme} : l'histoire de {name}",),
            "question": ("{theme} ? L'histoire de {name}",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "": dict.fromkeys(FORMS, ("{theme}",)),
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
        "noun": (
            "Un seul sujet en tête : {her_topic}.",
            "Chaque soir, le même sujet : {her_topic}.",
        ),
        "bare": ("Un seul sujet en tête : {theme}.", "Chaque soir, le même sujet : {theme}."),
        "question": ("Une question revenait sans cesse : {theme} ?",),
    },
)
