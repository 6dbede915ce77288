"""Explanations of our English drafts: "- " a thought, "+ " what follows; see `script_pools`.

The first group fits any theme; the others what `script_domains` calls by their name. They say
only what schoolbooks say, without numbers that may change.
"""

FACTS = """
:
- What are we talking about, exactly? Words first.
+ People often mean different things by the same word.
+ A short definition saves many arguments.
- Next, let's look at what everyone can see.
+ A fact is something you can check twice.
+ The rest, for now, is opinion.
- Behind a fact there are nearly always several causes.
+ Keeping only one is tempting, but often wrong.
+ Ask yourself what else could play a part.
- Let's take an everyday example.
+ Think of the last time it happened to you.
+ What changed, and what stayed the same?
- Now let's take an example of the opposite.
+ When it doesn't work, we often learn the most.
+ Look for what was missing that day.
- And the numbers? One number alone says very little.
+ You need to know what it is compared with.
+ With whom, with when, and measured how?
- A picture helps you remember.
+ Imagine a machine with one part taken out.
+ What stops then shows you what it was for.
- Beware of one common belief: that it's all simple.
+ Short answers are popular.
+ Good answers have shades.
- What happens if you change just one thing?
+ That's how you find out what matters.
+ Everything else must stay exactly the same.
- Who knows most about this?
+ Those who have watched it for a long time.
+ And who show where their answers come from.
- Let's go back in time a little.
+ People did it differently, and they had their reasons.
+ Knowing them saves us the same mistakes.
- Let's change the scale.
+ Up close, you see details.
+ From far away, you see rules.
- Two explanations are equally good? Take the simpler one.
+ It's easier to check.
+ And easier to correct.
- A difficult word often hides a simple idea.
+ Say it again in words of your own.
+ If you can't, a step is missing.
- Try it out, whenever you can.
+ Seeing it once beats reading about it ten times.
+ And write down what surprises you.
- Watch out for the words "always" and "never".
+ There's nearly always an exception.
+ And the exception teaches you something.
- Order matters: what comes first, what comes next?
+ Things that happen together aren't always linked.
+ A third one may cause them both.
- Some questions are still open.
+ Saying that we don't know yet is an answer too.
+ It is often the most honest one.
- What is it good for, in real life?
+ For choosing better, and being surprised less often.
+ And for asking better questions.
- To go further, keep just one question.
+ The simplest one is often the best.
+ And look for the answer in two different places.
sleep:
- A night is made of cycles of about ninety minutes.
+ Light sleep, deep sleep, dreams, and over again.
- Deep sleep comes mostly early in the night.
+ That's when the body recovers best.
- Light sets our inner clock.
+ In the evening, a screen tells it that it's still day.
- Tiredness builds up during the day.
+ A long nap takes some away, and you sleep less at night.
- Sleep helps you keep what you have learned.
+ During the night, your brain sorts and stores.
bread:
- Bread rises because yeast eats sugar.
+ It gives off a gas, and the dough holds it.
- Sourdough is flour, water and microbes.
+ Yeasts and bacteria live in it together.
- Kneading links the proteins in the flour.
+ That stretchy net is gluten.
- The crust turns brown when it gets very hot.
+ Sugars and proteins react, and the smell appears.
coffee:
- A coffee bean is the seed of a red fruit.
+ Green at first, it turns brown when it's roasted.
- Caffeine doesn't give you energy.
+ It hides the signal of tiredness from your brain.
- It works for much longer than the cup lasts.
+ Five hours later, half of it is often still there.
- Water that's too hot makes coffee bitter.
+ Too cold, and it stays sour and flat.
cooking:
- Meat browns when its surface is dry and very hot.
+ Sugars and proteins react: that's the roasted taste.
- Salt does more than make things salty.
+ It softens bitterness, and brings out other tastes.
- An egg sets because its proteins unfold.
+ As they heat up, they hook into each other.
- Oil and water don't mix by themselves.
+ In mayonnaise, egg yolk holds them together.
sport:
- A muscle doesn't grow while you train.
+ It repairs itself afterwards, a little stronger.
- The heart is a muscle too.
+ Once trained, it beats less often at rest.
- You get out of breath when muscles want more oxygen.
+ Slow down, and your body keeps up easily.
- Sore muscles don't come from lactic acid.
+ They come from tiny damage that heals in a few days.
money:
- Interest can earn interest.
+ It's called compound, and time does the work.
- When prices rise, the same money buys less.
+ That's inflation, and it touches savings too.
- A high return always hides a risk.
+ Nobody pays more for no reason.
- Spreading your money lowers the risk.
+ When one goes down, the other may not.
learning:
- Reading it again feels like knowing it.
+ Testing yourself really teaches, because you have to search.
- We forget fast at first, then more and more slowly.
+ Each reminder, at the right time, slows it down.
- Attention can't be shared.
+ It jumps from one thing to the next, and each jump costs.
- Sleep makes memories last.
+ What you learn in the evening is sorted at night.
photo:
- A photo is light, for a certain time.
+ The longer that time, the more moving things blur.
- The aperture decides what is sharp.
+ Wide open, it leaves the background soft.
- Sensitivity makes the picture brighter.
+ But it adds grain.
- In the evening, light comes from lower and turns golden.
+ Shadows get longer, and give depth.
garden:
- A plant makes its own sugar.
+ It needs light, water and air.
- The green of leaves comes from chlorophyll.
+ It takes in mostly red and blue, and sends green back.
- What plants give off keeps us alive.
+ It's oxygen, and it leaves through tiny openings.
- Most of all, a seed waits for water.
+ It swells, and the root comes out first.
dog:
- A dog reads the world with its nose.
+ Its sense of smell is far better than ours.
- A wagging tail doesn't always mean joy.
+ Look at the ears too, and at the rest of the body.
- A dog understands our gestures better than we think.
+ Point at something, and it looks where you point.
cat:
- A cat sleeps for more than half of the day.
+ It's a hunter: it saves its strength.
- A cat purrs when it's happy, but also when it's in pain.
+ The rest of its body will tell you which.
- A cat sees much better than we do when it's dark.
+ But not in complete darkness: it needs a little light.
calm:
- Stress is a useful alarm first.
+ The heart beats faster, the muscles get ready.
- The trouble is an alarm that never stops.
+ The body stays ready, and wears itself out.
- Breathing is one of the few controls we have.
+ A slow breath out tells the body that danger is over.
- Attention can be trained, like anything else.
+ Coming back to your breath, again and again, is the exercise.
space:
- Sunlight takes eight minutes to reach us.
+ So we see the Sun as it was eight minutes ago.
- On Venus, a day lasts longer than a year.
+ It turns very slowly on itself.
- The Moon moves away from us a little every year.
+ By less than four centimetres, measured with lasers.
- To look far away is to look into the past.
+ The light of stars has travelled for years, or centuries.
- A black hole doesn't suck everything in.
+ From afar, it pulls like any star of the same mass.
volcano:
- Under a volcano, there is molten rock.
+ Underground we call it magma, outside it's lava.
- Magma rises because it's lighter than the rock around it.
+ It gathers in a chamber, then looks for a way out.
- Gas decides how strong the eruption is.
+ Like a shaken bottle that you open.
- Volcanoes often follow the edges of plates.
+ There, the ground comes together or moves apart.
- After an eruption, the soil often becomes rich.
+ Ash brings minerals to the plants.
sky:
- Sunlight has all the colours in it.
+ A rainbow shows them to us.
- Air scatters blue light most.
+ So it reaches us from everywhere: the sky is blue.
- In the evening, light crosses much more air.
+ The blue gets lost on the way; orange and red remain.
- It isn't a reflection of the sea.
+ It's rather the sea that reflects the sky.
- A cloud is water in tiny drops.
+ They scatter every colour: we see white.
ocean:
- The sea covers more than two thirds of the Earth.
+ And we know little about its floor.
- Tides come mostly from the Moon.
+ It pulls the water, and the Earth turns below.
- A wave carries energy, not water.
+ A cork goes up and down, and hardly moves on.
- A whale is not a fish.
+ It breathes air, and feeds its young with milk.
- Plankton makes a large part of our oxygen.
+ Tiny algae do it, in the light near the surface.
ai:
- A language model guesses the next word.
+ Word after word, it turns into a text.
- It has learned from huge amounts of examples.
+ It keeps patterns, not an encyclopedia.
- It can be wrong with great confidence.
+ So check what matters to you.
- A good question changes the answer.
+ Give it the goal, the context and the form you want.
climate:
- Some gases hold the warmth of the Earth.
+ Without them it would freeze; with too much it gets too hot.
- Burning coal or oil adds more of these gases.
+ They stay in the air for a long time.
- Weather is tomorrow; climate is decades.
+ One cold winter doesn't change the trend.
- Warmer water takes up more room.
+ With the melting ice, the sea rises.
"""
