"""Build every page's component tree, without Node: what a typo in a page breaks, breaks here."""

import os
import sys
import tempfile


def main() -> int:
    """0 when every page builds."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["VIDGENIE_HOME"] = home
        from reflex.page import DECORATED_PAGES  # noqa: PLC0415  # after the environment is set

        from vidgenie import pages  # noqa: PLC0415  # as above

        pages.discover()
        built = 0
        for registered in DECORATED_PAGES.values():
            for build, _ in registered:
                build().render()
                built += 1
    print(f"{built} pages build.")
    return 0 if built else 1


if __name__ == "__main__":
    sys.exit(main())
