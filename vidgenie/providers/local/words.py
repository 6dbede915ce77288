"""The words a prompt is read with.

One entry is a name, a colon, its French words, a slash, its English words; lines that
begin with a space go on. Words are written without accents. `_` joins the words of a
phrase, and a final `!` marks a word that only counts in its own language, because the
other one has it with another sense ("chat", "chair", "pain").
"""

from collections.abc import Mapping

Terms = tuple[str, str]
"""French words, English words."""


def table(text: str) -> Mapping[str, Terms]:
    """The entries of a list of words, by name."""
    entries: dict[str, Terms] = {}
    for entry in text.replace("\n ", " ").strip().splitlines():
        name, _, terms = entry.partition(":")
        french, _, english = terms.partition("/")
        entries[name] = (french.strip(), english.strip())
    return entries


PLACES = table("""
mountain: montagne montagnard sommet alpes alpin alpine alpage himalaya everest pyrenees colline
    vallee volcan pic massif crete ravin altitude cime / mountain mountainous summit peak alps
    alpine himalaya everest hill hillside valley volcano ridge highlands mountaintop altitude
lake: lac etang fjord riviere fleuve cascade / lake pond fjord river riverside waterfall
    lakeside
sea: mer ocean plage cote! littoral vague ile lagon rivage port! falaise bretagne maree
    bord_de_mer caraibes polynesie maldives crique horizon_marin / sea ocean beach coast coastal
    shore shoreline seaside wave island lagoon harbour harbor bay cliff tide seascape caribbean
    maldives
city: ville rue avenue boulevard immeuble gratte_ciel quartier metropole urbain urbaine toits
    trottoir centre_ville carrefour ruelle cyberpunk / city street downtown skyline skyscraper
    urban rooftop town cityscape metropolis alley avenue crosswalk cyberpunk
forest: foret bois! jungle clairiere sous_bois sapiniere bosquet arbre sapin feuillage chene /
    forest woods woodland jungle rainforest grove tree pine_tree glade foliage oak
desert: desert sahara dune sable oasis canyon egypte pyramide / desert sahara dune sand oasis
    canyon egypt pyramid
field: champ prairie campagne pre! jardin parc! vignoble vigne lavande ferme savane paturage
    verger herbe provence toscane / field meadow countryside garden park! vineyard lavender farm
    savanna savannah pasture orchard grass grassland prairie provence tuscany
space: espace cosmos cosmique galaxie galactique univers orbite nebuleuse planete saturne
    jupiter voie_lactee interstellaire sur_la_lune sur_mars spatial spatiale / space outer_space
    cosmos cosmic galaxy galactic universe orbit nebula planet saturn jupiter interstellar
    on_the_moon on_mars spaceflight
underwater: sous_marin sous_marine sous_marins sous_l_eau sous_la_mer fond_marin fonds_marins
    recif corail coraux abysses aquarium fond_de_l_ocean / underwater under_the_sea undersea
    deep_sea reef coral abyss aquarium ocean_floor bottom_of_the_sea under_water
snow: banquise arctique antarctique polaire toundra laponie piste_de_ski station_de_ski glacier
    pole_nord bonhomme_de_neige / arctic antarctic antarctica polar tundra lapland ski_slope
    ski_resort glacier north_pole snowman
synthwave: synthwave retrowave vaporwave outrun retro_futuriste annees_80 / synthwave retrowave
    vaporwave outrun retro_futuristic retrofuturistic eighties
interior: interieur cuisine bistrot bistro restaurant salon chambre bureau maison appartement
    bibliotheque fenetre atelier salle_de_bain cheminee terrasse_de_cafe boulangerie / interior
    indoors kitchen coffee_shop restaurant living_room bedroom office home apartment library
    window workshop bathroom fireplace bakery diner
studio: studio produit packshot publicite promo promotion marque abstrait abstraite soldes /
    studio product packshot advert advertisement promo promotion brand abstract sale
""")

