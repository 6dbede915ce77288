"""What Stripe does when it is asked."""

import copy
import re
from collections.abc import Callable

from tests.support.services import Refusal
from tests.support.services.stripe import making
from tests.support.services.stripe.books import declined, refusal
from tests.support.services.stripe.forms import Asked
from tests.support.services.stripe.making import Thing
from tests.support.services.stripe.world import MONTH, World

_DAY = 86_400  # s
Answer = Callable[[World, str, Asked], Thing]


def route(world: World, method: str, path: str, asked: Asked) -> Thing:
    """What is answered. Raises Refusal."""
    for wanted, pattern, answer in _ROUTES:
        found = re.fullmatch(pattern, path)
        if found and wanted == method:
            return copy.deepcopy(answer(world, "".join(found.groups()), asked))
    raise Refusal(
        404, {"error": {"type": "invalid_request_error", "message": f"Unrecognized {path}"}}
    )


def _open(world: World, _: str, asked: Asked) -> Thing:
    """A page to pay at."""
    if asked.get("customer"):
        world.find(asked["customer"], "customer", field="customer")
        if asked.get("customer_email"):
            raise refusal("parameter_invalid", "You may only specify one of these", "customer")
    is_plan = asked["mode"] == "subscription"
    line = asked["line_items"][0]["price_data"]
    if is_plan != ("recurring" in line):
        raise refusal("", "You must provide at least one recurring price in `subscription` mode")
    total = int(line["unit_amount"]) * int(asked["line_items"][0]["quantity"])
    id_ = f"cs_test_{world.id('a')}"
    made = making.example(
        "checkout.session",
        id=id_,
        after_expiration=None,
        amount_subtotal=total,
        amount_total=total,
        cancel_url=asked["cancel_url"],
        client_reference_id=asked.get("client_reference_id"),
        consent_collection=None,
        created=world.now,
        currency=line["currency"],
        currency_conversion=None,
        customer=asked.get("customer"),
        customer_creation=asked.get("customer_creation"),
        customer_email=asked.get("customer_email"),
        expires_at=int(asked.get("expires_at", world.now + _DAY)),
        invoice_creation=None if is_plan else _creation(asked),
        locale=asked.get("locale"),
        managed_payments=None,
        metadata=asked.get("metadata", {}),
        mode=asked["mode"],
        payment_intent=None,
        shipping_address_collection=None,
        shipping_cost=None,
        success_url=asked["success_url"],
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        url=f"https://checkout.stripe.com/c/pay/{id_}",
    )
    world.things[f"asked:{id_}"] = {"object": "asked", **asked}
    return world.keep(made)


def _creation(asked: Asked) -> Thing:
    given = asked.get("invoice_creation", {})
    made = copy.deepcopy(making.EXAMPLES["checkout.session"]["invoice_creation"])
    made["enabled"] = given.get("enabled") == "true"
    made["invoice_data"]["metadata"] = given.get("invoice_data", {}).get("metadata", {})
    return made


def _expire(world: World, id_: str, _: Asked) -> Thing:
    found = world.find(id_, "checkout.session")
    if found["status"] != "open":
        raise refusal("", 'Only Checkout Sessions with a status in ["open"] can be expired.')
    world.run_out(id_)
    return found


def _invoice(world: World, id_: str, asked: Asked) -> Thing:
    found = world.find(id_, "invoice")
    if "payments" in asked.get("expand", []):
        return {**found, "payments": world.payments(found)}
    return found


def _invoices(world: World, _: str, asked: Asked) -> Thing:
    found = [
        one
        for one in world.every("invoice")
        if one["status"] == asked["status"]
        and one["lines"]["data"][0].get("subscription") == asked["subscription"]
    ]
    if "data.payments" in asked.get("expand", []):
        found = [{**one, "payments": world.payments(one)} for one in found]
    return making.listed(*found[: int(asked["limit"])], url="/v1/invoices")


def _refund(world: World, _: str, asked: Asked) -> Thing:
    """All of a payment goes back."""
    payment_id = asked["payment_intent"]
    world.find(payment_id, "payment_intent", field="payment_intent")
    charge = world.charge_of(payment_id)
    if charge["refunded"]:
        raise refusal("charge_already_refunded", "Charge has already been refunded.")
    return world.refund(payment_id, charge["amount"] - charge["amount_refunded"])


