"""A process that is made to be killed while it deletes an Account.

Started with a home, a database URL and the Account's e-mail address.
"""

import sys
from pathlib import Path

from tests.services.people import without_delay
from vidgenie import bootstrap
from vidgenie.settings import Settings


def main(home, url, email):
    """Say when it begins, then delete."""
    services = bootstrap.build(Settings(home=Path(home), database_url=url))
    services.vault_master.start()
    erasure = without_delay(services.erasure)
    print("begins", flush=True)
    erasure.erase_by_operator(email)
    print("ended", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
