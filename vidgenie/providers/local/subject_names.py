"""The table of `subjects`.

An entry begins with a line of its name, kind, glyph, home and colours ("-" for none);
the lines that follow are its French names, a slash, its English names, as in `words`.
"""

LIVING = """
lighthouse scenery - sea
    phare / lighthouse
boat scenery - sea
    bateau voilier barque navire / boat sailboat ship yacht sailing
palm scenery - sea
    palmier cocotier tropical tropicale / palm palm_tree tropical
balloons scenery - field
    montgolfiere / hot_air_balloon air_balloon
birds scenery - -
    oiseau mouette goeland hirondelle / bird seagull swallow flock
aurora scenery - snow
    aurore_boreale aurores_boreales / northern_lights aurora_borealis aurora
volcano scenery - mountain
    volcan lave eruption / volcano lava eruption
flowers scenery - field
    fleur coquelicot tulipe lavande paquerette / flower poppy tulip lavender daisy
fireflies scenery - forest
    luciole / firefly
hiker figure - mountain
    randonneur randonneuse voyageur voyageuse aventurier aventuriere explorateur alpiniste
    randonnee grimpeur aventure / hiker traveler traveller adventurer explorer backpacker hiking
    climber adventure
runner figure - mountain
    coureur coureuse courir court! jogging joggeur marathon course_a_pied footing sprint sport
    sportif sportive motivation athlete entrainement fitness / runner running run jogging jogger
    marathon sprint sprinter athlete sport sports motivation workout training fitness
yogi figure - lake
    yoga meditation mediter medite pleine_conscience respiration / yoga meditation meditate
    meditating mindfulness breathing
dancer figure - -
    danse danseur danseuse danser ballerine / dance dancer dancing ballerina ballet
winner figure - mountain
    victoire gagnant champion championne reussite triomphe liberte / victory winner winning
    champion achievement triumph freedom
couple figure - -
    couple amoureux maries / couple lovers newlyweds
person figure - -
    homme femme personne silhouette fille garcon enfant ami amis gens solitaire humain / man
    woman person silhouette girl boy child kid friend people lonely human someone
business figure - city
    entrepreneur entrepreneuse entreprise affaires patron manager leader homme_d_affaires /
    entrepreneur businessman businesswoman boss manager leader leadership business
astronaut figure - space
    astronaute cosmonaute / astronaut cosmonaut
surfer figure - sea
    surfeur surfeuse surf / surfer surf surfing
cat beast 🐈 interior #f0a24e #fff1dc
    chat! chatte chaton minou felin / cat kitten kitty feline
dog beast 🐕 field #d9a066 #fff3e0
    chien chienne chiot toutou / dog puppy doggy pup
horse beast 🐎 field #a8683c #3a2418
    cheval jument poney chevaux / horse pony stallion mare!
elephant beast 🐘 field #9aa3ad #e8d9d0
    elephant / elephant
lion beast 🦁 field #e9ab4f #9a5a24
    lion lionne / lion lioness
tiger beast 🐅 forest #f08c3a #fff0dc
    tigre tigresse / tiger
fox beast 🦊 forest #ee7f33 #fff3e4
    renard / fox
wolf beast 🐺 forest #8d99a8 #eef1f4
    loup louve / wolf
bear beast 🐻 forest #94633f #e9c9a4
    ours! ourson ours_polaire / bear! grizzly polar_bear
panda beast 🐼 forest #f4f2ee #23242a
    panda / panda
rabbit beast 🐇 field #e9dccb #f5b8b8
    lapin lievre / rabbit bunny hare
deer beast 🦌 forest #b07a4a #f5e3c8
    cerf biche faon chevreuil / deer stag fawn
monkey beast 🐒 forest #9c6a45 #eec9a2
    singe / monkey
cow beast 🐄 field #f3ede4 #4a3a33
    vache / cow
sheep beast 🐑 field #f4efe6 #5a4a44
    mouton brebis agneau / sheep lamb
penguin beast 🐧 snow #2b3442 #f7f5ef
    pingouin manchot / penguin
unicorn beast 🦄 field #f7eefa #e58ad0
    licorne / unicorn
dragon beast 🐉 mountain #3fa56b #f2c14e
    dragon / dragon
camel beast 🐫 desert #d3a25f #8a5a30
    chameau dromadaire / camel
dinosaur beast 🦖 forest #6aa84f #e8e4a8
    dinosaure tyrannosaure / dinosaur trex
owl beast 🦉 forest #a97b50 #f4e2c4
    hibou chouette / owl
snake beast 🐍 desert #6cae4f #f2d45c
    serpent / snake
butterfly flier 🦋 field #4f8df0 #f7b84b
    papillon / butterfly
bee flier 🐝 field #f6c02d #2b2320
    abeille / bee honeybee
eagle flier 🦅 mountain #7a5232 #f6efe0
    aigle faucon / eagle hawk falcon
plane flier ✈ - #eef1f5 #4d8bd6
    avion / plane airplane aircraft flight
whale swimmer 🐋 underwater #4f86c6 #e6f2f7
    baleine cachalot / whale
dolphin swimmer 🐬 underwater #6fa8d6 #eaf4f7
    dauphin / dolphin
shark swimmer 🦈 underwater #7f93a6 #eef2f4
    requin / shark
turtle swimmer 🐢 underwater #5fa563 #d8c98a
    tortue tortue_marine / turtle sea_turtle tortoise
fish swimmer 🐠 underwater #f79a2e #3f7fe0
    poisson / fish
octopus swimmer 🐙 underwater #e0686a #f7c9b8
    pieuvre poulpe / octopus
jellyfish swimmer 🪼 underwater #d79be8 #f3d6fa
    meduse / jellyfish
snowman beast ⛄ snow #f7f8fa #e07a3a
    bonhomme_de_neige / snowman
pyramids scenery - desert
    pyramide egypte pharaon / pyramid egypt pharaoh
balloon flier 🎈 - #e8404f #ffb3ba
    ballon_de_baudruche / balloon
ghost flier 👻 forest #f4f2fa #2b2833
    fantome halloween / ghost halloween
alien beast 👽 space #b5d6a0 #22262b
    extraterrestre alien / alien extraterrestrial
ufo flier 🛸 space #c3ccd8 #7df0c0
    soucoupe_volante ovni / ufo flying_saucer
"""
"""Scenery, people and animals."""

