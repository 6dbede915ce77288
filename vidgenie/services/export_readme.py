"""What a data export says about itself, in both languages."""
# ruff: noqa: RUF001  # French has apostrophes

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in an archive.

    tables: (name of the file without ".json", number of rows).
    media: number of files. missing: those whose bytes were not found on the disk.
    """

    email: str
    made_at: datetime
    tables: Sequence[tuple[str, int]]
    media: int
    missing: Sequence[str]


_EN = """\
VidGenie - your data
====================

Account: {email}
Made on: {date} (UTC)

account.json holds your profile. Each file in data/ holds the rows of one table that
belong to you, as a list of JSON objects (UTF-8; instants are UTC, ISO 8601). media/
holds the pictures and clips; the 32 characters at the end of a file's name are its id
in data/asset.json.

Left out: your password and everything that could open a key or a session. Provider
keys themselves are never exported.

{tables}

media/  {media} files
{missing}"""

_FR = """\
VidGenie - vos données
======================

Compte : {email}
Date : {date} (UTC)

account.json contient votre profil. Chaque fichier de data/ contient les lignes d’une
table qui vous appartiennent, sous forme d’une liste d’objets JSON (UTF-8 ; les instants
sont en UTC, ISO 8601). media/ contient les images et les vidéos ; les 32 caractères à la
fin du nom d’un fichier sont son identifiant dans data/asset.json.

Omis : votre mot de passe et tout ce qui pourrait ouvrir une clé ou une session. Les clés
des fournisseurs ne sont jamais exportées.

{tables}

media/  {media} fichiers
{missing}"""

# Table -> what it is, in English and in French; one that is not here is listed without words.
_WORDS: Mapping[str, tuple[str, str]] = {
    "asset": ("stored files and where they came from", "fichiers stockés et leur origine"),
    "audit": ("what was done with your account and keys", "actions sur votre compte et vos clés"),
    "budget": ("what you may spend at most", "ce que vous pouvez dépenser au plus"),
    "content": ("your library", "votre bibliothèque"),
    "credit_lot": ("credits you were given", "crédits reçus"),
    "data_key": ("when your keys were locked anew", "quand vos clés ont été reverrouillées"),
    "grant": ("sealed keys lent to runs", "clés scellées prêtées aux exécutions"),
    "graph": ("your graphs", "vos graphes"),
    "graph_version": ("what your graphs were before", "ce que vos graphes ont été"),
    "hold": ("credits set aside for runs", "crédits réservés aux exécutions"),
    "hold_line": ("which credits those were", "quels crédits étaient réservés"),
    "key_request": ("runs that wait for a key", "exécutions qui attendent une clé"),
    "ledger_entry": ("every movement of credits", "chaque mouvement de crédits"),
    "link": ("links in e-mails, not used yet", "liens envoyés par e-mail, encore inutilisés"),
    "mail": ("e-mails sent to you", "e-mails qui vous ont été envoyés"),
    "node_run": ("the steps of your runs", "les étapes de vos exécutions"),
    "preference": ("which providers you prefer", "vos fournisseurs préférés"),
    "provider_call": ("requests sent to providers", "requêtes envoyées aux fournisseurs"),
    "recovery_code": ("when your recovery codes were made", "date de vos codes de secours"),
    "run": ("your runs with their prompts", "vos exécutions et leurs textes"),
    "sealed_vault": ("how your vault is locked", "comment votre coffre est verrouillé"),
    "secret": ("your keys, without the keys", "vos clés, sans les clés"),
    "session": ("where you are signed in", "où vous êtes connecté"),
    "token": ("your API tokens, without the tokens", "vos jetons d’API, sans les jetons"),
    "totp": ("your second factor, without its secret", "votre second facteur, sans son secret"),
    "wallet": ("your balance", "votre solde"),
}


def readmes(contents: Contents) -> dict[str, str]:
    """Name of the file -> its text."""
    return {
        "README.txt": _text(_EN, contents, 0, "Files that were not found on the disk:"),
        "LISEZMOI.txt": _text(_FR, contents, 1, "Fichiers introuvables sur le disque :"),
    }


def _text(template: str, contents: Contents, language: int, missing: str) -> str:
    lines = [
        f"data/{name}.json  {rows}  {_WORDS.get(name, ('', ''))[language]}".rstrip()
        for name, rows in contents.tables
    ]
    return template.format(
        email=contents.email,
        date=f"{contents.made_at:%Y-%m-%d %H:%M}",
        tables="\n".join(lines),
        media=contents.media,
        missing="\n".join(["", missing, *contents.missing, ""]) if contents.missing else "",
    )
