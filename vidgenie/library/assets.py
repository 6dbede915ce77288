"""SQL of Assets; nothing here commits."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import and_, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.errors import NotFound
from vidgenie.library.tables import AssetRow, ContentRow

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def add_asset(session: Session, asset: Asset) -> None:
    """Write an Asset down; the same id twice is the same Asset, whoever is faster."""
    facts = asset.facts
    row = {
        "id": asset.id,
        "account_id": asset.account_id,
        "kind": asset.kind,
        "sha256": asset.sha256,
        "suffix": facts.suffix,
        "width": facts.width,
        "height": facts.height,
        "bytes": facts.bytes,
        "seconds": facts.seconds,
        "frames": facts.frames,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
        "run_id": asset.run_id,
        "node_id": asset.node_id,
        "origin": dict(asset.origin),
        "recipe": asset.recipe,
        "created_at": asset.created_at,
    }
    insert = _INSERT[session.get_bind().dialect.name]
    session.exec(insert(AssetRow).values(row).on_conflict_do_nothing(index_elements=["id"]))


def asset(session: Session, account_id: str, asset_id: str) -> Asset:
    """An Asset of this Account. Raises NotFound, also when it is somebody else's."""
    row = session.get(AssetRow, asset_id)
    if row is None or row.account_id != account_id:
        raise NotFound("asset")
    return to_asset(row)


def assets(session: Session, account_id: str, asset_ids: set[str]) -> dict[str, Asset]:
    """Those of these Assets that this Account has, by id, in one query."""
    rows = select(AssetRow).where(
        col(AssetRow.id).in_(asset_ids), AssetRow.account_id == account_id
    )
    return {row.id: to_asset(row) for row in session.exec(rows)}


def made_of(session: Session, account_id: str, recipe: str) -> Asset | None:
    """The Account's newest Asset that was made of this recipe."""
    rows = select(AssetRow).where(AssetRow.account_id == account_id, AssetRow.recipe == recipe)
    row = session.exec(rows.order_by(col(AssetRow.created_at).desc()).limit(1)).first()
    return None if row is None else to_asset(row)


def linked_asset(session: Session, asset_id: str) -> Asset:
    """An Asset whoever owns it: only for a link whose signature was checked. Raises NotFound."""
    row = session.get(AssetRow, asset_id)
    if row is None:
        raise NotFound("file")
    return to_asset(row)


def page(
    session: Session, account_id: str, *, kind: str, after: Asset | None, limit: int
) -> list[Asset]:
    """The Account's Assets, newest first: what it brought, and what its library shows.

    kind: image, video or audio, "" for all; thumbnails are never among them.
    after: the one the page comes after; None for the first page.
    """
    shown = select(ContentRow.run_id).where(
        ContentRow.account_id == account_id, col(ContentRow.deleted_at).is_(None)
    )
    made_at, id_ = col(AssetRow.created_at), col(AssetRow.id)
    rows = select(AssetRow).where(
        AssetRow.account_id == account_id,
        AssetRow.kind == kind if kind else AssetRow.kind != "thumbnail",
        or_(col(AssetRow.run_id).is_(None), col(AssetRow.run_id).in_(shown)),
    )
    if after is not None:
        earlier = and_(made_at == after.created_at, id_ < after.id)
        rows = rows.where(or_(made_at < after.created_at, earlier))
    rows = rows.order_by(made_at.desc(), id_.desc()).limit(limit)
    return [to_asset(row) for row in session.exec(rows)]


def upload_id(account_id: str, content: str) -> str:
    """Id of the Asset an Account gets for this content: the same every time.

    content: a checksum, with whatever else decides what is made of the bytes.
    """
    return hashlib.sha256(f"{account_id}:{content}:upload".encode()).hexdigest()[:32]


def thumbnail_id(asset_id: str) -> str:
    """Id of the small picture that belongs to an upload."""
    return hashlib.sha256(f"{asset_id}:thumbnail".encode()).hexdigest()[:32]


def thumbnail_of(session: Session, asset: Asset) -> Asset | None:
    """The small picture that shows an Asset: an upload has its own, a Run's comes with its Node."""
    row = session.get(AssetRow, thumbnail_id(asset.id))
    if row is None and asset.run_id is not None:
        rows = select(AssetRow).where(
            AssetRow.run_id == asset.run_id,
            AssetRow.node_id == asset.node_id,
            AssetRow.kind == "thumbnail",
        )
        row = session.exec(rows).first()
    return None if row is None else to_asset(row)


def thumbnails(session: Session, found: Sequence[Asset]) -> dict[str, Asset]:
    """Id of an Asset -> the small picture that shows it, for those that have one; one query."""
    own = {thumbnail_id(asset.id): asset.id for asset in found}
    runs = {asset.run_id for asset in found if asset.run_id is not None}
    rows = select(AssetRow).where(
        AssetRow.kind == "thumbnail",
        or_(col(AssetRow.id).in_(own), col(AssetRow.run_id).in_(runs)),
    )
    shown: dict[str, Asset] = {}
    by_node: dict[tuple[str | None, str | None], Asset] = {}
    for row in session.exec(rows):
        small = to_asset(row)
        if row.id in own:
            shown[own[row.id]] = small
        elif row.run_id is not None:
            by_node[row.run_id, row.node_id] = small
    for asset in found:
        if asset.id not in shown and (asset.run_id, asset.node_id) in by_node:
            shown[asset.id] = by_node[asset.run_id, asset.node_id]
    return shown


def to_asset(row: AssetRow) -> Asset:
    """The row as the domain sees it."""
    return Asset(
        id=row.id,
        account_id=row.account_id,
        kind=row.kind,
        sha256=row.sha256,
        facts=MediaFacts(
            suffix=row.suffix,
            width=row.width,
            height=row.height,
            bytes=row.bytes,
            seconds=row.seconds,
            frames=row.frames,
            video_codec=row.video_codec,
            audio_codec=row.audio_codec,
        ),
        created_at=row.created_at,
        run_id=row.run_id,
        node_id=row.node_id,
        origin=row.origin,
        recipe=row.recipe,
    )
