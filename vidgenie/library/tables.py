"""Tables of the library: Assets, Content, preferences, brand kits."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlmodel import Field, SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

# U+034F joins letters, and is no accent.
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")


def fold(text: str) -> str:
    """The text as it is searched: neither case nor accents count."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Of most texts that is all: thousands are folded while somebody waits.
    plain = _ACCENTS.sub("", spread)
    if plain.isascii():
        return plain
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _folded_prompt(context: DefaultExecutionContext) -> str:
    """Databases disagree about the case of accented letters, so we fold them ourselves."""
    return fold(str(context.get_current_parameters()["prompt"]))


class AssetRow(SQLModel, table=True):
    """A stored file; see domain.asset.Asset. It is never changed.

    sha256, suffix: its address in the store; several Assets may share it.
    seconds, frames: of a clip, None for a picture.
    recipe: digest of what was asked for, None when it cannot be asked for again.
    """

    __tablename__ = "vg_asset"  # pyright: ignore[reportAssignmentType]  # sqlmodel types it as a declared_attr
    __table_args__ = (
        Index("ix_vg_asset_content", "account_id", "sha256"),
        Index("ix_vg_asset_recipe", "account_id", "recipe"),
        Index("ix_vg_asset_account", "account_id", "created_at", "id"),
        Index("ix_vg_asset_run", "run_id"),
        Index("ix_vg_asset_sha256", "sha256"),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    kind: str = Field(sa_column=Column(String(16), nullable=False))
    sha256: str = Field(sa_column=Column(String(64), nullable=False))
    suffix: str = Field(sa_column=Column(String(8), nullable=False))
    width: int = Field(sa_column=Column(Integer, nullable=False))
    height: int = Field(sa_column=Column(Integer, nullable=False))
    bytes: int = Field(sa_column=Column(BigInteger, nullable=False))
    seconds: float | None = Field(default=None, sa_column=Column(Float))
    frames: int | None = Field(default=None, sa_column=Column(Integer))
    video_codec: str = Field(default="", sa_column=Column(String(40), nullable=False))
    audio_codec: str = Field(default="", sa_column=Column(String(40), nullable=False))
    run_id: str | None = Field(default=None, sa_column=Column(String(32)))
    node_id: str | None = Field(default=None, sa_column=Column(String(64)))
    origin: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    recipe: str | None = Field(default=None, sa_column=Column(String(64)))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class ContentRow(SQLModel, table=True):
    """What one Run made, or is making.

    type: image, video or audio.
    title: the first words of the prompt.
    status: processing, completed, failed or cancelled.
    credits: charged for it; what the Run may cost while it is processing.
    deleted_at: when its owner removed it from the library.
    search: the folded prompt.
    """

    __tablename__ = "vg_content"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (Index("ix_vg_content_account", "account_id", "created_at", "id"),)

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    run_id: str | None = Field(default=None, sa_column=Column(String(32), unique=True))
    type: str = Field(sa_column=Column(String(8), nullable=False))
    title: str = Field(sa_column=Column(String(80), nullable=False))
    prompt: str = Field(sa_column=Column(Text, nullable=False))
    status: str = Field(sa_column=Column(String(16), nullable=False))
    image_asset_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("vg_asset.id"))
    )
    video_asset_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("vg_asset.id"))
    )
    audio_asset_id: str | None = Field(
        default=None,
        sa_column=Column(String(32), ForeignKey("vg_asset.id", name="fk_vg_content_audio")),
    )
    thumbnail_asset_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("vg_asset.id"))
    )
    credits: int = Field(default=0, sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    deleted_at: datetime | None = Field(default=None, sa_column=Column(UTCDateTime()))
    search: str = Field(
        default=None, sa_column=Column(Text, nullable=False, default=_folded_prompt)
    )


class PreferenceRow(SQLModel, table=True):
    """Which Providers an Account wants first.

    providers: kind -> slugs, best first.
    fallback: whether the next one may be tried after a proven failure.
    max_micro_usd: kind -> what a Provider may charge at most for one Node, by estimate,
        in millionths of a dollar; a kind that is not in it has no limit.
    """

    __tablename__ = "vg_preference"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    providers: dict[str, list[str]] = Field(sa_column=Column(JSON, nullable=False))
    fallback: bool = Field(default=True, sa_column=Column(Boolean, nullable=False))
    max_micro_usd: dict[str, int] = Field(
        default_factory=dict[str, int],
        sa_column=Column(JSON, nullable=False, server_default="{}"),
    )
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class ProviderOptionsRow(SQLModel, table=True):
    """What an Account has typed in for a Provider; see domain.ports.declared.Option.

    provider: its slug. values: option -> text; never a secret.
    """

    __tablename__ = "vg_provider_options"  # pyright: ignore[reportAssignmentType]  # as above

    account_id: str = Field(sa_column=Column(String(32), primary_key=True))
    provider: str = Field(sa_column=Column(String(40), primary_key=True))
    values: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))


class BrandKitRow(SQLModel, table=True):
    """What makes all videos of an Account look like theirs; see domain.brand.Brand.

    is_default: the one that is used where none is chosen; an Account has at most one.
    logo_width: part of the frame's. logo_opacity: 0.1 to 1.0.
    colour, active, box: "#RRGGBB", "" for the caption style's own; so is font.
    """

    __tablename__ = "vg_brand_kit"  # pyright: ignore[reportAssignmentType]  # as above
    __table_args__ = (
        Index("ix_vg_brand_kit_account", "account_id", "created_at", "id"),
        Index(
            "ix_vg_brand_kit_default",
            "account_id",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: str = Field(sa_column=Column(String(32), primary_key=True))
    account_id: str = Field(sa_column=Column(String(32), nullable=False))
    name: str = Field(sa_column=Column(String(60), nullable=False))
    is_default: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    logo_asset_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("vg_asset.id"))
    )
    logo_corner: str = Field(sa_column=Column(String(16), nullable=False))
    logo_width: float = Field(sa_column=Column(Float, nullable=False))
    logo_opacity: float = Field(sa_column=Column(Float, nullable=False))
    intro_asset_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("vg_asset.id"))
    )
    outro_asset_id: str | None = Field(
        default=None, sa_column=Column(String(32), ForeignKey("vg_asset.id"))
    )
    font: str = Field(default="", sa_column=Column(String(60), nullable=False))
    colour: str = Field(default="", sa_column=Column(String(7), nullable=False))
    active: str = Field(default="", sa_column=Column(String(7), nullable=False))
    box: str = Field(default="", sa_column=Column(String(7), nullable=False))
    created_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
    updated_at: datetime = Field(sa_column=Column(UTCDateTime(), nullable=False))
