"""The arithmetic: what is sealed opens with the same key and context only."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vidgenie.vault.crypto import Unreadable, context, derive, seal, unseal

keys = st.binary(min_size=32, max_size=32)
parts = st.lists(st.text(max_size=12), max_size=5)


def parse(blob: bytes) -> list[str]:
    """The parts that `context` was given: that they come back proves that nothing else has it."""
    assert blob[:3] == b"VG1"
    blob, found = blob[3:], []
    while blob:
        length = int.from_bytes(blob[:4], "big")
        found.append(blob[4 : 4 + length].decode())
        blob = blob[4 + length :]
    return found


@given(parts)
def test_a_context_tells_its_parts(given_parts):
    assert parse(context(*given_parts)) == given_parts


@given(parts, parts)
def test_two_contexts_are_the_same_only_for_the_same_parts(one, other):
    assert (context(*one) == context(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", ""), ("a",)),
        (("",), ()),
        (("a", "b"), ("b", "a")),
        (("1", "11"), ("11", "1")),
    ],
)
def test_contexts_that_look_alike_differ(one, other):
    assert context(*one) != context(*other)


@given(keys, st.binary(max_size=300), parts)
def test_what_is_sealed_comes_out_again(key, plaintext, bound_to):
    blob = seal(key, plaintext, context(*bound_to))

    assert unseal(key, blob, context(*bound_to)) == plaintext
    assert len(blob) == 12 + len(plaintext) + 16


@given(keys, st.binary(max_size=60), parts, parts)
def test_it_opens_in_no_other_context(key, plaintext, one, other):
    assume(one != other)
    blob = seal(key, plaintext, context(*one))

    with pytest.raises(Unreadable):
        unseal(key, blob, context(*other))


@given(keys, keys, st.binary(max_size=60))
def test_it_opens_with_no_other_key(one, other, plaintext):
    assume(one != other)

    with pytest.raises(Unreadable):
        unseal(other, seal(one, plaintext, b""), b"")


@given(keys, st.binary(max_size=60), st.data())
def test_it_opens_no_more_once_a_bit_is_flipped(key, plaintext, data):
    blob = bytearray(seal(key, plaintext, b"here"))
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8

    with pytest.raises(Unreadable):
        unseal(key, bytes(blob), b"here")


@given(keys, st.binary(max_size=60))
def test_the_same_is_never_sealed_twice_the_same_way(key, plaintext):
    assert seal(key, plaintext, b"") != seal(key, plaintext, b"")


@given(st.binary(max_size=40))
def test_anything_else_is_unreadable(blob):
    with pytest.raises(Unreadable):
        unseal(bytes(32), blob, b"")


@given(keys, st.text(max_size=20), st.text(max_size=20))
def test_a_derived_key_belongs_to_its_label(key, one, other):
    assert (derive(key, one) == derive(key, other)) == (one == other)
    assert derive(key, one) != key
    assert len(derive(key, one, 16)) == 16
