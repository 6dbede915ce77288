"""A process that is made to be killed: does the upkeep of master keys that are 90 days old.

Started with a database URL, a home and the rows of a batch; ends when nothing is left.
"""

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
    engine = db.open_engine(url)
    master_keys(engine, home).upkeep(datetime.now(tz=UTC) + LIFETIME)


if __name__ == "__main__":
    main(*sys.argv[1:])