TIMES = table("""
sunset: coucher_de_soleil coucher_du_soleil soleil_couchant soleil_se_couche crepuscule soir
    soiree heure_doree lumiere_doree / sunset dusk evening golden_hour golden_light twilight
    sundown setting_sun sun_sets sun_setting
dawn: lever_de_soleil lever_du_soleil lever_du_jour soleil_levant soleil_se_leve aube aurore
    matin matinee matinal matinale / sunrise dawn morning daybreak first_light rising_sun
    sun_rises sun_rising
night: nuit minuit nocturne etoile! etoiles etoilee etoile_filante clair_de_lune lune / night
    midnight nighttime nightfall moonlight moonlit starry stars moon
day: journee de_jour midi apres_midi ensoleille ensoleillee soleil plein_jour en_plein_soleil /
    daytime daylight noon midday afternoon sunny sunlight sunshine sun
""")

WEATHERS = table("""
storm: orage orageux orageuse tempete foudre eclair tonnerre ouragan cyclone tornade / storm
    stormy thunderstorm thunder lightning hurricane cyclone tornado tempest
rain: pluie pluvieux pluvieuse averse bruine pleut parapluie deluge mousson / rain rainy raining
    rainfall drizzle downpour monsoon umbrella
snow: neige neigeux neigeuse enneige enneigee flocon blizzard neiges / snow snowy snowfall
    snowing snowflake blizzard snowstorm
fog: brume brouillard brumeux brumeuse / fog foggy mist misty haze hazy
clouds: nuage nuageux nuageuse ciel_couvert / cloud cloudy overcast
clear: ciel_bleu ciel_degage ciel_clair / blue_sky clear_sky cloudless blue_skies clear_skies
""")

MOODS = table("""
romantic: romantique romantisme amour amoureux amoureuse tendre tendresse mariage saint_valentin
    / romantic romance love lovers tender wedding valentine
mystic: mystique mystere mysterieux mysterieuse magique magie feerique enchante enchantee
    fantastique onirique reve fee sorcier sorciere licorne / mystic mystical mystery mysterious
    magic magical enchanted fairy fantasy dreamy dream dreamlike ethereal wizard witch unicorn
cyber: cyberpunk neon neons futuriste hacker cyber / cyberpunk neon neons futuristic hacker
    cyber
zen: zen calme paisible serein sereine serenite paix meditation meditatif detente relaxant
    relaxante tranquille yoga spa douceur bien_etre / zen calm peaceful serene serenity peace
    meditation meditative relaxing tranquil yoga spa quiet soothing wellness
energetic: energie energique dynamique puissance puissant epique intense motivation motivant
    sport sportif sportive victoire succes performance explosif / energy energetic dynamic power
    powerful epic intense motivation motivational sport sports victory success performance
    explosive workout hype
joyful: joyeux joyeuse joie fete festif festive anniversaire heureux heureuse bonheur
    celebration rigolo amusant / joyful joy party festive birthday happy happiness celebration
    fun cheerful
dark: sombre tenebres tenebreux gothique horreur effrayant effrayante lugubre triste tristesse
    inquietant hante hantee dramatique / dark! gothic horror scary gloomy creepy sad! sadness
    sinister haunted dramatic spooky
""")

SEASONS = table("""
spring: printemps printanier printaniere fleuri fleurie cerisier / spring springtime blossoming
    blossom cherry_blossom
summer: ete! estival estivale vacances / summer summertime summery vacation holidays
autumn: automne automnal automnale feuilles_mortes / autumn autumnal fall_leaves fall!
winter: hiver hivernal hivernale givre gel! glace! noel / winter wintry frost frosty frozen icy
    christmas xmas
""")

COLOURS = table("""
red: rouge ecarlate vermillon / red crimson scarlet
orange: orange orangee / orange amber
yellow: jaune / yellow
green: vert verte emeraude / green emerald
blue: bleu bleue azur bleute / blue azure navy
turquoise: turquoise cyan / turquoise teal cyan
purple: violet violette mauve pourpre / purple violet mauve
pink: rose! rosee fuchsia / pink magenta fuchsia
brown: marron brun brune / brown
black: noir noire / black
white: blanc blanche / white
gold: dore doree / golden gold
grey: gris grise / grey gray
beige: beige creme! / beige cream!
""")

