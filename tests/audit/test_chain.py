"""Lines are written once, in one order, and read back by whom they concern."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.audit.conftest import START
from vidgenie.audit.line import Anchor, Entry, seal

THREADS = 16


def test_a_line_is_read_as_it_was_written(append, reading, chain):
    append(purpose="poll", run_id="r1", calls=3, ok=True, node=None, said="é\n\U0001f511")

    with reading() as session:
        (entry,) = chain.entries(session, "ana")

    assert entry == Entry(
        seq=1,
        at=START,
        actor="ana",
        account_id="ana",
        action="vault.use",
        thing="openai",
        data={
            "purpose": "poll",
            "run_id": "r1",
            "calls": 3,
            "ok": True,
            "node": None,
            "said": "é\n\U0001f511",
        },
    )


def test_lines_are_counted_from_one(append):
    assert [append() for _ in range(3)] == [1, 2, 3]


def test_people_read_what_concerns_them_the_newest_first(append, reading, chain):
    for account in ("ana", "bob", "ana", "ana"):
        append(account=account)

    with reading() as session:
        mine = [entry.seq for entry in chain.entries(session, "ana", limit=2)]
        older = [entry.seq for entry in chain.entries(session, "ana", before=mine[-1])]
        everything = [entry.seq for entry in chain.everything(session)]
        page = [entry.seq for entry in chain.everything(session, before=3, limit=1)]

    assert (mine, older, everything, page) == ([4, 3], [1], [4, 3, 2, 1], [2])


def test_an_empty_log_has_no_head_and_no_fault(head, faults):
    assert head() is None
    assert faults() == []


def test_the_head_is_the_last_line(append, head):
    append()
    first = head()
    append()

    assert (first.seq, head().seq) == (1, 2)
    assert first.mac != head().mac


def test_a_line_goes_with_its_transaction(transaction, chain, head, append):
    append()
    with transaction() as session:
        line = {"actor": "ana", "account_id": "ana", "action": "a", "thing": "", "data": {}}
        chain.append(session, **line, now=START)
        session.rollback()

    assert head().seq == 1
    assert append() == 2


CHANGES = {
    "sqlite": [
        "UPDATE vg_audit SET thing = 'luma'",
        "DELETE FROM vg_audit WHERE seq = 10",
        "INSERT OR REPLACE INTO vg_audit SELECT * FROM vg_audit WHERE seq = 5",
    ],
    "postgres": [
        "UPDATE vg_audit SET thing = 'luma'",
        "DELETE FROM vg_audit WHERE seq = 10",
        "TRUNCATE vg_audit",
    ],
}


@pytest.mark.parametrize(
    ("database_kind", "statement"),
    [
        pytest.param(kind, statement, marks=getattr(pytest.mark, kind) if kind != "sqlite" else ())
        for kind, statements in CHANGES.items()
        for statement in statements
    ],
    indirect=["database_kind"],
)
def test_the_database_refuses_to_change_a_line(database, ten, head, statement):
    before = head()

    with pytest.raises(IntegrityError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))

    assert head() == before


def test_many_at_once_make_one_chain(append, faults, head):
    with ThreadPoolExecutor(THREADS) as pool:
        numbers = list(pool.map(lambda n: append(f"p{n}"), range(80)))

    assert sorted(numbers) == list(range(1, 81))
    assert head().seq == 80
    assert faults() == []


entries = st.builds(
    Entry,
    seq=st.integers(1, 2**40),
    at=st.datetimes().map(lambda at: at.replace(tzinfo=START.tzinfo)),
    actor=st.text(max_size=8),
    account_id=st.text(max_size=8),
    action=st.text(max_size=8),
    thing=st.text(max_size=8),
    data=st.dictionaries(
        st.text(max_size=4), st.none() | st.booleans() | st.integers() | st.text(max_size=4)
    ),
)


def same(one, other):
    """Equal, and of equal types: 1 is not True."""
    return repr(one) == repr(other)


@given(entries, entries, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_different_lines_have_different_seals(one, other, prev, after):
    key = b"k" * 32

    assert (seal(key, one, prev) == seal(key, other, prev)) == (
        same(dict(sorted(one.data.items())), dict(sorted(other.data.items())))
        and same((one.seq, one.at, one.actor), (other.seq, other.at, other.actor))
        and same(
            (one.account_id, one.action, one.thing), (other.account_id, other.action, other.thing)
        )
    )
    assert (seal(key, one, prev) == seal(key, one, after)) == (prev == after)


def test_the_time_zone_in_which_a_time_is_read_does_not_matter():
    line = Entry(1, START, "a", "b", "c", "d", {})
    berlin = START.astimezone(tz=None)
    elsewhere = Entry(1, berlin, "a", "b", "c", "d", {})

    assert seal(b"k", line, b"") == seal(b"k", elsewhere, b"")
    later = Entry(1, START + timedelta(microseconds=1), "a", "b", "c", "d", {})
    assert seal(b"k", line, b"") != seal(b"k", later, b"")


def test_an_anchor_is_a_line_and_its_seal(append, head):
    append()

    assert isinstance(head(), Anchor)
    assert len(head().mac) == 32
