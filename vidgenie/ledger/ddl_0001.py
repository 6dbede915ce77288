"""Triggers of the ledger as its first release made them: for migrations 0001 and 0008 alone.

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
    released = released + CASE WHEN NEW.kind = 'release' THEN NEW.amount ELSE 0 END"""

_APPLY = f"""
  UPDATE vg_credit_lot SET
    granted = granted + CASE WHEN NEW.source = 'issued' THEN NEW.amount ELSE 0 END,
    {", ".join(_moved(bucket, bucket) for bucket in _BUCKETS)}
    WHERE id = NEW.lot_id;
  UPDATE vg_wallet SET {_moved("available", "available")}, {_moved("held", "held")},
    {_moved("used", "consumed")}
    WHERE account_id = NEW.account_id;
  INSERT INTO vg_hold_line (run_id, lot_id, position, amount, captured, released)
    SELECT NEW.run_id, NEW.lot_id, NEW.line, NEW.amount, 0, 0 WHERE NEW.kind = 'hold';
  UPDATE vg_hold_line SET {_SETTLED}
    WHERE run_id = NEW.run_id AND lot_id = NEW.lot_id AND NEW.kind IN ('capture', 'release');
  UPDATE vg_hold SET {_SETTLED}
    WHERE run_id = NEW.run_id AND NEW.kind IN ('capture', 'release');
"""

_FOREIGN_LOT = (
    "NOT EXISTS (SELECT 1 FROM vg_credit_lot WHERE id = NEW.lot_id AND account_id = NEW.account_id)"
)
_NO_OPEN_HOLD = (
    "NEW.run_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vg_hold"
    " WHERE run_id = NEW.run_id AND account_id = NEW.account_id AND state = 'open')"
)
_HOLD_REWRITTEN = (
    "OLD.state = 'closed' OR NEW.run_id <> OLD.run_id"
    " OR NEW.account_id <> OLD.account_id OR NEW.amount <> OLD.amount"
)

_SQLITE = (
    f"""CREATE TRIGGER vg_entry_apply AFTER INSERT ON vg_ledger_entry BEGIN
  SELECT RAISE(ABORT, 'the lot belongs to another account') WHERE {_FOREIGN_LOT};
  SELECT RAISE(ABORT, 'the account has no open hold for this run') WHERE {_NO_OPEN_HOLD};
  {_APPLY} END""",
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
    f"""CREATE FUNCTION vg_entry_apply() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF {_FOREIGN_LOT} THEN {_refuse("the lot belongs to another account")} END IF;
  IF {_NO_OPEN_HOLD} THEN {_refuse("the account has no open hold for this run")} END IF;
  {_APPLY} RETURN NULL; END $$""",
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
