"""Parts of the sealed mode on a real database, for tests."""

from datetime import UTC, datetime, timedelta

from vidgenie.vault.master import MasterKeys

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def master_keys(home, transaction, reading, *, environment="test", given=""):
    """The master keys of one process."""
    master = MasterKeys(
        home=home,
        given=given,
        environment=environment,
        transaction=transaction,
        reading=reading,
    )
    master.start()
    return master
