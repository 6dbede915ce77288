"""The moment of a scene: which light it has, from what the prompt says. Pure Python."""

from vidgenie.providers.local.lexicon import Reading

# What suits a place when the prompt says nothing of the time.
_OF_PLACE = {
    "space": "night",
    "synthwave": "cyber",
    "city": "night",
    "snow": "dawn",
    "desert": "sunset",
    "forest": "dawn",
    "field": "day",
    "underwater": "day",
    "interior": "dawn",
    "studio": "day",
}


def moment(reading: Reading, place: str) -> str:
    """A name of `palettes`, "" when the prompt leaves it free."""
    time, weather, mood = reading.time, reading.weather, reading.mood
    if not time and "aurora" in reading.subjects:
        time = "night"
    if weather == "storm":
        return "storm_night" if time == "night" or mood == "dark" else "storm"
    if mood in {"cyber", "mystic", "dark"} and time in {"", "night"}:
        return mood
    if mood == "romantic" and time in {"", "sunset"}:
        return mood
    if weather in {"rain", "fog", "clouds"} and time in {"", "day"}:
        return "night" if (place, weather, time) == ("city", "rain", "") else "overcast"
    if time or mood in {"energetic", "zen"}:
        return time or mood
    return "day" if reading.season == "summer" else _OF_PLACE.get(place, "")
