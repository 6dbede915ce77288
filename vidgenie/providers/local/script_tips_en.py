"""Tips of our English drafts: "- " a tip, "+ " why or how; see `script_pools`.

The first group fits any theme; the others what `script_domains` calls by their name.
"""

TIPS = """
:
- Start with one thing, the simplest one.
+ With too many goals at once, nothing moves.
+ Write it down, and keep it where you can see it.
- Give it ten minutes a day, no more.
+ Short things get repeated, and repeated things stay.
+ Pick a fixed time, and set a reminder.
- Watch how people do it who already can.
+ Their mistakes will save you time.
+ Note one idea, and try it tomorrow.
- Get everything ready the night before.
+ In the morning, all that's left is to begin.
+ Put what you need where you can see it.
- Note what you do, even in one word.
+ We forget our progress, a notebook does not.
+ Read it again once a week.
- Remove one obstacle before you add a rule.
+ Getting started is often the hardest part.
+ Ask yourself what stopped you last time.
- Ask someone who knows.
+ A good question beats an hour of searching.
+ Prepare it in one sentence.
- Check a claim before you believe it.
+ Look for who says so, and since when.
+ Two sources are better than one.
- Compare two ways of doing it.
+ Without a comparison, you can't tell what works.
+ A week each, then keep the better one.
- Set an end, not only a beginning.
+ A date that is close keeps things simple.
+ Put it in your calendar right now.
- Take real breaks.
+ Your mind keeps working when you stop.
+ Five minutes without a screen will do.
- Accept a first try that isn't perfect.
+ It shows you what to improve.
+ Finish it, then fix a single detail.
- Talk about it.
+ Explaining helps you understand.
+ Try it in three sentences, with plain words.
- Keep what works, drop the rest.
+ One useful habit beats ten good ideas.
+ Sort it out at the end of the month.
- Move in small steps.
+ A small step gets done, a big one gets postponed.
+ The first should take fifteen minutes.
- Choose one good tool, and only one.
+ If you keep switching, you lose the thread.
+ Learn to use it well.
- Follow one number, and only one.
+ What you measure becomes clearer.
+ One note a week is enough.
- Plan for the days you don't feel like it.
+ There will be some, and that's normal.
+ A two-minute version saves the habit.
- Go back to the basics now and then.
+ We think we have them, but not always.
+ Take the first step again, more slowly.
- Celebrate small wins.
+ They make you want to go on.
+ Tell somebody, it counts.
sleep:
- Get up at the same time every day.
+ Your body will know when to fall asleep, weekends too.
- Turn off your screens an hour before bed.
+ Leave the phone outside the bedroom, and take a book.
- Keep the bedroom cool, dark and quiet.
+ At around eighteen degrees, falling asleep is easier.
- No more coffee after lunch.
+ Caffeine still works hours after the cup.
- Go out into daylight in the morning.
+ Light sets your inner clock.
- If sleep doesn't come, get up.
+ Read a few pages, then go back to bed.
bread:
- Weigh the flour and the water, to the gram.
+ A cup is never the same twice.
- Give the dough a long rest.
+ A night in the fridge brings more flavour.
- Heat the oven well in advance.
+ A burning hot pot makes a beautiful crust.
- Keep some steam when you start to bake.
+ A bowl of hot water in the oven will do.
- Wait before you cut the bread.
+ An hour on a rack, and the crumb holds.
coffee:
- Buy your coffee as beans.
+ Ground at the last moment, it keeps its aroma.
- Weigh the coffee and the water.
+ Sixty grams a litre is a good start.
- Don't use boiling water.
+ Wait a short minute after it has boiled.
- Rinse the filter before you pour.
+ No more taste of paper.
- Clean the machine every week.
+ Old oils make coffee bitter.
cooking:
- Get everything out before you start.
+ Cut it, weigh it, line it up: cooking gets easy.
- Taste at every step.
+ You can add salt, but you can't take it out.
- Let the pan get really hot.
+ A lukewarm pan boils food instead of browning it.
- Add something sour at the end.
+ A squeeze of lemon wakes up almost any dish.
- Cook twice as much, freeze half.
+ On a tired evening, you'll be glad to find it.
- Sharpen your knife.
+ A knife that cuts well is safer too.
sport:
- Start slower than you planned.
+ You should be able to talk while you move.
- Book three slots a week.
+ Even twenty minutes count, if they come back.
- Warm up for five minutes.
+ Slow movements first, then wider and wider ones.
- Add a little at a time.
+ One thing a week: longer, or faster.
- Sleep and eat enough.
+ Your body builds itself while you rest.
- Lay out your clothes the night before.
+ In the morning, there's nothing left to decide.
money:
- Write down what you spend for a month.
+ Don't judge: you can only change what you see.
- Put money aside on payday.
+ An automatic transfer decides for you.
- Keep three months of spending in reserve.
+ A breakdown won't become a debt.
- Wait two days before a big purchase.
+ Often, the wish goes away first.
- Go through your subscriptions.
+ Cancel the one you had forgotten.
- Only invest in what you understand.
+ And never money you will need soon.
work:
- Choose three priorities in the morning.
+ The rest can wait, or will go away.
- Do the hardest thing first.
+ Your attention is often best at the start.
- Turn off notifications for an hour.
+ After each interruption, you have to find the thread again.
- Answer your messages in batches.
+ Two or three moments a day are often enough.
- Work in blocks, with real breaks.
+ Twenty-five minutes, then five on your feet.
- End the day with a list.
+ Tomorrow, you'll know where to start.
learning:
- Do a little, but every day.
+ Fifteen minutes a day beat two hours on Sunday.
- Try it without your notes.
+ Testing yourself teaches more than reading again.
- Come back to it tomorrow, then in a week.
+ Memory likes reminders with gaps between them.
- Explain it to somebody.
+ Where you hesitate, there's work left to do.
- Practise for real, from the start.
+ Three spoken sentences are worth a page of rules.
- Sleep well the night after.
+ Sleep sorts what you have just learned.
photo:
- Look for the light first.
+ By a window, a face becomes softer.
- Clean your lens.
+ One fingerprint, and the whole picture is hazy.
- Get closer.
+ A larger subject tells more.
- Put your subject on a third of the picture.
+ The grid of your camera helps you.
- Hold the camera with both hands.
+ Elbows against your body, and nothing shakes.
- Look at the background before you shoot.
+ One step to the side can make it simple.
travel:
- Pack with a list.
+ Keep it for your next trip.
- Travel lighter.
+ What you would use once can stay at home.
- Keep a copy of your papers.
+ One picture on your phone, another in your mail.
- Learn five words of the language.
+ Hello and thank you open many doors.
- Leave one day without a plan.
+ The best memories often happen that day.
- Book the first night.
+ The rest is easier to choose once you're there.
garden:
- Touch the soil before you water.
+ If it's moist under your finger, wait.
- Choose the plant for the place.
+ Sun and shade decide for you.
- Water in the morning, at the roots.
+ The leaves stay dry, and the water sinks in.
- Cover the soil with straw or leaves.
+ It keeps its water, and fewer weeds grow.
- Sow a little, but often.
+ You'll harvest for weeks.
- Look at your plants every day.
+ A yellow leaf warns you before it's too late.
pets:
- Keep regular hours.
+ Meals and walks make an animal feel safe.
- Reward right away.
+ Two seconds later, it no longer sees the link.
- Speak softly, move slowly.
+ Calm is contagious.
- Play a little every day.
+ A bored animal finds its own games.
- Leave it a quiet corner.
+ In there, nobody comes to disturb it.
- See the vet once a year.
+ A change of habits deserves a call as well.
calm:
- Breathe out for longer than you breathe in.
+ Four counts in, six counts out.
- Put a name to what you feel.
+ A precise word already takes some weight off.
- Walk outside for ten minutes.
+ Without a phone, looking into the distance.
- Write down what goes round in your head.
+ On paper, it takes up less room.
- Do one thing at a time.
+ Finish it, then go on to the next.
- Ask for help if it lasts.
+ Talking to a doctor is taking care of yourself.
business:
- Say who you are talking to.
+ A message for everybody reaches nobody.
- Show the problem, then the solution.
+ In five seconds, people should recognise themselves.
- Talk about the result, not the options.
+ What will be easier to do tomorrow?
- Let your customers speak.
+ One true sentence beats a slogan.
- Offer a single next step.
+ One link, one button, one question.
- Measure, then change one thing.
+ Otherwise you won't know what worked.
"""
