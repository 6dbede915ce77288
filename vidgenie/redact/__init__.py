"""No key in any text that leaves the process, in whatever form.

`live(key)` makes a key known while it is used; `scrub` takes known keys, and
whatever looks like a key, out of a text; `install` does it to every log line
and traceback; `shielded` to whatever a call with a key raises.
"""

from vidgenie.redact.lines import install
from vidgenie.redact.process import harden
from vidgenie.redact.registry import live
from vidgenie.redact.scrubbing import scrub, scrub_data, scrub_error, scrub_traceback
from vidgenie.redact.shield import shielded

__all__ = [
    "harden",
    "install",
    "live",
    "scrub",
    "scrub_data",
    "scrub_error",
    "scrub_traceback",
    "shielded",
]
