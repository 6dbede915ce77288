"""What is for sale: Plans that admins add, one currency at a time, what was cancelled."""

import secrets
from datetime import timedelta

import pytest

from tests.services.town import Clock, lines
from vidgenie.audit.chain import Chain
from vidgenie.billing import products as store
from vidgenie.domain.account import Account
from vidgenie.domain.product import SEED, ProductKind
from vidgenie.errors import Conflict, InvalidInput, NotFound
from vidgenie.ledger import store as ledger
from vidgenie.services.assortment import Assortment, Conversion, ProductChange
from vidgenie.services.entitlements import entitlement

DAY = timedelta(days=1)
PLAN, PACK = ProductKind.PLAN, ProductKind.PACK
PRICES = {(one.kind, one.slug): one.cents for one in SEED if one.cents}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def assortment(transaction, reading, clock):
    return Assortment(transaction, reading, clock, Chain(b"a" * 32))


@pytest.fixture
def admin():
    return Account(secrets.token_hex(16), "admin@example.org", "", "enterprise", "admin")


@pytest.fixture
def sold(transaction, clock):
    """What is for sale: slug -> (credits, cents, currency)."""

    def sold(kind=PLAN):
        with transaction() as session:
            every = store.products(session, now=clock())
        return {
            one.slug: (one.credits, one.cents, one.currency)
            for one in every
            if one.kind is kind and one.is_offered
        }

    return sold


def studio(**more):
    figures = {"credits": 8000, "cents": 5999, "title": "Studio", "title_fr": "Atelier"}
    return ProductChange(PLAN, "studio", **{**figures, "position": 5, "note": "Agencies", **more})


def pro(**more):
    return ProductChange(PLAN, "pro", **{"credits": 2000, "cents": 2999, "note": "why", **more})


class TestPlans:
    def test_one_that_is_added_is_for_sale_under_its_names(self, assortment, admin, sold):
        seen = assortment.change(admin, studio(is_new=True))

        assert sold()["studio"] == (8000, 5999, "usd")
        assert (seen.now.name("en"), seen.now.name("fr")) == ("Studio", "Atelier")
        assert list(sold()) == ["free", "starter", "pro", "enterprise", "studio"]

    def test_one_can_be_added_for_later(self, assortment, admin, sold, clock):
        assortment.change(admin, studio(starts_at=clock() + DAY))

        assert "studio" not in sold()
        clock.move(days=1)
        assert "studio" in sold()

    def test_one_can_lose_its_limit_from_a_date_on_and_get_one_again(
        self, assortment, admin, clock
    ):
        assortment.change(admin, pro(is_unlimited=True, starts_at=clock() + DAY))
        clock.move(days=2)

        seen = assortment.change(admin, pro(credits=3000, is_unlimited=False))

        told = [(one.product.is_unlimited, one.product.credits) for one in seen.versions]
        assert told == [(False, 3000), (True, 0), (False, 2000)]

    def test_who_does_not_say_leaves_the_limit_as_it_was(self, assortment, admin):
        seen = assortment.change(admin, ProductChange(PLAN, "enterprise", 0, 8999, note="Cheaper"))

        assert seen.now.is_unlimited

    def test_one_that_is_withdrawn_is_no_longer_for_sale(self, assortment, admin, sold, clock):
        assortment.change(admin, studio())
        clock.move(hours=1)

        seen = assortment.change(admin, studio(is_offered=False))

        assert "studio" not in sold()
        assert seen.now.title == "Studio"

    def test_the_names_of_the_release_are_texts_of_the_pages(self, assortment, admin):
        assert assortment.change(admin, pro(title="Best", title_fr="Mieux")).now.title == ""

    @pytest.mark.parametrize(
        ("wrong", "field", "problem"),
        [
            ({"title": " "}, "title", "missing"),
            ({"title_fr": ""}, "titleFr", "missing"),
            ({"title_fr": "x" * 61}, "titleFr", "too_long"),
            ({"credits": 0}, "credits", "out_of_range"),
            ({"credits": 10**18}, "credits", "out_of_range"),
            ({"cents": 0}, "cents", "out_of_range"),
            ({"position": -1}, "position", "out_of_range"),
            ({"currency": "xxx"}, "currency", "unknown"),
            ({"currency": "eur"}, "currency", "one_currency"),
            ({"note": ""}, "note", "missing"),
        ],
    )
    def test_what_is_no_plan_is_refused_and_nothing_changes(
        self, assortment, admin, wrong, field, problem
    ):
        before = assortment.catalogue()

        with pytest.raises(InvalidInput) as refused:
            assortment.change(admin, studio(**wrong))

        assert (refused.value.params["field"], refused.value.params["problem"]) == (field, problem)
        assert assortment.catalogue() == before

    @pytest.mark.parametrize("slug", ["Studio", "9a", "a_b", "x" * 21, ""])
    def test_a_short_name_has_plain_letters(self, assortment, admin, slug):
        with pytest.raises(InvalidInput) as refused:
            assortment.change(admin, ProductChange(PLAN, slug, 10, 500, title="A", note="why"))

        assert refused.value.params["field"] == "slug"

    def test_a_new_one_does_not_replace_one_of_its_name(self, assortment, admin):
        with pytest.raises(Conflict) as refused:
            assortment.change(admin, pro(is_new=True, seen=""))

        assert refused.value.params["problem"] == "slug_taken"

    def test_the_free_one_keeps_a_limit(self, assortment, admin):
        free = ProductChange(PLAN, "free", 100, 0, note="why", is_unlimited=True)

        with pytest.raises(InvalidInput) as refused:
            assortment.change(admin, free)

        assert refused.value.params["problem"] == "limited"

    def test_there_are_no_more_than_people_can_choose_from(self, assortment, admin):
        for number in range(8):
            change = studio()
            named = {name: getattr(change, name) for name in ("credits", "cents", "title")}
            assortment.change(
                admin,
                ProductChange(PLAN, f"p{number}", **named, title_fr="Un", note="why"),
            )

        with pytest.raises(Conflict) as refused:
            assortment.change(admin, studio())

        assert refused.value.params["problem"] == "too_many"


