"""The sentences an enhanced prompt is made of, in French and English.

None names a time of day, a weather or a place: the person's words do that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Choices = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's sentences.

    shots: by kind of view, how it is filmed; they follow `lexicon.OPENING`.
    frame: the same when the person has already said how it is filmed.
    light: by moment; "" for any. palette: by moment, without what was said already.
    moods: by mood; "" for any. colours: when the person named the colours.
    camera: how the view moves. finish: what keeps the picture clean.
    """

    shots: Mapping[str, Choices]
    frame: Choices
    light: Mapping[str, Choices]
    palette: Mapping[str, str]
    moods: Mapping[str, Choices]
    colours: Choices
    camera: Choices
    finish: Choices


ENGLISH = Phrases(
    shots={
        "wide": (
            (
                "a wide establishing view on a 24 mm lens, vertical 9:16, the layers of the "
                "landscape stacked from the foreground to the horizon."
            ),
            (
                "a wide vertical 9:16 view on a 28 mm lens, the horizon held just below the middle "
                "and one clear point of interest on a third."
            ),
        ),
        "street": (
            (
                "a vertical 9:16 view on a 35 mm lens, its lines leading the eye into the depth of "
                "the frame."
            ),
            (
                "a cinematic vertical 9:16 view on a 40 mm lens, layers of depth behind a clear "
                "foreground."
            ),
        ),
        "close": (
            (
                "an intimate vertical 9:16 close-up on an 85 mm lens, the subject sharp against a "
                "softly blurred background."
            ),
            (
                "a vertical 9:16 close view on a 50 mm lens, the subject large in the upper two "
                "thirds, everything behind it falling softly out of focus."
            ),
        ),
        "hero": (
            (
                "a clean vertical 9:16 hero view on an 85 mm lens, the subject centred on an "
                "uncluttered set."
            ),
            (
                "a product-style vertical 9:16 view on a 70 mm lens, one subject, one set, nothing "
                "else to look at."
            ),
        ),
        "epic": (
            (
                "an epic vertical 9:16 view on an 18 mm lens, the scale told by one small shape "
                "against something immense."
            ),
            (
                "a vast vertical 9:16 view on a 21 mm lens, a strong silhouette in front of great "
                "depth."
            ),
        ),
    },
    frame=("a single vertical 9:16 frame, with the subject in the upper two thirds.",),
    light={
        "": (
            (
                "A soft key light from one side models every shape and leaves the background a "
                "little darker."
            ),
            (
                "Gentle directional light gives the subject volume and separates it from what is "
                "behind."
            ),
        ),
        "sunset": (
            (
                "Warm light rakes in from the side, draws long shadows and puts a bright rim on "
                "every edge."
            ),
            "The low light glows through the air and outlines the nearest shapes.",
        ),
        "dawn": (
            (
                "Soft low light filters through a thin veil of air and wakes the nearest surfaces "
                "first."
            ),
            "A delicate glow spreads from the horizon, and the shadows stay open and cool.",
        ),
        "day": (
            "Bright, natural light keeps the colours clean and the shadows crisp but open.",
            "Clear light falls from high on one side and gives every surface its true texture.",
        ),
        "overcast": (
            "Diffuse light wraps around the shapes, with soft reflections and no hard shadow.",
            "The light is even and silvery, and contrast comes from the materials themselves.",
        ),
        "night": (
            "Pools of warm light answer the cool blue of the shadows, and highlights bloom gently.",
            "Small practical lights glow in deep, clean shadows that keep their detail.",
        ),
        "storm": (
            "Dramatic light breaks through in places, and wet surfaces catch every reflection.",
            "Contrasted side light carves the volumes, and the air itself seems to move.",
        ),
        "studio": (
            (
                "A large soft source on one side and a thin rim light on the other shape the "
                "subject like sculpture."
            ),
        ),
        "water": (
            (
                "Shafts of light come down from above and dissolve into the depth, carrying fine "
                "particles."
            ),
        ),
    },
    palette={
        "": "The palette is restrained, two related tones and a single accent.",
        "sunset": "The palette runs from deep violet to amber, with one glowing accent.",
        "dawn": "The palette is made of pastel blue, peach and pale gold.",
        "day": "The palette is fresh, saturated blues and greens warmed by a touch of gold.",
        "overcast": "The palette is made of pearl grey and slate, warmed by one small accent.",
        "night": "The palette sets ink blue against points of warm gold.",
        "storm": "The palette is made of slate, steel and bone white, almost monochrome.",
        "studio": "The palette plays on one family of tones, from powder to saturated.",
        "water": "The palette slides from turquoise to a deep marine blue.",
    },
    moods={
        "": (
            "The mood is calm and a little solemn.",
            "It feels immersive, as if the viewer were standing there.",
            "The whole has the quiet confidence of a film still.",
        ),
        "romantic": ("Everything stays tender, unhurried and close.",),
        "mystic": ("Something unexplained seems to hover just out of sight.",),
        "cyber": ("Glowing edges and reflections give it an electric tension.",),
        "zen": ("The composition breathes, with plenty of empty space.",),
        "energetic": ("Diagonals and bold contrast give it drive.",),
        "joyful": ("The colours are lively and the whole invites a smile.",),
        "dark": ("Deep blacks and a single source of light keep the tension high.",),
    },
    colours=("Those colours lead, and everything else stays quiet around them.",),
    camera=(
        (
            "The camera pushes in slowly, with a gentle parallax between the planes, in one "
            "continuous take."
        ),
        "The camera glides sideways without a cut, and the foreground slips past the distance.",
        "The camera rises a little, steady and slow, and lets the depth open up.",
    ),
    finish=(
        (
            "The lower third stays clear for captions; textures are fine, edges crisp, and there is"
            " no text or logo."
        ),
        (
            "The bottom third is kept simple for captions, with fine detail, a subtle film grain "
            "and no lettering anywhere."
        ),
    ),
)

