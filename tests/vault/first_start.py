"""A process that starts for the first time, at the same moment as others.

Started with a database URL and a home; begins when it is told to on stdin, and prints
what it wrapped with the master key it then has.
"""

import sys
from pathlib import Path

from vidgenie import db
from vidgenie.vault.master import MasterKeys


def main(url, home):
    engine = db.open_engine(url)
    transaction = db.transactions(engine)
    master = MasterKeys(
        home=Path(home),
        given="",
        environment="test",
        transaction=transaction,
        reading=db.reader(engine),
    )
    print("ready", flush=True)
    sys.stdin.readline()
    master.start()
    with transaction() as session:
        version, blob = master.wrap(session, b"secret", b"here")
    print(version, blob.hex(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
