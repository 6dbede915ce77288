"""Whose rows are whose: found by the columns of the tables, so that no list is kept.

A row is an Account's by its `account_id`, by a foreign key to a row that is, or by
a `run_id`, which names a Run with or without a foreign key.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Column, ColumnElement, Table, select
from sqlmodel import SQLModel

import vidgenie

ACCOUNTS = "vg_account"
RUNS = "vg_run"
_BOOKS = "the books: never edited, never deleted; they know an Account by its id alone"
_SALES = "what was sold: to be kept by law; it knows an Account by its id alone"
KEPT: Mapping[str, str] = {
    "vg_wallet": _BOOKS,
    "vg_credit_lot": _BOOKS,
    "vg_hold": _BOOKS,
    "vg_hold_line": _BOOKS,
    "vg_ledger_entry": _BOOKS,
    "vg_order": _SALES,
    "vg_invoice": _SALES,
    "vg_surplus": _SALES,
    "vg_audit": "the chained log of who did what; it knows an Account by its id alone",
}
"""Tables whose rows outlive their Account, and why; every other one is erased with it."""

# Columns that hold a secret say so; this catches the one that was forgotten.
_SECRET = re.compile(r"hash|blob|wrapped|secret|private|cipher")

Mine = Callable[[str], ColumnElement[bool]]
"""Account id -> the condition its rows fulfil."""


@dataclass(frozen=True, slots=True)
class Owned:
    """A table with rows that belong to Accounts.

    mine: the condition the rows of an Account fulfil.
    """

    table: Table
    mine: Mine

    @property
    def name(self) -> str:
        """The table's name without its prefix."""
        return self.table.name.removeprefix("vg_")

    @property
    def is_kept(self) -> bool:
        """Whether the rows outlive their Account."""
        return self.table.name in KEPT

    @property
    def is_direct(self) -> bool:
        """Whether the rows name their Account themselves."""
        return "account_id" in self.table.columns


@cache
def owned() -> tuple[Owned, ...]:
    """Every table with rows of Accounts, but for the Accounts' own; parents before children."""
    tables = [table for table in _tables() if table.name != ACCOUNTS]
    found: dict[str, Owned] = {}
    for table in tables:
        if (mine := _mine(table, found)) is not None:
            found[table.name] = Owned(table, mine)
    for table in tables:
        if table.name not in found and "run_id" in table.columns:
            runs = found[RUNS]
            found[table.name] = Owned(table, _child(table.c.run_id, runs.table.c.id, runs.mine))
    return tuple(found.values())


def shown(table: Table) -> list[Column[object]]:
    """The columns without those that hold a secret, or what one could be found by."""
    return [
        column
        for column in table.columns
        if not column.info.get("secret") and not _SECRET.search(column.name)
    ]


def account_table() -> Table:
    """The table of the Accounts themselves."""
    return next(table for table in _tables() if table.name == ACCOUNTS)


def _tables() -> list[Table]:
    """Every table of ours, those that others point to first."""
    home = Path(vidgenie.__path__[0])
    for package in pkgutil.iter_modules([str(home)]):
        if (home / package.name / "tables.py").exists():
            importlib.import_module(f"vidgenie.{package.name}.tables")
    return [table for table in SQLModel.metadata.sorted_tables if table.name.startswith("vg_")]


def _mine(table: Table, known: Mapping[str, Owned]) -> Mine | None:
    if "account_id" in table.columns:
        return lambda account_id: table.c.account_id == account_id
    keys = sorted(table.foreign_keys, key=lambda key: key.target_fullname)
    for key in keys:
        parent = known.get(key.column.table.name)
        if parent is not None:
            return _child(key.parent, key.column, parent.mine)
    return None


def _child(column: Column[object], parent: Column[object], mine: Mine) -> Mine:
    return lambda account_id: column.in_(select(parent).where(mine(account_id)))