FRENCH = Phrases(
    shots={
        "wide": (
            (
                "plan large au 24 mm, format vertical 9:16, les plans s'étagent du premier plan "
                "jusqu'à l'horizon."
            ),
            (
                "plan d'ensemble vertical 9:16 au 28 mm, l'horizon juste sous le milieu et un seul "
                "point d'intérêt sur un tiers."
            ),
        ),
        "street": (
            "plan vertical 9:16 au 35 mm, les lignes conduisent le regard vers la profondeur.",
            (
                "plan de cinéma vertical 9:16 au 40 mm, plusieurs couches de profondeur derrière un"
                " premier plan net."
            ),
        ),
        "close": (
            "gros plan vertical 9:16 au 85 mm, le sujet net sur un fond doucement flou.",
            (
                "plan rapproché vertical 9:16 au 50 mm, le sujet bien présent dans les deux tiers "
                "supérieurs, tout le reste fondu dans le flou."
            ),
        ),
        "hero": (
            "plan produit vertical 9:16 au 85 mm, le sujet centré dans un décor épuré.",
            (
                "plan héros vertical 9:16 au 70 mm, un seul sujet, un seul décor, rien qui détourne"
                " le regard."
            ),
        ),
        "epic": (
            (
                "plan épique vertical 9:16 au 18 mm, une petite silhouette face à l'immensité donne"
                " l'échelle."
            ),
            "plan très large vertical 9:16 au 21 mm, une forme forte devant une grande profondeur.",
        ),
    },
    frame=("un seul plan vertical 9:16, le sujet dans les deux tiers supérieurs.",),
    light={
        "": (
            (
                "Une lumière douce, venue d'un côté, modèle chaque forme et laisse le fond un peu "
                "plus sombre."
            ),
            "Une lumière directionnelle et tendre donne du volume au sujet et le détache du décor.",
        ),
        "sunset": (
            (
                "Une lumière chaude et rasante étire les ombres et borde chaque contour d'un liseré"
                " clair."
            ),
            "La lumière basse embrase l'air et dessine les formes les plus proches.",
        ),
        "dawn": (
            (
                "Une lumière basse et douce filtre à travers un voile d'air et réveille d'abord les"
                " surfaces proches."
            ),
            "Une lueur délicate monte de l'horizon, les ombres restent fraîches et lisibles.",
        ),
        "day": (
            (
                "Une lumière franche et naturelle garde des couleurs propres et des ombres nettes "
                "mais ouvertes."
            ),
            "La lumière tombe de haut, d'un côté, et rend à chaque matière sa vraie texture.",
        ),
        "overcast": (
            "Une lumière diffuse enveloppe les formes, avec des reflets doux et sans ombre dure.",
            "La lumière est égale, argentée, et le contraste vient des matières elles-mêmes.",
        ),
        "night": (
            (
                "Des halos chauds répondent au bleu froid des ombres, et les hautes lumières "
                "rayonnent doucement."
            ),
            "De petites sources brillent dans des ombres profondes qui gardent leurs détails.",
        ),
        "storm": (
            (
                "Une lumière dramatique perce par endroits, et chaque surface mouillée renvoie un "
                "reflet."
            ),
            "Une lumière latérale et contrastée sculpte les volumes, l'air semble bouger.",
        ),
        "studio": (
            (
                "Une grande source douce d'un côté et un fin contre-jour de l'autre sculptent le "
                "sujet."
            ),
        ),
        "water": (
            (
                "Des rayons descendent de la surface et se perdent dans la profondeur, chargés de "
                "fines particules."
            ),
        ),
    },
    palette={
        "": "La palette est retenue : deux tons voisins et un seul accent.",
        "sunset": "La palette va du violet profond à l'ambre, avec un accent lumineux.",
        "dawn": "La palette mêle bleu pastel, pêche et or pâle.",
        "day": "La palette est fraîche, des bleus et des verts francs avec une pointe d'or.",
        "overcast": "La palette reste gris perle et ardoise, réchauffée par un petit accent.",
        "night": "La palette oppose le bleu encre à des points d'or chaud.",
        "storm": "La palette, ardoise, acier et blanc cassé, est presque monochrome.",
        "studio": "La palette joue d'une seule famille de tons, du poudré au saturé.",
        "water": "La palette glisse du turquoise au bleu marine profond.",
    },
    moods={
        "": (
            "L'ambiance est posée, presque solennelle.",
            "L'image est immersive, comme si l'on y était.",
            "L'ensemble a l'assurance tranquille d'une image de film.",
        ),
        "romantic": ("Tout reste intime, proche et sans hâte.",),
        "mystic": ("Quelque chose d'inexpliqué semble flotter juste hors du cadre.",),
        "cyber": ("Des arêtes lumineuses et des reflets lui donnent une tension électrique.",),
        "zen": ("La composition respire, avec beaucoup d'espace vide.",),
        "energetic": ("Des diagonales et des contrastes francs lui donnent de l'élan.",),
        "joyful": ("Les couleurs sont vives et l'ensemble donne le sourire.",),
        "dark": ("Des noirs profonds et une seule source de lumière entretiennent la tension.",),
    },
    colours=("Ces couleurs mènent l'image, le reste se fait discret autour d'elles.",),
    camera=(
        (
            "La caméra avance lentement, avec une légère parallaxe entre les plans, en une seule "
            "prise."
        ),
        "La caméra glisse de côté sans coupe, le premier plan défile devant le lointain.",
        "La caméra s'élève un peu, stable et lente, et laisse la profondeur s'ouvrir.",
    ),
    finish=(
        (
            "Le tiers inférieur reste dégagé pour les sous-titres ; textures fines, contours nets, "
            "aucun texte ni logo."
        ),
        (
            "Le bas de l'image reste simple pour les sous-titres, avec des détails fins, un léger "
            "grain de film et aucune inscription."
        ),
    ),
)
