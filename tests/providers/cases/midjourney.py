"""Test data of the bridge to Midjourney.

No SDK was recorded, none judges it, and no specification holds it.
"""

from dataclasses import replace

from tests.providers.cases import PICTURE, Case

CASES = {
    "image": Case(
        PICTURE,
        replace(PICTURE, size=(4096, 4096)),
        sees_credit=False,
        options={"terms": "true"},
    )
}
