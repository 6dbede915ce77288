"""Brand kits: what is kept, what is refused, whose files may be shown."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.services.makers import ALICE, BOB, NOW
from vidgenie.accounts.tables import AccountRow
from vidgenie.domain.asset import Asset, MediaFacts
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.library import assets
from vidgenie.library.brands import BrandKit
from vidgenie.services.brands import MOST, BrandService

FONTS = ("Poppins", "Anton")
KIT = BrandKit("Mine")
# Where no database is asked, one is enough.
ONE_DATABASE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def service(transaction, reading):
    return BrandService(
        transaction,
        reading,
        lambda: NOW,
        sign=lambda asset_id, suffix: f"/media/{asset_id}.{suffix}",
        fonts=FONTS,
    )


@pytest.fixture
def file(transaction):
    """Keeps an Asset; its id."""

    def file(kind="image", suffix="png", account=ALICE):
        asset = Asset(
            id=secrets.token_hex(16),
            account_id=account.id,
            kind=kind,
            sha256="0" * 64,
            facts=MediaFacts(suffix=suffix, width=200, height=100, bytes=9),
            created_at=NOW,
        )
        with transaction() as session:
            assets.add_asset(session, asset)
        return asset.id

    return file


def refused(caught):
    return caught.value.params["field"], caught.value.params["problem"]


def test_a_kit_is_kept_with_links_to_its_files(service, file):
    logo, intro = file(), file("video", "mp4")

    made = service.create(ALICE, replace(KIT, logo_asset_id=logo, intro_asset_id=intro))

    assert service.all(ALICE) == [made]
    assert (made.logo_url, made.intro_url, made.outro_url) == (
        *(f"/media/{logo}.png", f"/media/{intro}.mp4", ""),
    )


def test_a_changed_kit_is_all_new(service, file):
    made = service.create(ALICE, replace(KIT, logo_asset_id=file(), colour="#ffffff"))

    changed = service.change(ALICE, made.id, BrandKit("Ours", box="#00ff00"))

    assert (changed.id, changed.name, changed.logo_url) == (made.id, "Ours", "")
    assert (changed.colour, changed.box) == ("", "#00FF00")


@ONE_DATABASE
@pytest.mark.parametrize(
    ("typed", "kept"), [("  My   shop ", "My shop"), ("👩\u200d🚀 Éclair", "👩\u200d🚀 Éclair")]
)
def test_a_name_is_kept_without_needless_spaces(service, typed, kept):
    assert service.create(ALICE, BrandKit(typed)).name == kept


@ONE_DATABASE
@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"name": " "}, "name", "empty"),
        ({"name": "x" * 61}, "name", "too_long"),
        ({"name": "a\x00b"}, "name", "malformed"),
        ({"name": "a\u202eb"}, "name", "malformed"),
        ({"logo_width": 0.03}, "logoWidth", "out_of_range"),
        ({"logo_width": 0.41}, "logoWidth", "out_of_range"),
        ({"logo_width": float("nan")}, "logoWidth", "out_of_range"),
        ({"logo_opacity": 0.0}, "logoOpacity", "out_of_range"),
        ({"logo_opacity": 1.1}, "logoOpacity", "out_of_range"),
        ({"font": "Comic Sans"}, "font", "not_allowed"),
        ({"colour": "red"}, "colour", "malformed"),
        ({"active": "#12345"}, "active", "malformed"),
        ({"box": "#12345G"}, "box", "malformed"),
        ({"colour": "#123456\n"}, "colour", "malformed"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(service, change, field, problem):
    with pytest.raises(InvalidInput) as caught:
        service.create(ALICE, replace(KIT, **change))

    assert (refused(caught), service.all(ALICE)) == ((field, problem), [])


@ONE_DATABASE
@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("logo_asset_id", "video"),
        ("logo_asset_id", "audio"),
        ("logo_asset_id", "thumbnail"),
        ("intro_asset_id", "audio"),
        ("outro_asset_id", "thumbnail"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused(service, file, field, kind):
    with pytest.raises(InvalidInput) as caught:
        service.create(ALICE, replace(KIT, **{field: file(kind, "mp4")}))

    assert caught.value.params["problem"] == "wrong_kind"


@pytest.mark.parametrize("field", ["logo_asset_id", "intro_asset_id", "outro_asset_id"])
@pytest.mark.parametrize("is_there", [True, False])
def test_somebody_elses_file_is_not_found(service, file, field, is_there):
    asset_id = file(account=BOB) if is_there else "f" * 32
    made = service.create(ALICE, KIT)

    with pytest.raises(NotFound):
        service.create(ALICE, replace(KIT, **{field: asset_id}))
    with pytest.raises(NotFound):
        service.change(ALICE, made.id, replace(KIT, **{field: asset_id}))

    assert service.all(ALICE) == [made]


def test_somebody_elses_kit_is_not_found(service):
    mine = service.create(ALICE, KIT)

    for act in (
        lambda: service.get(BOB, mine.id),
        lambda: service.change(BOB, mine.id, KIT),
        lambda: service.delete(BOB, mine.id),
    ):
        with pytest.raises(NotFound):
            act()

    assert (service.all(BOB), service.all(ALICE)) == ([], [mine])


def test_a_failed_change_takes_nobodys_default_away(service):
    mine = service.create(ALICE, replace(KIT, is_default=True))

    with pytest.raises(NotFound):
        service.change(ALICE, "f" * 32, replace(KIT, is_default=True))

    assert service.get(ALICE, mine.id).is_default


def test_a_deleted_kit_is_not_found(service):
    made = service.create(ALICE, KIT)

    service.delete(ALICE, made.id)

    with pytest.raises(NotFound):
        service.get(ALICE, made.id)
    with pytest.raises(NotFound):
        service.delete(ALICE, made.id)


def test_there_are_twenty_at_most(service):
    for number in range(MOST):
        service.create(ALICE, BrandKit(f"kit {number}"))

    with pytest.raises(Conflict) as caught:
        service.create(ALICE, KIT)

    assert (caught.value.params["problem"], len(service.all(ALICE))) == ("too_many", MOST)
    assert service.create(BOB, KIT).name == KIT.name


def test_of_many_at_once_one_is_the_default(service, transaction):
    _register(transaction, ALICE)

    with ThreadPoolExecutor(6) as pool:
        made = list(
            pool.map(
                lambda n: service.create(ALICE, BrandKit(f"kit {n}", is_default=True)), range(12)
            )
        )

    found = service.all(ALICE)
    assert {kit.id for kit in found} == {kit.id for kit in made}
    assert sum(kit.is_default for kit in found) == 1


def test_of_many_at_once_twenty_are_kept(service, transaction):
    _register(transaction, ALICE)
    for number in range(MOST - 2):
        service.create(ALICE, BrandKit(f"kit {number}"))

    def create(number):
        try:
            return service.create(ALICE, BrandKit(f"late {number}"))
        except Conflict:
            return None

    with ThreadPoolExecutor(6) as pool:
        made = list(filter(None, pool.map(create, range(6))))

    assert (len(made), len(service.all(ALICE))) == (2, MOST)


def _register(transaction, account):
    """Write the Account down: it is what the two wait for."""
    with transaction() as session:
        session.add(
            AccountRow(
                id=account.id,
                email=account.email,
                name=account.name,
                password_hash="",
                plan="free",
                role="user",
                created_at=NOW,
            )
        )