LANDMARKS = table("""
paris: paris parisien parisienne tour_eiffel / paris parisian eiffel_tower eiffel
tokyo: tokyo japon japonais japonaise shibuya / tokyo japan japanese shibuya
new_york: new_york manhattan brooklyn / new_york manhattan brooklyn nyc
london: londres londonien big_ben / london londoner big_ben
""")

# Words that point to a place without naming it.
HINTS = table("""
mountain: randonnee aventure escalade alpinisme liberte motivation defi objectif sport sportif /
    hiking adventure climbing trekking freedom motivation challenge goal sport fitness
sea: voyage vacances ete! surf tropical tropicale / travel vacation summer surf tropical
city: tokyo paris londres new_york entreprise affaires voiture taxi pont embouteillage neon /
    tokyo paris london new_york business car traffic bridge taxi neon
forest: nature feuille champignon automne fee elfe cabane camping loup ours! cerf / nature leaf
    mushroom autumn fairy elf cabin camping wolf bear! deer
field: fleur printemps fleuri tournesol cheval abeille papillon / flower spring! blossom
    sunflower horse bee butterfly
space: astronaute fusee cosmonaute extraterrestre alien satellite etoile_filante / astronaut
    rocket cosmonaut alien satellite spaceship ufo
underwater: plongee plongeur poisson requin baleine dauphin meduse pieuvre tortue_marine /
    diving diver fish shark whale dolphin jellyfish octopus sea_turtle
snow: hiver noel ski skieur pingouin manchot renne ours_polaire pere_noel / winter christmas ski
    skier penguin reindeer polar_bear santa
synthwave: python code! programmation developpeur logiciel ia intelligence_artificielle
    numerique informatique retro gaming blockchain algorithme jeu_video / python code! coding
    programming developer software ai artificial_intelligence digital retro gaming blockchain
    algorithm video_game
interior: chaise canape lit! table recette gateau cafe the! lire sommeil dormir repas
    petit_dejeuner / chair! sofa couch bed table recipe cake coffee tea reading sleep breakfast
    lunch dinner
studio: startup pitch business chaussure parfum montre! bijou telephone marketing argent!
    croissance astuce conseil idee bitcoin crypto / startup pitch business shoe sneaker perfume
    watch jewelry phone marketing money growth tip advice idea bitcoin crypto
""")

_OTHER = table("""
vague: signe symbole bouton drapeau visage main personne homme femme adulte vieux vieille jeune
    grand petit clair fonce peau coeur gauche droite haut bas retour ouvert ferme nouveau nombre
    marque heure demi temps premier travail amour bien vie monde carre cercle rond triple plus moins
    bouche yeux nez triste joie sourire souriant deux trois cinq dix gens visages mode ligne point
    / sign symbol button flag face hand person man woman people adult old young large small big
    medium light dark skin tone heart left right up down back open closed free new number mark hour
    half thirty time first next last play mode make work love well good best cool better very sell
    want help story share like follow your this that what when life world square circle double
    triple input letters less eyes mouth nose happy sad smile smiling super blood lose dizzy
silent: en_bois de_bois tous_les_jours chaque_jour bonne_nuit par_terre en_cours
    course_a_pied_de au_fond tout_le_monde pomme_de_terre / good_morning good_night every_day
    each_day as_well in_the_dark_about over_the_moon space_bar in_order
grammar: le la les un une des du de d l et est en au aux dans sur avec pour sous qui que mon ma
    mes ton ta tes son sa ses notre votre vos ce cette ces il elle je tu nous vous ils pas plus
    par ou se s qu n sans chez vers entre ne j y ont sont fait / the a an of and in on at with
    for under to my your his her its our their this that these is are it he she we you they not
    by from into over near through while as who which no i am be
""")

VAGUE: Terms = _OTHER["vague"]
"""Words of emoji names that say too little to be shown."""

SILENT: Terms = _OTHER["silent"]
"""Everyday phrases whose words mean something else on their own."""

GRAMMAR: Terms = _OTHER["grammar"]
"""Little words that tell the language."""
