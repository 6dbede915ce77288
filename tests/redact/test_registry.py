"""A key is known while it is used, and a while after."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.redact.canary import KEY
from vidgenie.redact.registry import Registry


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_a_key_is_known_from_its_first_use_until_a_while_after_the_last():
    registry = Registry(linger=30.0, clock=(clock := Clock()))
    with registry.live(KEY):
        with registry.live(KEY, "another-key-of-mine"):
            assert registry.hide(KEY) == "[key]"
        clock.now += 31
        registry.forget()
        assert registry.hide("another-key-of-mine") == "another-key-of-mine"
        assert registry.hide(KEY) == "[key]"

    clock.now += 29
    registry.forget()
    assert registry.hide(KEY) == "[key]"
    clock.now += 2
    registry.forget()
    assert registry.hide(KEY) == KEY


def test_a_key_used_again_starts_its_time_anew():
    registry = Registry(linger=30.0, clock=(clock := Clock()))
    for _ in range(3):
        with registry.live(KEY):
            clock.now += 20
        registry.forget()

    assert registry.hide(KEY) == "[key]"


def test_keys_are_forgotten_even_when_nothing_more_happens():
    registry = Registry(linger=0.05)
    with registry.live(KEY):
        pass
    deadline = time.monotonic() + 5
    while registry.hide(KEY) != KEY and time.monotonic() < deadline:
        time.sleep(0.01)

    assert registry.hide(KEY) == KEY


def test_keys_come_and_go_in_many_threads():
    registry = Registry(linger=0.0)

    def use(number):
        key = f"key-number-{number:08d}"
        for _ in range(50):
            with registry.live(key):
                assert registry.hide(f"<{key}>") == "<[key]>"
            registry.forget()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))
    registry.forget()

    assert registry.hide("key-number-00000001") == "key-number-00000001"
