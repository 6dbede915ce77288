"""Another Provider after a proven failure: in the Account's order, never dearer, never in doubt."""

import pytest

from tests.engine.studio import chain
from vidgenie.domain.run import RunStatus

pytestmark = pytest.mark.postgres_in_soak

KEY = "kp-0123456789-abcdefghij"


def prefer(studio, *slugs, fallback=True):
    studio.services.preferences.save(studio.account, {"text": slugs}, fallback=fallback)


def enhanced(view):
    return next(node for node in view.nodes if node.id == "enhance")


async def test_the_next_in_the_order_takes_over_when_one_refuses(studio):
    prefer(studio, "pen", "steadypen")

    view = await studio.finish(await studio.start(chain("reject")))
    assert view.status is RunStatus.FAILED  # a Pen refuses what a Pen refuses

    studio.keyed.is_down = True
    prefer(studio, "keyed", "steadypen")
    studio.services.keys.save(studio.account, {"keyed": KEY}, {})
    view = await studio.finish(await studio.start(chain("revoked meanwhile", provider="keyed")))

    node = enhanced(view)
    assert (view.status, node.provider, node.instead_of) == (
        RunStatus.SUCCEEDED,
        "steadypen",
        "keyed",
    )
    assert view.charged <= view.held
    assert studio.violations() == {}


async def test_without_the_wish_nobody_takes_over(studio):
    studio.services.keys.save(studio.account, {"keyed": KEY}, {})
    prefer(studio, "keyed", "steadypen", fallback=False)

    view = await studio.finish(await studio.start(chain("revoked meanwhile", provider="keyed")))

    assert view.error["code"] == "key_refused"
    assert studio.steady.calls == []


async def test_a_moderated_prompt_is_not_taken_to_the_next(studio):
    studio.services.keys.save(studio.account, {"keyed": KEY}, {})
    prefer(studio, "keyed", "steadypen")

    view = await studio.finish(await studio.start(chain("moderated", provider="keyed")))

    assert view.error["problem"] == "moderated"
    assert studio.steady.calls == []


@pytest.mark.parametrize(("dearer", "who"), [(0, "steadypen"), (1, "")])
async def test_what_was_quoted_is_the_most_that_is_charged(studio, dearer, who):
    studio.services.keys.save(studio.account, {"keyed": KEY}, {})
    prefer(studio, "keyed", "steadypen")
    with studio.services.engine.transaction() as session:
        from vidgenie.ledger import store as ledger  # noqa: PLC0415  # as few as possible

        ledger.set_price(session, provider="steadypen", action="enhance", price=1 + dearer)

    view = await studio.finish(await studio.start(chain("revoked meanwhile", provider="keyed")))

    assert view.held == 1
    assert view.charged == (1 if who else 0)
    assert enhanced(view).instead_of == ("keyed" if who else "")
