"""Every instrument by its name: the public functions of their modules.

An instrument takes a MIDI number, the seconds a tone is held and how hard (0.0 to 1.0), and
gives samples, or samples x two channels, with all that rings on.
"""

import inspect
from collections.abc import Callable, Mapping

from vidgenie.media.sound.band import drums, keys, strings, synths
from vidgenie.media.sound.band.tones import Samples

Instrument = Callable[[int, float, float], Samples]

INSTRUMENTS: Mapping[str, Instrument] = {
    name: found
    for module in (drums, keys, strings, synths)
    for name, found in vars(module).items()
    if inspect.isfunction(found) and found.__module__ == module.__name__ and name[0] != "_"
}
DRUMS = frozenset(name for name, found in INSTRUMENTS.items() if found.__module__ == drums.__name__)
