"""An installation with two people who own a row in every table, and files."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, inspect, select, text

from tests.engine.studio import open_studio
from vidgenie.domain.account import Account
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.library import assets
from vidgenie.services.owned import owned

PASSWORD = "correct horse battery"
# Values that CHECKs of tables ask for, and those that say nothing about a person.
FIXED = {
    "vg_budget": dict.fromkeys(["run", "day", "month"], 1000)
    | dict.fromkeys([f"{period}_micro_usd" for period in ("run", "day", "month")], 10**9),
    "vg_run": {"status": "succeeded", "idempotency_key": None},
    "vg_grant": {"max_calls": 9, "used_calls": 1},
    "vg_content": {"status": "completed", "type": "image"},
    "vg_provider_call": {"state": "sent"},
    "vg_totp": {"enabled_at": None},
}


@dataclass
class Person:
    """Somebody, and a word that is in every text they own."""

    account: Account
    cookie: str
    word: str
    files: list[bytes] = field(default_factory=list)


class Installation:
    """Services with a running database, and who lives there."""

    def __init__(self, settings):
        self.studio = open_studio(settings)
        self.services = self.studio.services
        self.services.vault_master.start()
        self.audit = self.services.audit_chain
        self.keys = self.services.erasure.wiper.keys
        self.engine = self.services.engine
        self.storage = self.engine.storage
        self.transaction, self.reading = self.engine.transaction, self.engine.reading

    def person(self, word):
        """Somebody with a row in every table, a file of their own and one that all share."""
        email = f"{word}@example.org"
        signed_in = self.services.accounts.register(email, PASSWORD, f"Name {word}")
        person = Person(signed_in.account, signed_in.session_token, word)
        for content in (f"picture of {word}", "picture that everybody has"):
            self.picture(person, content.encode())
        with self.transaction() as session:
            now = datetime.now(tz=UTC)
            self.keys.put(session, person.account.id, "openai", f"sk-{word}-" + "k" * 30, now=now)
            fill(session, person)
        return person

    def picture(self, person, content):
        """Store a file for a person; its Asset."""
        path = self.storage.new_temp("png")
        path.write_bytes(content)
        stored = self.storage.put(path)
        asset = Asset(
            id=secrets.token_hex(16),
            account_id=person.account.id,
            kind="image",
            sha256=stored.sha256,
            facts=MediaFacts(suffix="png", width=1, height=1, bytes=stored.bytes),
            created_at=datetime.now(tz=UTC),
            origin={"source": "upload", "name": f"{person.word}.jpg"},
        )
        with self.transaction() as session:
            assets.add_asset(session, asset)
        person.files.append(content)
        return asset

    def rows(self, account_id):
        """Table -> the rows of an Account, as SQL sees them."""
        with self.reading() as session:
            return {
                each.table.name: [
                    dict(row._mapping)
                    for row in session.connection().execute(
                        select(each.table).where(each.mine(account_id))
                    )
                ]
                for each in owned()
            }

    def dump(self):
        """Every row of every table of the database, the engine's too, as text."""
        with self.services.database.connect() as connection:
            schemas = ["public", "dbos"] if connection.dialect.name == "postgresql" else [None]
            rows = []
            for schema in schemas:
                for table in inspect(connection).get_table_names(schema=schema):
                    name = f'"{schema}"."{table}"' if schema else f'"{table}"'
                    found = connection.execute(text(f"SELECT * FROM {name}"))
                    rows += [f"{name} {readable(row._mapping)}" for row in found]
        return rows

    def stored(self):
        """The bytes of every stored file, temporary ones too."""
        return [path.read_bytes() for path in self.storage.root.rglob("*") if path.is_file()]

    def files(self):
        """How many files are stored."""
        return sum(len(files) for _, _, files in os.walk(self.storage.root))

    def traces(self, person):
        """Where something of a person is left."""
        needles = (person.word, person.account.email)
        rows = [row for row in self.dump() if any(needle in row for needle in needles)]
        return rows + [file for file in self.stored() if person.word.encode() in file]


def without_delay(erasure):
    """The same ErasureService, to which no file is too young."""
    return replace(erasure, wiper=replace(erasure.wiper, quiet=0.0))


def readable(row):
    """A row as text, bytes as letters."""
    values = {
        key: value.decode("latin-1") if isinstance(value, bytes | memoryview) else value
        for key, value in row.items()
    }
    return json.dumps(values, default=str, ensure_ascii=False)


def fill(session, person):
    """Give a person a row in every table they have none in, their word in each column."""
    made = {}
    tables = [each for each in owned() if not each.is_kept]
    for each in sorted(tables, key=lambda each: each.table.name != "vg_run"):
        table = each.table
        mine = select(table).where(each.mine(person.account.id)).limit(1)
        row = session.connection().execute(mine).mappings().first()
        if row is None:
            row = {
                column.name: value(column, person, made)
                for column in table.columns
                if not is_counted(column)
            }
            row |= FIXED.get(table.name, {})
            session.connection().execute(table.insert().values(row))
        made[table.name] = dict(row)


def is_counted(column):
    """Whether the database itself numbers the rows."""
    return column is column.table.autoincrement_column


def value(column, person, made):
    """Something that fits into the column."""
    if column.name == "account_id":
        return person.account.id
    for key in column.foreign_keys:
        parent = key.column.table.name
        return made[parent][key.column.name] if parent in made else None
    if column.name == "run_id":
        return made["vg_run"]["id"]
    if isinstance(column.type, JSON):
        return {"note": f"{person.word} {column.table.name}"}
    kind = column.type.python_type
    longest = getattr(column.type, "length", None) or 200
    known = f"{person.word} {column.table.name}"
    if (column.primary_key or column.unique) and kind is str:
        digest = hashlib.sha256(f"{person.account.id} {column}".encode()).hexdigest()
        return digest[:longest]
    values = {
        str: known[:longest],
        bytes: known.encode()[:longest],
        int: 1,
        float: 1.0,
        bool: True,
        object: datetime.now(tz=UTC) + timedelta(hours=1),
    }
    return values[kind]
