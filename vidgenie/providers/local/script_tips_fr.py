"""Tips of our French drafts: "- " a tip, "+ " why or how; see `script_pools`.

The first group fits any theme; the others what `script_domains` calls by their name.
"""

TIPS = """
:
- Commencez par une seule chose, la plus simple.
+ Avec trop d'objectifs à la fois, rien n'avance.
+ Écrivez-la sur un papier, et gardez-le sous les yeux.
- Donnez-vous dix minutes par jour, pas plus.
+ Ce qui est court se répète, et ce qui se répète reste.
+ Choisissez une heure fixe, et mettez un rappel.
- Regardez comment font ceux qui ont déjà réussi.
+ Leurs erreurs vous feront gagner du temps.
+ Notez une seule idée, et essayez-la demain.
- Préparez tout la veille.
+ Le matin, il ne reste plus qu'à commencer.
+ Posez ce qu'il vous faut bien en vue.
- Notez ce que vous faites, même en un mot.
+ On oublie vite ses progrès, le carnet s'en souvient.
+ Relisez-le une fois par semaine.
- Enlevez une difficulté avant d'ajouter une règle.
+ Le plus dur, c'est souvent de s'y mettre.
+ Demandez-vous ce qui vous a arrêté la dernière fois.
- Posez une question à quelqu'un qui s'y connaît.
+ Une bonne question vaut mieux qu'une heure de recherche.
+ Préparez-la en une phrase.
- Vérifiez une information avant de la croire.
+ Cherchez qui le dit, et depuis quand.
+ Deux sources valent mieux qu'une.
- Comparez deux façons de faire.
+ Sans comparaison, on ne sait pas ce qui marche.
+ Une semaine chacune, puis gardez la meilleure.
- Fixez une fin, pas seulement un début.
+ Une date proche aide à rester simple.
+ Notez-la tout de suite dans votre agenda.
- Faites de vraies pauses.
+ La tête continue de travailler quand on s'arrête.
+ Cinq minutes sans écran suffisent.
- Acceptez un premier essai imparfait.
+ C'est lui qui vous montre quoi améliorer.
+ Finissez-le, puis corrigez un seul détail.
- Parlez-en autour de vous.
+ Expliquer aide à comprendre.
+ Essayez en trois phrases, sans mot compliqué.
- Gardez ce qui marche, laissez le reste.
+ Une habitude utile vaut mieux que dix bonnes idées.
+ Faites le tri à la fin du mois.
- Avancez par petites étapes.
+ Une petite étape se termine, une grande se reporte.
+ La première doit tenir en un quart d'heure.
- Choisissez un bon outil, et un seul.
+ Changer sans cesse fait perdre le fil.
+ Apprenez à bien vous en servir.
- Suivez un chiffre, et un seul.
+ Ce qu'on mesure devient plus clair.
+ Une note par semaine suffit.
- Prévoyez quoi faire les jours sans envie.
+ Il y en aura, c'est normal.
+ Une version de deux minutes sauve l'habitude.
- Revenez aux bases de temps en temps.
+ On les croit acquises, elles ne le sont pas toujours.
+ Reprenez la première étape, plus lentement.
- Fêtez les petites victoires.
+ Elles donnent envie de continuer.
+ Dites-le à quelqu'un, cela compte.
sleep:
- Levez-vous à la même heure tous les jours.
+ Votre corps saura quand s'endormir, même le week-end.
- Éteignez les écrans une heure avant de dormir.
+ Posez le téléphone hors de la chambre, et prenez un livre.
- Gardez la chambre fraîche, sombre et calme.
+ Autour de dix-huit degrés, on s'endort plus facilement.
- Pas de café après le déjeuner.
+ La caféine agit encore plusieurs heures après la tasse.
- Sortez à la lumière du jour dès le matin.
+ La lumière règle votre horloge intérieure.
- Si le sommeil ne vient pas, levez-vous.
+ Lisez quelques pages, puis recouchez-vous.
bread:
- Pesez la farine et l'eau, au gramme près.
+ Un verre n'est jamais deux fois le même.
- Laissez la pâte reposer longtemps.
+ Une nuit au frais donne plus de goût.
- Faites chauffer le four bien à l'avance.
+ Une cocotte brûlante donne une belle croûte.
- Gardez de la vapeur au début de la cuisson.
+ Un bol d'eau chaude dans le four suffit.
- Attendez avant de couper le pain.
+ Une heure sur une grille, et la mie se tient.
coffee:
- Achetez votre café en grains.
+ Moulu au dernier moment, il garde ses arômes.
- Pesez le café et l'eau.
+ Soixante grammes par litre, c'est un bon départ.
- N'utilisez pas d'eau bouillante.
+ Attendez une petite minute après l'ébullition.
- Rincez le filtre avant de verser.
+ Il ne laissera plus de goût de papier.
- Nettoyez la machine chaque semaine.
+ Les vieux dépôts rendent le café amer.
cooking:
- Sortez tout avant de commencer.
+ Coupez, pesez, rangez : la cuisson devient facile.
- Goûtez à chaque étape.
+ Le sel se rajoute, il ne s'enlève pas.
- Laissez la poêle bien chauffer.
+ Une poêle tiède fait bouillir au lieu de dorer.
- Ajoutez une touche d'acide à la fin.
+ Un filet de citron réveille presque tous les plats.
- Cuisinez en double, congelez la moitié.
+ Un soir de fatigue, vous serez content de la trouver.
- Aiguisez votre couteau.
+ Un couteau qui coupe bien est aussi plus sûr.
sport:
- Commencez plus doucement que prévu.
+ Vous devez pouvoir parler pendant l'effort.
- Bloquez trois rendez-vous dans la semaine.
+ Même vingt minutes comptent, si elles reviennent.
- Échauffez-vous cinq minutes.
+ Des mouvements lents, puis de plus en plus larges.
- Augmentez peu à la fois.
+ Une seule chose par semaine : la durée ou la vitesse.
- Dormez et mangez assez.
+ Le corps se construit pendant le repos.
- Préparez vos affaires la veille.
+ Le matin, il n'y a plus rien à décider.
money:
- Notez vos dépenses pendant un mois.
+ Sans juger : on ne change que ce qu'on voit.
- Mettez de côté le jour de la paie.
+ Un virement automatique décide à votre place.
- Gardez trois mois de dépenses en réserve.
+ Une panne ne devient plus une dette.
- Attendez deux jours avant un gros achat.
+ Souvent, l'envie passe avant le délai.
- Relisez vos abonnements.
+ Résiliez celui que vous aviez oublié.
- N'investissez que ce que vous comprenez.
+ Et jamais l'argent dont vous avez besoin bientôt.
work:
- Choisissez trois priorités le matin.
+ Le reste attendra, ou tombera tout seul.
- Faites le plus difficile en premier.
+ Votre attention est souvent meilleure au début.
- Coupez les notifications pendant une heure.
+ Après chaque interruption, il faut retrouver le fil.
- Groupez vos messages.
+ Deux ou trois moments par jour suffisent souvent.
- Travaillez par blocs, avec de vraies pauses.
+ Vingt-cinq minutes, puis cinq minutes debout.
- Terminez la journée par une liste.
+ Demain, vous saurez par où commencer.
learning:
- Travaillez peu, mais tous les jours.
+ Quinze minutes par jour battent deux heures le dimanche.
- Essayez sans regarder vos notes.
+ Se tester apprend plus que relire.
- Revenez dessus demain, puis dans une semaine.
+ La mémoire aime les rappels espacés.
- Expliquez-le à quelqu'un.
+ Là où vous hésitez, il reste du travail.
- Pratiquez pour de vrai, dès le début.
+ Trois phrases parlées valent une page de règles.
- Dormez bien la nuit d'après.
+ Le sommeil range ce qu'on vient d'apprendre.
photo:
- Cherchez d'abord la lumière.
+ Près d'une fenêtre, un visage devient plus doux.
- Nettoyez votre objectif.
+ Une trace de doigt, et toute l'image est voilée.
- Approchez-vous.
+ Un sujet plus grand raconte mieux.
- Placez le sujet sur un tiers de l'image.
+ La grille de l'appareil vous y aide.
- Tenez l'appareil à deux mains.
+ Les coudes contre le corps, l'image ne tremble plus.
- Regardez le fond avant de déclencher.
+ Un pas de côté suffit à le rendre simple.
travel:
- Faites la valise avec une liste.
+ Gardez-la pour le prochain départ.
- Partez plus léger.
+ Ce qui ne sert qu'une fois reste à la maison.
- Gardez une copie de vos papiers.
+ Une photo sur le téléphone, une autre par courriel.
- Apprenez cinq mots de la langue.
+ Bonjour et merci ouvrent beaucoup de portes.
- Laissez un jour sans programme.
+ Les meilleurs souvenirs arrivent souvent ce jour-là.
- Réservez la première nuit.
+ On choisit mieux la suite une fois sur place.
garden:
- Touchez la terre avant d'arroser.
+ Si elle est humide sous le doigt, attendez.
- Choisissez la plante pour le lieu.
+ L'ombre et le soleil décident à votre place.
- Arrosez le matin, au pied.
+ Les feuilles restent sèches, et l'eau descend.
- Couvrez le sol de paille ou de feuilles.
+ Il garde l'eau, et les herbes poussent moins.
- Semez peu, mais souvent.
+ Vous récolterez pendant des semaines.
- Observez vos plantes chaque jour.
+ Une feuille jaune prévient avant qu'il soit trop tard.
pets:
- Gardez des heures régulières.
+ Les repas et les sorties rassurent un animal.
- Récompensez tout de suite.
+ Deux secondes plus tard, il ne fait plus le lien.
- Parlez doucement, bougez lentement.
+ Le calme se transmet.
- Jouez un peu tous les jours.
+ Un animal qui s'ennuie trouve ses propres jeux.
- Laissez-lui un coin tranquille.
+ Là, personne ne vient le déranger.
- Voyez le vétérinaire une fois par an.
+ Un changement d'habitude mérite aussi un appel.
calm:
- Expirez plus longtemps que vous n'inspirez.
+ Quatre temps pour inspirer, six pour souffler.
- Nommez ce que vous ressentez.
+ Un mot précis enlève déjà du poids.
- Marchez dix minutes dehors.
+ Sans téléphone, en regardant loin.
- Écrivez ce qui tourne dans votre tête.
+ Sur le papier, cela prend moins de place.
- Faites une seule chose à la fois.
+ Finissez-la, puis passez à la suivante.
- Demandez de l'aide si cela dure.
+ En parler à un médecin, c'est prendre soin de soi.
business:
- Dites à qui vous parlez.
+ Un message pour tout le monde ne touche personne.
- Montrez le problème, puis la solution.
+ En cinq secondes, on doit se reconnaître.
- Parlez du résultat, pas des options.
+ Que sera-t-il plus facile de faire demain ?
- Laissez parler vos clients.
+ Une phrase vraie vaut mieux qu'un slogan.
- Proposez un seul pas suivant.
+ Un lien, un bouton, une question.
- Mesurez, puis changez une chose.
+ Sinon, vous ne saurez pas ce qui a marché.
"""
