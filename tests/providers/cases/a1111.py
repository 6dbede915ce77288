"""Test data of A1111 and its like. No SDK was recorded, none judges it, no specification holds it.

It has no credit and no rules about contents.
"""

from dataclasses import replace

from tests.providers.cases import PICTURE, Case

CASES = {
    "image": Case(
        PICTURE,
        replace(PICTURE, size=(8192, 8192)),
        misses=frozenset({"nocredit", "moderated"}),
    )
}
