"""A process that is made to be killed: does the upkeep of master keys that are 90 days old.

Started with a database URL and a home. For each line it reads it starts a fork that does
the work, prints its number, and, once it is gone, how it ended: to import takes too long.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from vidgenie import db
from vidgenie.vault.master import LIFETIME, MasterKeys

ENVIRONMENT = "test"


def master_keys(engine, home):
    """Master keys as one more process would have them."""
    return MasterKeys(
        home=Path(home),
        given="",
        environment=ENVIRONMENT,
        transaction=db.transactions(engine),
        reading=db.reader(engine),
    )


def main(url, home):
    for _ in sys.stdin:
        if (child := os.fork()) == 0:
            engine = db.open_engine(url)
            master_keys(engine, home).upkeep(datetime.now(tz=UTC) + LIFETIME)
            os._exit(0)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
