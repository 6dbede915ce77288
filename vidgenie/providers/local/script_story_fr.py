"""Stories of our French drafts, in four acts; see `script_pools`.

"- " a line, "+ " one that needs it before, "~ " one for what somebody does, not for a thing.
{name}: who it happens to. [il|elle]: for a man, for a woman.
"""

STORY = """
beginning:
- Au début, {name} n'y connaissait presque rien.
+ Une idée en tête, et pas beaucoup de temps.
- Tout le monde lui disait d'attendre.
+ Un soir, {name} a commencé quand même.
~ Le premier jour a été plus facile que prévu.
- {name} a écrit dans un carnet : je commence maintenant.
+ Une seule phrase, sur la première page.
~ La première semaine est passée très vite.
~ Chaque matin, [il|elle] y consacrait dix minutes.
- Ses amis regardaient cela avec un petit sourire.
- Peu à peu, les choses prenaient forme.
+ [Il|Elle] avait enfin l'impression d'avancer.
- Alors [il|elle] a voulu aller plus vite.
+ C'est là que tout s'est compliqué.
obstacle:
- Au bout d'un mois, plus rien n'avançait.
- Un matin, ce qui marchait ne marchait plus.
+ {name} a recommencé une fois, deux fois, dix fois.
~ Un jour, quelqu'un lui a dit : ce n'est pas fait pour toi.
+ Cette phrase lui est restée en tête toute la nuit.
- Les conseils se contredisaient tous.
- [Il|Elle] a pensé à tout arrêter.
+ Le pire, c'était de ne pas savoir pourquoi.
- Dehors il pleuvait, et dedans aussi, un peu.
- [Il|Elle] a rangé ses affaires dans un placard.
+ Les jours passaient, et le placard restait fermé.
- Pourtant, quelque chose lui manquait.
+ Et puis, un dimanche, [il|elle] a rouvert la porte.
turn:
- Et puis, {name} a changé une seule chose.
+ Au lieu de courir, [il|elle] a repris du début, lentement.
- Puis une voisine a demandé : qu'est-ce qui te plaît, au fond ?
+ [Il|Elle] n'avait pas de réponse, alors [il|elle] a cherché.
- Un soir, [il|elle] a tout simplifié.
+ Moins d'étapes, moins d'outils, moins d'avis.
- Le résultat est venu sans prévenir.
+ Ce n'était pas parfait, mais c'était là.
- {name} a éclaté de rire dans sa cuisine.
- Ses amis ne souriaient plus, ils posaient des questions.
- Les pages se sont remplies en quelques semaines.
~ Ce qui semblait impossible était devenu une habitude.
lesson:
~ Aujourd'hui, {name} s'y met chaque matin, sans y penser.
- [Il|Elle] dit souvent que l'échec lui a appris le plus.
- Ce n'était pas une question de talent.
+ C'était une question de petits pas, tous les jours.
- Sur son mur, une phrase : je commence maintenant.
+ Quand quelqu'un hésite, [il|elle] la lui montre.
- Personne ne voit les dix essais, seulement le onzième.
- Quand on tombe, on reprend à la première étape.
+ C'est le seul secret de {name}.
+ Et il marche pour tout le monde.
- La leçon est simple : on apprend en faisant.
"""
