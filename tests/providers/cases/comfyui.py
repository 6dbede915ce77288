"""ComfyUI's test data. No SDK was recorded, none judges it, and nothing is published to hold it to.

It has no credit and no rules about contents.
"""

from dataclasses import replace

from tests.providers.cases import PICTURE, Case
from tests.support.services.comfyui import CHECKPOINTS

CASES = {
    "image": Case(
        PICTURE,
        replace(PICTURE, size=(8192, 8192)),
        options={"checkpoint": CHECKPOINTS[0]},
        misses=frozenset({"nocredit", "moderated"}),
    )
}