THINGS = """
coffee plate - interior #f6f1e8 #6b4128
    cafe terrasse_de_cafe expresso cappuccino tasse mug / coffee coffee_shop espresso cappuccino
    latte cup mug
tea plate 🍵 interior #8fb573 #e9e2cf
    the! infusion tisane theiere tasse_de_the / tea! teacup teapot matcha cup_of_tea
cake plate 🎂 interior #8a5233 #f8d9c4
    gateau anniversaire patisserie / cake birthday pastry
pizza plate 🍕 interior #f2b84b #d8432e
    pizza / pizza
burger plate 🍔 interior #d98b3d #74b04a
    burger hamburger / burger hamburger cheeseburger
cooking plate 🍲 interior #e0693a #f6e3b0
    recette cuisinier cuisiniere cuisiner oeuf / recipe cooking cook chef egg
bread plate 🥖 interior #d99a52 #f6dfb4
    pain! baguette boulanger boulangerie / bread baguette bakery
croissant plate 🥐 interior #d9913f #f6d49a
    croissant viennoiserie / croissant
wine plate 🍷 interior #eadfe4 #8e1f3c
    vin! verre_de_vin vins / wine glass_of_wine
salad plate 🥗 interior #f1ede2 #6cae4f
    salade legume nutrition / salad vegetable nutrition healthy
sushi plate 🍣 interior #f6f1e8 #f07f57
    sushi maki / sushi maki
ramen plate 🍜 interior #e04f3a #f6dd9a
    ramen nouilles / ramen noodle
ice_cream plate 🍦 sea #fff1dc #d99a52
    creme_glacee cornet_de_glace glace_a_l_italienne / ice_cream gelato
chocolate plate 🍫 interior #6b3f26 #e0523f
    chocolat / chocolate
apple plate 🍎 interior #d9342b #5f9f3f
    pomme / apple
lemon plate 🍋 interior #f6d32d #7fae3f
    citron / lemon
strawberry plate 🍓 interior #e0352f #5f9f3f
    fraise / strawberry
cocktail plate 🍹 sea #f7a13a #ef5f6f
    cocktail mojito / cocktail mojito
chair object 🪑 interior #a8713f #d9a066
    chaise tabouret / chair! stool
shoe object 👟 studio #f2f3f5 #ef5b3c
    chaussure basket chaussures_de_course chaussures_de_sport sneaker / shoe sneaker
    running_shoes running_shoe trainers
laptop object 💻 synthwave #c7ccd6 #39d0e0
    ordinateur code! programmation developpeur logiciel informatique python django / laptop
    computer code! coding programming developer software python django
robot object 🤖 synthwave #b9c4d2 #3fd0e0
    robot ia intelligence_artificielle chatbot / robot ai artificial_intelligence chatbot
phone object 📱 studio #2b2f3a #58b8ff
    telephone smartphone appli application / phone smartphone app iphone
idea object 💡 studio #ffe27a #c9ccd2
    idee astuce conseil ampoule inspiration creativite / idea tip tips lightbulb inspiration
    creativity hack
rocket object 🚀 space #f1f2f5 #e5463c
    fusee startup lancement vaisseau / rocket startup launch spaceship spacecraft
money object 💰 studio #e8b84a #7a5a1e
    argent! epargne finance budget investir richesse / money saving savings finance budget
    invest wealth
bitcoin object 🪙 studio #f2a93b #ffe3a1
    bitcoin crypto cryptomonnaie / bitcoin crypto cryptocurrency
growth object 📈 studio #f4f6f8 #35b56a
    croissance ventes chiffre_d_affaires / growth sales revenue
trophy object 🏆 studio #f2b632 #8a5a2a
    trophee coupe! succes gagner / trophy award success win
marketing object 📣 studio #ef5b4c #f7f3ec
    marketing annonce / marketing announcement
gift object 🎁 studio #e0433f #f7d774
    cadeau surprise / gift present! surprise
clock object ⏰ studio #e9503f #fff6e6
    reveil horloge productivite / clock alarm productivity
watch object ⌚ studio #2b2f38 #e9e4d8
    montre! / watch wristwatch
hourglass object ⏳ studio #d9a066 #f7e3b0
    sablier temps! / hourglass time!
brain object 🧠 studio #f3a3b1 #d9718a
    cerveau neurone memoire psychologie cerebral / brain neuron memory psychology
heart object ❤ studio #e8344e #ff8fa0
    coeur amour / heart love
books object 📚 interior #d8503f #f6e7c8
    livre lecture lire roman / book reading novel read!
camera object 📷 studio #33373f #d9dde3
    appareil_photo photographe photographie / camera photographer photography
film object 🎬 studio #2b2e35 #f4f4f2
    cinema tournage realisateur / movie filmmaking cinema director
guitar object 🎸 studio #d8432e #f6e0b8
    guitare rock / guitar rock!
headphones object 🎧 studio #343a46 #58c8d8
    casque_audio musique podcast ecouteurs playlist / headphones music podcast playlist earbuds
microphone object 🎤 studio #4a505c #d9dde3
    micro microphone chanteur chanteuse concert / microphone singer singing concert
gamepad object 🎮 synthwave #434a58 #ef5b6f
    jeu_video manette gaming gamer jeux_video / video_game gamepad gaming gamer video_games
car object 🚗 city #e0433f #dff0f7
    voiture automobile bagnole / car! automobile sports_car
bicycle object 🚲 field #3fa0a8 #2b2f38
    velo bicyclette cycliste / bicycle bike cycling cyclist
train object 🚂 mountain #3f6f5a #d8a24a
    train locomotive / train! locomotive
castle object 🏰 mountain #cbb79a #7d5a4a
    chateau forteresse / castle fortress
house object 🏡 field #f1e2c6 #b5533c
    maison_de_campagne chaumiere immobilier villa / cottage real_estate villa house
tent object ⛺ forest #f09a3e #5f7f4a
    tente camping bivouac / tent camping campsite
rose object 🌹 studio #d9304a #4a8f4a
    une_rose la_rose des_roses les_roses bouquet / rose bouquet roses
sunflower object 🌻 field #f7b92b #6b4226
    tournesol / sunflower
plant object 🪴 interior #5fa55a #c9744a
    plante jardinage / plant! houseplant gardening
mushroom object 🍄 forest #d8412f #f7efe0
    champignon / mushroom toadstool
cactus object 🌵 desert #5a9f5c #dfe8b0
    cactus / cactus
tree_lights object 🎄 snow #3f8a55 #f2c14e
    noel pere_noel sapin_de_noel / christmas christmas_tree xmas
crown object 👑 studio #f2b632 #c8423f
    couronne roi reine / crown king queen
diamond object 💎 studio #8fd8f0 #e9f7fb
    diamant bijou bijoux / diamond jewel jewelry
handbag object 👜 studio #b5763f #e8c36a
    sac_a_main sac sacoche maroquinerie / handbag purse bag
perfume object 🧴 studio #f3d9cf #d98b7a
    parfum cosmetique creme_visage soin skincare / perfume cosmetics skincare lotion
dress object 👗 studio #d8487a #f7c9d8
    robe! mode! vetement / dress fashion clothes
football object ⚽ field #f4f5f6 #23262c
    football foot! ballon_de_foot match_de_foot / football soccer
basketball object 🏀 studio #e8792f #3a2418
    basketball basket_ball / basketball nba
dumbbell object 🏋 studio #3a3f4a #ef5b3c
    musculation haltere crossfit / weightlifting dumbbell crossfit gym
lock object 🔒 studio #f0b93a #8d96a3
    securite cybersecurite cadenas mot_de_passe / security cybersecurity padlock password
globe object 🌍 space #3f86d6 #5fae5a
    terre! planete_terre monde climat ecologie / earth! planet_earth world climate ecology
school object 🎓 studio #2f3f66 #e8b84a
    ecole diplome etudes examen universite etudiant / school graduation diploma exam university
    student
stethoscope object 🩺 studio #3f6f8f #dfe7ee
    sante medecin docteur hopital / health doctor hospital medical
fire object 🔥 studio #ff7a2b #ffd45c
    feu flamme / fire flame
candle object 🕯 interior #f7ecd6 #ffb347
    bougie chandelle / candle candlelight
torii object ⛩ lake #d8432f #2b2b33
    torii kyoto temple_japonais / torii kyoto japanese_temple
umbrella object ☂ city #d8433f #f4efe6
    parapluie / umbrella
suitcase object 🧳 sea #b5763f #f0d9b0
    valise bagage / suitcase luggage
pumpkin object 🎃 field #ef8a2b #5a7f3a
    citrouille potiron / pumpkin
piano object 🎹 interior #2b2d33 #f7f5f0
    piano pianiste / piano pianist
paint object 🎨 studio #d9a066 #e0523f
    peinture peintre artiste dessin / painting painter artist paint drawing
"""
"""Food, drink and objects."""