def _charge(world: World, id_: str, asked: Asked) -> Thing:
    """Its refunds are told to whoever asks for them, the newest ten."""
    found = {**world.find(id_, "charge")}
    url = found.pop("refunds")["url"]
    if "refunds" in asked.get("expand", []):
        back = [one for one in reversed(world.every("refund")) if one["charge"] == id_]
        found["refunds"] = {**making.listed(*back[:10], url=url), "has_more": len(back) > 10}
    return found


def _product(world: World, _: str, asked: Asked) -> Thing:
    if asked["id"] in world.things:
        raise refusal("resource_already_exists", "Product already exists.", "id")
    made = making.example("product", id=asked["id"], name=asked["name"], default_price=None)
    return world.keep(made)


def _portal(world: World, _: str, asked: Asked) -> Thing:
    world.find(asked["customer"], "customer", field="customer")
    made = making.example(
        "billing_portal.session",
        id=world.id("bps"),
        created=world.now,
        customer=asked["customer"],
        flow=None,
        livemode=False,
        locale=asked.get("locale"),
        return_url=asked["return_url"],
        url=f"https://billing.stripe.com/p/session/{world.id('test')}",
    )
    return world.keep(made)


def _change(world: World, id_: str, asked: Asked) -> Thing:
    """A subscription is changed as a whole, or, when the money does not come, not at all."""
    found = world.find(id_, "subscription")
    if found["status"] == "canceled":
        raise refusal("resource_missing", "A canceled subscription can only update its metadata")
    if "cancel_at" in asked and "cancel_at_period_end" in asked:
        raise refusal("parameter_invalid", "You may only specify one of these", "cancel_at")
    is_at_once = asked.get("billing_cycle_anchor") == {"type": "now"}
    if is_at_once and world.card:
        assert asked["payment_behavior"] == "error_if_incomplete"
        raise declined(world.card)
    if "cancel_at_period_end" in asked:
        ends = asked["cancel_at_period_end"] == "true"
        end = found["items"]["data"][0]["current_period_end"]
        found |= {"cancel_at_period_end": ends, "cancel_at": end if ends else None}
        found["canceled_at"] = world.now if ends else None
    if asked.get("cancel_at") == "":
        found["cancel_at"] = None
    found["metadata"] |= asked.get("metadata", {})
    found["metadata"] = {name: text for name, text in found["metadata"].items() if text}
    for wanted in asked.get("items", []):
        _item(world, found, wanted)
    if is_at_once:
        item = found["items"]["data"][0]
        item |= {"current_period_start": world.now, "current_period_end": world.now + MONTH}
        found["billing_cycle_anchor"] = world.now
    world.tell("customer.subscription.updated", found)
    if is_at_once:
        world.pay_invoice(world.invoice(found, "subscription_update")["id"])
    return found


def _item(world: World, found: Thing, wanted: Asked) -> None:
    item = found["items"]["data"][0]
    if wanted["id"] != item["id"]:
        raise refusal("resource_missing", "No such subscription item", "items[0][id]")
    data = wanted["price_data"]
    world.find(data["product"], "product", field="items[0][price_data][product]")
    making.price(item, data)


def _cancel(world: World, id_: str, _: Asked) -> Thing:
    found = world.find(id_, "subscription")
    if found["status"] == "canceled":
        raise refusal("resource_missing", f"No such subscription: {id_}", "id", status=404)
    return world.end(id_)


def _find(kind: str) -> Answer:
    return lambda world, id_, _: world.find(id_, kind)


_ID = "/([A-Za-z0-9_]+)"
_ROUTES: tuple[tuple[str, str, Answer], ...] = (
    ("POST", "/v1/checkout/sessions", _open),
    ("GET", f"/v1/checkout/sessions{_ID}", _find("checkout.session")),
    ("POST", f"/v1/checkout/sessions{_ID}/expire", _expire),
    ("POST", "/v1/billing_portal/sessions", _portal),
    ("POST", "/v1/products", _product),
    ("GET", f"/v1/subscriptions{_ID}", _find("subscription")),
    ("POST", f"/v1/subscriptions{_ID}", _change),
    ("DELETE", f"/v1/subscriptions{_ID}", _cancel),
    ("GET", f"/v1/invoices{_ID}", _invoice),
    ("GET", "/v1/invoices", _invoices),
    ("POST", "/v1/refunds", _refund),
    ("GET", f"/v1/charges{_ID}", _charge),
    ("GET", f"/v1/disputes{_ID}", _find("dispute")),
    ("GET", f"/v1/payment_intents{_ID}", _find("payment_intent")),
)
