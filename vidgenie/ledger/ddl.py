"""Triggers of the ledger, for SQLite and PostgreSQL: the database itself keeps the figures.

An entry that is inserted moves its lot, its wallet and its Hold, in the same
statement; entries are never changed, closed Holds never reopen, nothing is deleted.
"""
# ruff: noqa: S608  # put together from constants of this file, never from input

_BUCKETS = ("available", "held", "consumed", "expired", "revoked")
_FROZEN = {
    "vg_ledger_entry": "the ledger is append-only",
    "vg_hold_line": "holds are never deleted",
    "vg_hold": "holds are never deleted",
    "vg_credit_lot": "lots are never deleted",
}


def _moved(column: str, bucket: str) -> str:
    return (
        f"{column} = {column} + CASE WHEN NEW.target = '{bucket}' THEN NEW.amount ELSE 0 END"
        f" - CASE WHEN NEW.source = '{bucket}' THEN NEW.amount ELSE 0 END"
    )


_SETTLED = """captured = captured + CASE WHEN NEW.kind = 'capture' THEN NEW.amount ELSE 0 END,
    released = released + CASE WHEN NEW.kind = 'release' THEN NEW.amount ELSE 0 END,
    refunded = refunded + CASE WHEN NEW.kind = 'refund' THEN NEW.amount ELSE 0 END"""

_MOVE_LOT = f"""UPDATE vg_credit_lot SET
    granted = granted + CASE WHEN NEW.source = 'issued' THEN NEW.amount ELSE 0 END,
    {", ".join(_moved(bucket, bucket) for bucket in _BUCKETS)}
    WHERE id = NEW.lot_id"""
_MOVE_WALLET = f"""UPDATE vg_wallet SET {_moved("available", "available")},
    {_moved("held", "held")}, {_moved("used", "consumed")}
    WHERE account_id = NEW.account_id"""
_ADD_LINE = """INSERT INTO vg_hold_line
    (run_id, lot_id, position, amount, captured, released, refunded)
    SELECT NEW.run_id, NEW.lot_id, NEW.line, NEW.amount, 0, 0, 0"""
_SETTLE_LINE = f"""UPDATE vg_hold_line SET {_SETTLED}
    WHERE run_id = NEW.run_id AND lot_id = NEW.lot_id"""
_SETTLE_HOLD = f"UPDATE vg_hold SET {_SETTLED} WHERE run_id = NEW.run_id"
_SETTLES = "NEW.kind IN ('capture', 'release', 'refund')"

_NOT_ITS_LOT = "the lot belongs to another account"
_NOT_OPEN = "the account has no open hold for this run"
_FOREIGN_LOT = (
    "NOT EXISTS (SELECT 1 FROM vg_credit_lot WHERE id = NEW.lot_id AND account_id = NEW.account_id)"
)
_IS_OPEN = "account_id = NEW.account_id AND (state = 'open' OR NEW.kind = 'refund')"
_NO_OPEN_HOLD = (
    "NEW.run_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vg_hold"
    f" WHERE run_id = NEW.run_id AND {_IS_OPEN})"
)
# A closed Hold stays as it is, but for what is refunded of it later.
_HOLD_REWRITTEN = (
    "(OLD.state = 'closed' AND (NEW.state <> OLD.state OR NEW.captured <> OLD.captured"
    " OR NEW.released <> OLD.released OR NEW.settled_at <> OLD.settled_at))"
    " OR NEW.refunded < OLD.refunded OR NEW.run_id <> OLD.run_id"
    " OR NEW.account_id <> OLD.account_id OR NEW.amount <> OLD.amount"
)

_SQLITE = (
    f"""CREATE TRIGGER vg_entry_apply AFTER INSERT ON vg_ledger_entry BEGIN
  SELECT RAISE(ABORT, '{_NOT_ITS_LOT}') WHERE {_FOREIGN_LOT};
  SELECT RAISE(ABORT, '{_NOT_OPEN}') WHERE {_NO_OPEN_HOLD};
  {_MOVE_LOT};
  {_MOVE_WALLET};
  {_ADD_LINE} WHERE NEW.kind = 'hold';
  {_SETTLE_LINE} AND {_SETTLES};
  {_SETTLE_HOLD} AND {_SETTLES}; END""",
    """CREATE TRIGGER vg_entry_kept BEFORE UPDATE ON vg_ledger_entry
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    f"""CREATE TRIGGER vg_hold_kept BEFORE UPDATE ON vg_hold WHEN {_HOLD_REWRITTEN}
  BEGIN SELECT RAISE(ABORT, 'a closed hold never changes, nor the amount of an open one'); END""",
    *(
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for table, message in _FROZEN.items()
    ),
)


def _refuse(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"


_POSTGRESQL = (
    # What is refused is found by what moves it: each statement here takes its time.
    f"""CREATE FUNCTION vg_entry_apply() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  {_MOVE_LOT} AND account_id = NEW.account_id;
  IF NOT FOUND THEN {_refuse(_NOT_ITS_LOT)} END IF;
  {_MOVE_WALLET};
  IF NEW.kind = 'hold' THEN
    {_ADD_LINE} FROM vg_hold WHERE run_id = NEW.run_id AND {_IS_OPEN};
    IF NOT FOUND THEN {_refuse(_NOT_OPEN)} END IF;
  ELSIF NEW.run_id IS NOT NULL THEN
    {_SETTLE_HOLD} AND {_IS_OPEN};
    IF NOT FOUND THEN {_refuse(_NOT_OPEN)} END IF;
    {_SETTLE_LINE};
  END IF;
  RETURN NULL; END $$""",
    """CREATE TRIGGER vg_entry_apply AFTER INSERT ON vg_ledger_entry
  FOR EACH ROW EXECUTE FUNCTION vg_entry_apply()""",
    f"""CREATE FUNCTION vg_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  {_refuse("the ledger keeps what was written")} END $$""",
    """CREATE TRIGGER vg_entry_kept BEFORE UPDATE ON vg_ledger_entry
  FOR EACH ROW EXECUTE FUNCTION vg_kept()""",
    f"""CREATE TRIGGER vg_hold_kept BEFORE UPDATE ON vg_hold
  FOR EACH ROW WHEN ({_HOLD_REWRITTEN}) EXECUTE FUNCTION vg_kept()""",
    *(
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION vg_kept()"
        for table in _FROZEN
    ),
    *(
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION vg_kept()"
        for table in _FROZEN
    ),
)

_TRIGGERS = (
    ("vg_entry_apply", "vg_ledger_entry"),
    ("vg_entry_kept", "vg_ledger_entry"),
    ("vg_hold_kept", "vg_hold"),
    *((f"{table}_stays", table) for table in _FROZEN),
)

DDL: dict[str, tuple[str, ...]] = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
DROP: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(f"DROP TRIGGER IF EXISTS {name}" for name, _ in _TRIGGERS),
    "postgresql": (
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in _TRIGGERS),
        *(f"DROP TRIGGER IF EXISTS {table}_whole ON {table}" for table in _FROZEN),
        "DROP FUNCTION IF EXISTS vg_entry_apply()",
        "DROP FUNCTION IF EXISTS vg_kept()",
    ),
}
