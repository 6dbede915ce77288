"""Brand kits in the database."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.domain.timeline import Corner
from vidgenie.errors import NotFound
from vidgenie.library import assets, brands
from vidgenie.library.brands import BrandKit
from vidgenie.library.shelf import Shelf
from vidgenie.storage.disk import Store

ALICE, BOB = "a" * 32, "b" * 32
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture
def add(transaction):
    """Keeps a brand kit of Alice's; its id."""

    def add(kit, account_id=ALICE):
        with transaction() as session:
            return brands.add_kit(session, account_id, kit, now=NOW)

    return add


@pytest.fixture
def kits(reading):
    """Alice's brand kits."""

    def kits(account_id=ALICE):
        with reading() as session:
            return brands.kits(session, account_id)

    return kits


@pytest.fixture
def logo(transaction):
    """An Asset of Alice's."""
    asset = Asset(
        id=secrets.token_hex(16),
        account_id=ALICE,
        kind="image",
        sha256="0" * 64,
        facts=MediaFacts(suffix="png", width=200, height=100, bytes=9),
        created_at=NOW,
    )
    with transaction() as session:
        assets.add_asset(session, asset)
    return asset


def test_a_kit_comes_back_as_it_was_kept(add, kits, logo):
    whole = BrandKit(
        name="Éclair ✨",
        is_default=True,
        logo_asset_id=logo.id,
        logo_corner=Corner.BOTTOM_LEFT,
        logo_width=0.3,
        logo_opacity=0.5,
        intro_asset_id=logo.id,
        outro_asset_id=logo.id,
        font="Anton",
        colour="#FFFFFF",
        active="#FF0066",
        box="#000000",
    )

    kit_id = add(whole)

    assert kits() == {kit_id: whole}


def test_a_new_default_takes_the_place_of_the_old_one(add, kits):
    add(BrandKit("one", is_default=True))
    add(BrandKit("two", is_default=True))

    assert [kit.name for kit in kits().values() if kit.is_default] == ["two"]


def test_a_changed_kit_becomes_the_only_default(add, kits, transaction):
    first, _ = add(BrandKit("one")), add(BrandKit("two", is_default=True))

    with transaction() as session:
        brands.change_kit(session, ALICE, first, BrandKit("one", is_default=True), now=NOW)

    assert [kit.name for kit in kits().values() if kit.is_default] == ["one"]


def test_the_default_of_another_account_stays(add, kits):
    add(BrandKit("theirs", is_default=True), BOB)
    add(BrandKit("mine", is_default=True))

    assert [kit.is_default for kit in kits(BOB).values()] == [True]


def test_the_database_refuses_a_second_default(add, transaction):
    add(BrandKit("one", is_default=True))
    add(BrandKit("two"))

    with pytest.raises(IntegrityError), transaction() as session:
        session.connection().execute(text("UPDATE vg_brand_kit SET is_default = true"))


@pytest.mark.parametrize("account_id", [ALICE, BOB])
def test_a_kit_that_is_not_there_is_not_found(add, transaction, account_id):
    kit_id = add(BrandKit("mine")) if account_id == BOB else "f" * 32

    with transaction() as session:
        with pytest.raises(NotFound):
            brands.kit(session, account_id, kit_id)
        with pytest.raises(NotFound):
            brands.change_kit(session, account_id, kit_id, BrandKit("x"), now=NOW)
        with pytest.raises(NotFound):
            brands.delete_kit(session, account_id, kit_id)


def test_a_deleted_kit_is_gone_and_its_file_stays(add, kits, transaction, logo):
    kit_id = add(BrandKit("mine", logo_asset_id=logo.id))

    with transaction() as session:
        brands.delete_kit(session, ALICE, kit_id)

    with transaction() as session:
        assert (kits(), assets.asset(session, ALICE, logo.id).id) == ({}, logo.id)


def test_kits_are_counted_by_account(add, reading):
    add(BrandKit("one"))
    add(BrandKit("two"))
    add(BrandKit("theirs"), BOB)

    with reading() as session:
        assert brands.count(session, ALICE) == 2


def test_a_brand_has_its_files(add, reading, logo, tmp_path):
    kit_id = add(
        BrandKit(
            "mine",
            logo_asset_id=logo.id,
            logo_width=0.2,
            outro_asset_id=logo.id,
            font="Anton",
            box="#000000",
        )
    )

    with reading() as session:
        brand = brands.find_brand(session, ALICE, kit_id, find=Shelf(Store(tmp_path)).find)

    assert (brand.logo.picture.asset_id, brand.logo.width) == (logo.id, 0.2)
    assert (brand.intro, brand.outro.width) == (None, 200)
    assert (brand.name, brand.font, brand.box) == ("mine", "Anton", "#000000")


def test_somebody_elses_brand_is_not_found(add, reading, tmp_path):
    kit_id = add(BrandKit("theirs"), BOB)

    with pytest.raises(NotFound), reading() as session:
        brands.find_brand(session, ALICE, kit_id, find=Shelf(Store(tmp_path)).find)


def test_a_brand_without_a_logo_has_none(add, reading, tmp_path):
    kit_id = add(BrandKit("mine"))

    with reading() as session:
        brand = brands.find_brand(session, ALICE, kit_id, find=Shelf(Store(tmp_path)).find)

    assert (brand.logo, brand.intro, brand.outro) == (None, None, None)


def test_a_deleted_kit_is_clearly_not_found(add, transaction, tmp_path):
    kit_id = add(BrandKit("mine"))
    with transaction() as session:
        brands.delete_kit(session, ALICE, kit_id)

    with pytest.raises(NotFound) as caught, transaction() as session:
        brands.find_brand(session, ALICE, kit_id, find=Shelf(Store(tmp_path)).find)

    assert caught.value.params["what"] == "brand_kit"


def test_an_asset_shown_by_two_fields_is_one(logo):
    kit = replace(BrandKit("mine"), logo_asset_id=logo.id, intro_asset_id=logo.id)

    assert kit.asset_ids == {logo.id}
