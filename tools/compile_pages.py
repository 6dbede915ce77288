"""Build every page's component tree, without Node: what a typo in a page breaks, breaks here."""

import os
import sys
import tempfile


def main() -> int:
    """0 when every page builds."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["VIDGENIE_HOME"] = home
        from reflex_base.registry import RegistrationContext  # noqa: PLC0415  # after the above

        from vidgenie import pages  # noqa: PLC0415  # as above

        pages.discover()
        found = list(RegistrationContext.ensure_context().decorated_pages)
        for build, _ in found:
            build().render()
    print(f"{len(found)} pages build.")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
