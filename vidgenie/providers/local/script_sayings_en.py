"""How our English drafts begin and end; see `script_sayings`."""

from vidgenie.providers.local.script_sayings import FORMS, Sayings

ENGLISH = Sayings(
    hooks={
        "tips": {
            "action": (
                "Want to {do}? {n|Here's one simple tip|simple tips}.",
                "How to {do}: {n|one idea|ideas} to try this week.",
                "You can {do}. {n|One tip|tips} to start today.",
            ),
            "noun": (
                "{topic}: {n|one tip|tips} to keep at hand.",
                "Let's talk about {topic}. {n|One tip|tips}, straight to the point.",
                "{topic}: where do you start? {n|One tip|tips}.",
            ),
            "bare": (
                "{theme}: {n|one tip|tips} to keep at hand.",
                "{theme}: where do you start? {n|One tip|tips}.",
                "{theme}: {n|one idea|ideas} to try this week.",
            ),
            "question": (
                "{theme}? {n|One idea|ideas}, right now.",
                "{theme}? Here {n|is one thing|things} to try.",
            ),
            "saying": (
                "{theme}. {n|One tip|tips}, right now.",
                "{theme}. What to do? {n|One idea|ideas}.",
            ),
            "long": (
                "A topic that matters, and {n|one tip|tips} to move on.",
                "Stay for a minute: {n|one useful tip|useful tips}.",
            ),
        },
        "education": {
            "action": (
                "How do you {do}? Let's start at the beginning.",
                "What does it take to {do}?",
            ),
            "noun": (
                "{topic}: what is it all about?",
                "What do we really know about {topic}?",
                "Let's take a closer look at {topic}.",
            ),
            "bare": (
                "{theme}: what is it all about?",
                "{theme}: what is there to know?",
                "{theme}: let's take a closer look.",
            ),
            "question": ("{theme}? Good question.", "{theme}? The answer is worth a minute."),
            "saying": ("{theme}. Let's take a closer look.", "{theme}. But why?"),
            "long": (
                "Here's a question that is simpler than it looks.",
                "Let's take this from the very beginning.",
            ),
        },
        "facts": {
            "noun": ("{topic}: {n|one thing|things} to know.",),
            "bare": ("{theme}: {n|one thing|things} to know.",),
            "saying": ("{theme}. {n|One thing|things} to know.",),
            "long": ("{n|One thing|things} to know about this.",),
        },
        "story": {
            "action": (
                "{name} wanted to {she_do}. Here's the story.",
                "{name} never thought it possible: to {she_do}.",
            ),
            "noun": (
                "It all began with {her_topic}.",
                "{name} and {her_topic}: it's a long story.",
            ),
            "bare": ("{theme}: the story of {name}.", "{theme}: for {name}, it all started there."),
            "question": ("{theme}? {name} wanted to know.", "{theme}? Here's what {name} found."),
            "saying": ("{theme}. This is where the story of {name} begins.",),
            "long": (
                "Nobody believed in it, except {name}.",
                "Here's the story of {name}, from start to finish.",
            ),
        },
        "": {
            "action": ("How to {do}: let's talk about it.", "Want to {do}? Let's talk."),
            "noun": ("Let's talk about {topic}.", "{topic}: here's what matters."),
            "bare": ("{theme}: let's talk about it.", "{theme}: here's what matters."),
            "question": ("{theme}? Let's talk about it.",),
            "saying": ("{theme}. Let's talk about it.",),
            "long": ("Here's a topic worth a minute.",),
        },
    },
    titles={
        "tips": {
            "action": ("{n|One tip|tips} to {do}",),
            "noun": ("{topic}: {n|one tip|tips}",),
            "bare": ("{theme}: {n|one tip|tips}",),
            "question": ("{theme}?",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "education": {
            "action": ("How to {do}, explained",),
            "noun": ("{topic}, explained",),
            "bare": ("{theme}, explained",),
            "question": ("{theme}?",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "facts": {
            "noun": ("{topic}: {n|one thing|things} to know",),
            "bare": ("{theme}: {n|one thing|things} to know",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "story": {
            "action": ("The day {name} decided to {she_do}",),
            "noun": ("{name} and {her_topic}",),
            "bare": ("{theme}: the story of {name}",),
            "question": ("{theme}? The story of {name}",),
            "saying": ("{theme}",),
            "long": ("{theme}",),
        },
        "": dict.fromkeys(FORMS, ("{theme}",)),
    },
    calls={
        "tips": (
            "Try one today, and tell me which.",
            "Save this video for later.",
            "Which one will you try first?",
            "Follow for more.",
        ),
        "education": (
            "Share this with somebody curious.",
            "What would you still like to know? Tell me below.",
            "Follow to learn more.",
            "Save this video, and come back to it.",
        ),
        "story": (
            "And you, what's your story?",
            "Share it with someone who hesitates.",
            "Follow for the next story.",
            "Tell yours in the comments.",
        ),
        "": (
            "Tell me what you think in the comments.",
            "Follow for more.",
            "Share this video with a friend.",
            "Save this video, and come back to it.",
        ),
    },
    short_calls={
        "tips": ("Your turn!", "Try it!", "Shall we?"),
        "education": ("More soon!", "Stay curious!"),
        "story": ("And you?", "Your turn!"),
        "": ("Your turn!", "More soon!"),
    },
    closings={
        "tips": (
            "You don't have to do it all at once.",
            "One of them is enough to begin.",
            "The easiest thing is to choose now.",
        ),
        "education": (
            "You see, it was simpler than it looked.",
            "That's the heart of it, in a few words.",
            "There's always more to learn.",
        ),
        "story": ("The first step is often the shortest.", "There's no hurry, except to begin."),
        "": ("That's the heart of it.", "There would be much more to say."),
    },
    number=("Tip {n}: ", "Number {n}: "),
    people=(
        ("Emma", False),
        ("Omar", True),
        ("Nina", False),
        ("Tom", True),
        ("Lucy", False),
        ("Sam", True),
        ("Julia", False),
        ("Malik", True),
        ("Clara", False),
        ("Paul", True),
    ),
    goals={
        "action": ("There was one goal: to {she_do}.", "One plan, no rush: to {she_do}."),
        "noun": ("There was one thing on [his|her] mind: {her_topic}.",),
        "bare": ("There was one thing on [his|her] mind: {theme}.",),
        "question": ("One question kept coming back: {theme}?",),
    },
)