class TestWhoHasAPlan:
    @pytest.fixture
    def owner(self, transaction):
        """Somebody with a Plan without a limit that nobody pays for."""
        account = Account(secrets.token_hex(16), "o@example.org", "", "enterprise")
        with transaction() as session:
            ledger.open_wallet(session, account.id, unlimited=True)
        return account

    def test_without_a_limit_it_stays_so_for_them(
        self, assortment, admin, owner, transaction, clock
    ):
        limited = {"credits": 9000, "cents": 9999, "note": "why", "is_unlimited": False}
        assortment.change(admin, ProductChange(PLAN, "enterprise", **limited))

        with transaction() as session:
            mine = entitlement(session, owner, now=clock())

        assert (mine.plan.is_unlimited, mine.plan.credits) == (True, 0)


class TestCurrency:
    def test_everything_is_converted_at_once(self, assortment, admin, sold, transaction):
        prices = {key: cents - 100 for key, cents in PRICES.items()}

        assortment.convert(admin, Conversion("eur", prices, "We are in Lyon"))

        assert {one[2] for one in [*sold().values(), *sold(PACK).values()]} == {"eur"}
        assert sold()["pro"] == (2000, 2899, "eur")
        assert sold()["enterprise"][0] == 0
        assert len(lines(transaction)) == len(SEED)

    def test_a_new_product_is_in_the_new_one_from_then_on(self, assortment, admin, clock):
        assortment.convert(admin, Conversion("eur", PRICES, "why", clock() + 2 * DAY))

        with pytest.raises(InvalidInput) as refused:
            assortment.change(admin, studio())
        assert refused.value.params["currencies"] == "EUR, USD"
        seen = assortment.change(admin, studio(currency="eur", starts_at=clock() + 3 * DAY))
        assert seen.versions[0].standing == "scheduled"

    def test_what_is_withdrawn_keeps_its_own(self, assortment, admin, clock):
        assortment.change(admin, studio())
        clock.move(hours=1)
        assortment.change(admin, studio(is_offered=False))

        assortment.convert(admin, Conversion("eur", PRICES, "why"))

        kept = next(one for one in assortment.catalogue() if one.slug == "studio")
        assert kept.now.currency == "usd"

    def test_what_is_withdrawn_comes_back_in_the_one_of_the_others(self, assortment, admin, clock):
        assortment.change(admin, pro(is_offered=False))
        clock.move(hours=1)
        others = {key: cents for key, cents in PRICES.items() if key != (PLAN, "pro")}
        assortment.convert(admin, Conversion("eur", others, "why"))
        clock.move(hours=1)

        with pytest.raises(InvalidInput):
            assortment.change(admin, pro())
        assert assortment.change(admin, pro(currency="eur")).now.is_offered

    @pytest.mark.parametrize(
        ("prices", "error"),
        [
            ({(PLAN, "pro"): 1000}, InvalidInput),
            ({**PRICES, (PLAN, "pro"): 1}, InvalidInput),
            ({**PRICES, (PLAN, "gone"): 1000}, NotFound),
        ],
    )
    def test_each_needs_a_price_and_no_other(self, assortment, admin, prices, error):
        before = assortment.catalogue()

        with pytest.raises(error):
            assortment.convert(admin, Conversion("eur", prices, "why"))

        assert assortment.catalogue() == before

    def test_what_was_converted_at_once_is_cancelled_at_once(self, assortment, admin, clock, sold):
        seen = assortment.convert(admin, Conversion("eur", PRICES, "why", clock() + DAY))
        pack = next(one for one in seen if one.slug == "small")

        assortment.cancel(admin, pack.newest)

        clock.move(days=2)
        assert {one[2] for one in sold().values()} == {"usd"}

    def test_it_is_not_cancelled_under_what_needs_it(self, assortment, admin, clock):
        seen = assortment.convert(admin, Conversion("eur", PRICES, "why", clock() + DAY))
        assortment.change(admin, studio(currency="eur", starts_at=clock() + 2 * DAY))

        with pytest.raises(Conflict) as refused:
            assortment.cancel(admin, seen[1].newest)

        assert refused.value.params["problem"] == "one_currency"

    def test_the_free_plan_is_shown_in_the_one_of_the_others(self, assortment, admin, clock):
        assortment.convert(admin, Conversion("eur", PRICES, "why"))
        clock.move(hours=1)

        seen = assortment.change(admin, ProductChange(PLAN, "free", 50, 0, note="why"))

        assert seen.now.currency == "eur"


