"""A key to look for, and what is added to it to break who writes it."""

from vidgenie.redact.forms import forms

# Looks like no service's key: only that it is live gives it away.
KEY = "Zq7-CANARYcanary/01+23=45"
BAD = ["", "\n", "\nxxxxxxxx", "\N{HORIZONTAL ELLIPSIS}", "\x00", "é", "\r\nX-Evil: 1", "'\""]


def leaks(text, key=KEY):
    """Whether any form of the key stands in the text."""
    return [form for form in forms(key) if form in text]
