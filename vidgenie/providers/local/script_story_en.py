"""Stories of our English drafts, in four acts; see `script_pools`.

"- " a line, "+ " one that needs it before, "~ " one for what somebody does, not for a thing.
{name}: who it happens to. [he|she]: for a man, for a woman.
"""

STORY = """
beginning:
- At first, {name} knew almost nothing about it.
+ There was an idea, and not much time.
- Everyone said it was better to wait.
+ One evening, {name} started anyway.
~ The first day was easier than expected.
- {name} wrote in a notebook: I start now.
+ Just one sentence, on the first page.
~ The first week went by very fast.
~ Every morning, [he|she] gave it ten minutes.
- Friends watched with a little smile.
- Bit by bit, things took shape.
+ At last, it felt like moving forward.
- So [he|she] wanted to go faster.
+ That's when it all got complicated.
obstacle:
- After a month, nothing moved any more.
- One morning, what used to work didn't work.
+ {name} started again once, twice, ten times.
~ One day, somebody said: this isn't for you.
+ That sentence stayed all night long.
- [He|She] thought of giving up.
+ The worst part was not knowing why.
- Every piece of advice said something else.
- It rained outside, and a little inside too.
- [He|She] put everything away in a cupboard.
+ Days went by, and the cupboard stayed shut.
- And yet, something was missing.
+ Then, one Sunday, [he|she] opened the door again.
turn:
- Then {name} changed a single thing.
+ Instead of rushing, [he|she] went back to the start, slowly.
- Then a neighbour asked: what is it that you like, really?
+ [He|She] had no answer, so [he|she] looked for one.
- One evening, [he|she] made it all simpler.
+ Fewer steps, fewer tools, fewer opinions.
- The result came without warning.
+ It wasn't perfect, but there it was.
- {name} burst out laughing in the kitchen.
- Friends stopped smiling, and started asking questions.
- In a few weeks, the pages were full.
~ What seemed impossible had become a habit.
lesson:
~ Today, {name} does it every morning without a thought.
- [He|She] often says that failing taught the most.
- It wasn't a matter of talent.
+ It was a matter of small steps, every day.
- On the wall, there is a sentence: I start now.
+ When somebody hesitates, [he|she] points at it.
- Nobody sees the first ten tries, only the eleventh.
- When you fall, you go back to the first step.
+ That's the only secret {name} has.
+ And it works for everyone.
- The lesson is simple: you learn by doing.
"""
