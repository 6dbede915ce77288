"""Explanations of our French drafts: "- " a thought, "+ " what follows from it; see `script_pools`.

The first group fits any theme; the others what `script_domains` calls by their name. They say
only what schoolbooks say, without numbers that may change.
"""

FACTS = """
:
- De quoi parle-t-on, au juste ? Posons d'abord les mots.
+ Chacun met souvent autre chose derrière le même mot.
+ Une définition courte évite bien des disputes.
- Ensuite, regardons ce que tout le monde peut voir.
+ Un fait, c'est ce qu'on peut vérifier deux fois.
+ Le reste, pour l'instant, ce sont des avis.
- Derrière un fait, il y a presque toujours plusieurs causes.
+ N'en garder qu'une, c'est tentant, mais souvent faux.
+ Demandez-vous ce qui pourrait encore jouer un rôle.
- Prenons un exemple de tous les jours.
+ Pensez à la dernière fois que cela vous est arrivé.
+ Qu'est-ce qui a changé, qu'est-ce qui est resté pareil ?
- Prenons maintenant un exemple contraire.
+ Quand ça ne marche pas, on apprend souvent le plus.
+ Cherchez ce qui manquait ce jour-là.
- Et les chiffres ? Un nombre seul ne dit presque rien.
+ Il faut savoir à quoi on le compare.
+ À qui, à quand, et mesuré comment ?
- Une image aide à s'en souvenir.
+ Imaginez une machine dont on retire une pièce.
+ Ce qui s'arrête alors vous montre à quoi elle servait.
- Méfions-nous d'une idée reçue : tout serait simple.
+ Les réponses courtes plaisent beaucoup.
+ Les bonnes réponses, elles, ont des nuances.
- Que se passe-t-il si l'on change une seule chose ?
+ C'est ainsi que l'on découvre ce qui compte.
+ Le reste doit rester exactement pareil.
- Qui en sait le plus sur ce sujet ?
+ Ceux qui l'observent depuis longtemps.
+ Et qui montrent d'où viennent leurs réponses.
- Remontons un peu dans le temps.
+ Avant, on faisait autrement, et il y avait des raisons.
+ Les connaître évite de refaire les mêmes erreurs.
- Changeons d'échelle.
+ De près, on voit des détails.
+ De loin, on voit des règles.
- Deux explications se valent ? Prenez la plus simple.
+ Elle est plus facile à vérifier.
+ Et plus facile à corriger.
- Un mot difficile cache souvent une idée simple.
+ Traduisez-le avec vos mots à vous.
+ Si vous n'y arrivez pas, il manque une étape.
- Faites l'expérience, quand c'est possible.
+ Voir une fois vaut mieux que lire dix fois.
+ Et notez ce qui vous étonne.
- Attention aux mots « toujours » et « jamais ».
+ Il existe presque toujours une exception.
+ Et c'est elle qui apprend quelque chose.
- L'ordre compte : quoi d'abord, quoi ensuite ?
+ Deux choses qui arrivent ensemble ne sont pas toujours liées.
+ Une troisième peut les causer toutes les deux.
- Il reste des questions ouvertes.
+ Dire qu'on ne sait pas encore, c'est aussi une réponse.
+ C'est même souvent la plus honnête.
- À quoi cela sert-il, dans la vie ?
+ À mieux choisir, et à se laisser moins surprendre.
+ Et à poser de meilleures questions.
- Pour aller plus loin, gardez une seule question.
+ La plus simple est souvent la meilleure.
+ Et cherchez la réponse à deux endroits différents.
sleep:
- Une nuit se fait par cycles d'une heure et demie environ.
+ Sommeil léger, sommeil profond, rêves, et on recommence.
- Le sommeil profond vient surtout en début de nuit.
+ C'est là que le corps récupère le mieux.
- La lumière règle notre horloge intérieure.
+ Le soir, un écran lui fait croire qu'il fait jour.
- La fatigue s'accumule au fil de la journée.
+ Une longue sieste en enlève, et le soir on dort moins bien.
- Dormir aide à retenir ce qu'on a appris.
+ Pendant la nuit, le cerveau trie et range.
bread:
- Le pain lève parce que des levures mangent des sucres.
+ Elles rejettent un gaz, et la pâte le retient.
- Le levain, c'est de la farine, de l'eau et des microbes.
+ Des levures et des bactéries y vivent ensemble.
- Pétrir relie les protéines de la farine.
+ Ce filet élastique, c'est le gluten.
- La croûte brunit quand il fait très chaud.
+ Sucres et protéines réagissent, et l'odeur apparaît.
coffee:
- Le grain de café est la graine d'un fruit rouge.
+ Vert au départ, il brunit quand on le torréfie.
- La caféine ne donne pas d'énergie.
+ Elle cache au cerveau le signal de la fatigue.
- Son effet dure bien plus longtemps que la tasse.
+ Cinq heures après, il en reste souvent la moitié.
- L'eau trop chaude rend le café amer.
+ Trop froide, elle le laisse acide et plat.
cooking:
- Une viande dore quand sa surface est sèche et très chaude.
+ Sucres et protéines réagissent : c'est le goût du grillé.
- Le sel fait plus que saler.
+ Il adoucit l'amer, et fait ressortir les autres goûts.
- Un œuf durcit parce que ses protéines se déplient.
+ Avec la chaleur, elles s'accrochent les unes aux autres.
- L'huile et l'eau ne se mélangent pas seules.
+ Dans une mayonnaise, le jaune d'œuf les tient ensemble.
sport:
- Un muscle ne grandit pas pendant l'effort.
+ Il se répare ensuite, un peu plus fort qu'avant.
- Le cœur est un muscle, lui aussi.
+ Entraîné, il bat moins souvent au repos.
- Le souffle court vient d'un manque d'oxygène dans l'effort.
+ Plus lentement, le corps suit sans peine.
- Les courbatures ne viennent pas de l'acide lactique.
+ Ce sont de petites lésions, qui guérissent en quelques jours.
money:
- Des intérêts peuvent rapporter des intérêts.
+ On les dit composés, et le temps fait le travail.
- Quand les prix montent, la même somme achète moins.
+ C'est l'inflation, et elle touche aussi l'épargne.
- Un rendement élevé cache toujours un risque.
+ Personne ne paie plus sans raison.
- Répartir son argent réduit le risque.
+ Quand l'un baisse, l'autre ne baisse pas forcément.
learning:
- Relire donne l'impression de savoir.
+ Se tester apprend vraiment, car il faut chercher.
- On oublie vite au début, puis de plus en plus lentement.
+ Chaque rappel, au bon moment, ralentit l'oubli.
- L'attention ne se partage pas.
+ Elle saute d'une chose à l'autre, et chaque saut coûte.
- Le sommeil fixe les souvenirs.
+ Ce qu'on apprend le soir se range pendant la nuit.
photo:
- Une photo, c'est de la lumière pendant un certain temps.
+ Plus ce temps est long, plus ce qui bouge devient flou.
- L'ouverture décide de ce qui est net.
+ Grande ouverte, elle laisse le fond dans le flou.
- La sensibilité éclaircit l'image.
+ Mais elle ajoute du grain.
- Le soir, la lumière vient de plus bas et devient dorée.
+ Les ombres s'allongent et donnent du relief.
garden:
- Une plante fabrique son sucre elle-même.
+ Il lui faut de la lumière, de l'eau et de l'air.
- Le vert des feuilles vient de la chlorophylle.
+ Elle capte surtout le rouge et le bleu, et renvoie le vert.
- Ce que la plante rejette nous fait vivre.
+ C'est de l'oxygène, qui sort par de minuscules ouvertures.
- Une graine n'attend pas la lumière, mais surtout l'eau.
+ Elle gonfle, et la racine sort la première.
dog:
- Un chien lit le monde avec son nez.
+ Son odorat est bien plus fin que le nôtre.
- Une queue qui bouge ne dit pas toujours la joie.
+ Regardez aussi les oreilles et le reste du corps.
- Un chien comprend mieux nos gestes qu'on ne le croit.
+ Montrez du doigt, et il regarde où vous montrez.
cat:
- Un chat dort plus de la moitié de la journée.
+ C'est un chasseur : il garde ses forces.
- Un chat ronronne quand il est bien, mais aussi quand il souffre.
+ Le reste de son attitude vous le dira.
- Un chat voit bien mieux que nous quand il fait sombre.
+ Mais pas dans le noir complet : il lui faut un peu de lumière.
calm:
- Le stress est d'abord une alarme utile.
+ Le cœur bat plus vite, les muscles se préparent.
- Le problème, c'est l'alarme qui ne s'arrête plus.
+ Le corps reste prêt, et il se fatigue.
- Le souffle est une des rares commandes à notre portée.
+ Souffler lentement dit au corps que le danger est passé.
- L'attention se muscle, comme le reste.
+ Revenir au souffle, encore et encore, c'est l'exercice.
space:
- La lumière du Soleil met huit minutes à nous parvenir.
+ Nous le voyons donc tel qu'il était il y a huit minutes.
- Sur Vénus, un jour dure plus longtemps qu'une année.
+ Elle tourne très lentement sur elle-même.
- La Lune s'éloigne un peu de nous chaque année.
+ De moins de quatre centimètres, mesurés au laser.
- Regarder loin, c'est regarder dans le passé.
+ La lumière des étoiles a voyagé des années, parfois des siècles.
- Un trou noir n'aspire pas tout.
+ De loin, il attire comme n'importe quelle étoile de même masse.
volcano:
- Sous un volcan, il y a de la roche fondue.
+ Sous terre, on l'appelle magma ; dehors, c'est de la lave.
- Le magma monte parce qu'il est plus léger que la roche.
+ Il s'accumule dans une chambre, puis cherche un passage.
- Les gaz décident de la force de l'éruption.
+ Comme dans une bouteille secouée que l'on ouvre.
- Les volcans suivent souvent le bord des plaques.
+ Là, le sol se rapproche ou s'écarte.
- Après l'éruption, la terre devient souvent fertile.
+ Les cendres apportent des minéraux aux plantes.
sky:
- La lumière du Soleil contient toutes les couleurs.
+ Un arc-en-ciel nous le montre.
- L'air disperse surtout le bleu.
+ Il nous arrive alors de partout : le ciel est bleu.
- Le soir, la lumière traverse beaucoup plus d'air.
+ Le bleu se perd en route, il reste l'orange et le rouge.
- Ce n'est pas le reflet de la mer.
+ C'est plutôt la mer qui reflète le ciel.
- Un nuage, c'est de l'eau en gouttes minuscules.
+ Elles dispersent toutes les couleurs : on le voit blanc.
ocean:
- La mer couvre plus des deux tiers de la Terre.
+ Et nous en connaissons mal le fond.
- Les marées viennent surtout de la Lune.
+ Elle attire l'eau, et la Terre tourne dessous.
- Une vague transporte de l'énergie, pas de l'eau.
+ Un bouchon monte et descend, presque sans avancer.
- La baleine n'est pas un poisson.
+ Elle respire de l'air et allaite ses petits.
- Le plancton fabrique une grande part de notre oxygène.
+ De minuscules algues, à la lumière de la surface.
ai:
- Un modèle de langue devine le mot suivant.
+ Mot après mot, cela finit par faire un texte.
- Il a appris sur d'énormes quantités d'exemples.
+ Il en garde des régularités, pas une encyclopédie.
- Il peut se tromper avec beaucoup d'assurance.
+ Vérifiez donc ce qui compte pour vous.
- Une bonne question change la réponse.
+ Dites le but, le contexte, et la forme attendue.
climate:
- Certains gaz retiennent la chaleur de la Terre.
+ Sans eux il ferait très froid ; en excès, il fait trop chaud.
- Brûler du charbon ou du pétrole ajoute de ces gaz.
+ Ils restent longtemps dans l'air.
- La météo, c'est demain ; le climat, ce sont des décennies.
+ Un hiver froid ne change pas la tendance.
- L'eau plus chaude prend plus de place.
+ Avec la glace qui fond, la mer monte.
"""