class TestCancelled:
    def test_it_stays_in_the_list_with_who_and_when(self, assortment, admin, clock):
        seen = assortment.change(None, pro(credits=9, starts_at=clock() + DAY))
        clock.move(hours=2)

        assortment.cancel(admin, seen.newest)

        item = next(one for one in assortment.catalogue() if one.slug == "pro")
        gone = item.versions[0]
        assert (gone.standing, gone.product.credits, gone.note) == ("cancelled", 9, "why")
        assert (gone.author, gone.cancelled_by, gone.cancelled_at) == ("operator", "?", clock())
        assert (item.newest, item.now.credits) == ("", 2000)

    def test_another_may_begin_at_its_instant(self, assortment, admin, clock):
        begins = clock() + DAY
        seen = assortment.change(admin, pro(credits=9, starts_at=begins))
        assortment.cancel(admin, seen.newest)

        again = assortment.change(admin, pro(credits=8, starts_at=begins))

        assert [one.standing for one in again.versions[:2]].count("cancelled") == 1

    def test_one_that_never_began_can_be_read(self, assortment, admin, clock):
        seen = assortment.change(admin, studio(starts_at=clock() + DAY))

        assortment.cancel(admin, seen.newest)

        item = next(one for one in assortment.catalogue() if one.slug == "studio")
        assert (item.now, [one.standing for one in item.versions]) == (None, ["cancelled"])
