"""JSON nobody vouches for, and files as text."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidgenie.wire import at, decode, inline, inlined, items, read_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=200))
def test_whatever_is_answered_reads_as_an_object(body):
    assert isinstance(read_json(httpx.Response(200, content=body)), dict)


@pytest.mark.parametrize("body", [b"", b"[1]", b'"x"', b"\xff", b"[" * 100_000, b"NaN"])
def test_what_is_no_object_reads_as_an_empty_one(body):
    assert read_json(httpx.Response(200, content=body)) == {}


@given(JSON, st.lists(st.text(max_size=3) | st.integers(0, 3), max_size=4))
def test_a_path_leads_somewhere_or_nowhere(said, path):
    at(said, *path)
    assert isinstance(items(said, *path), list)


def test_a_path_goes_through_objects_and_lists():
    said = {"data": [{"b64_json": "eA=="}]}

    assert at(said, "data", 0, "b64_json") == "eA=="
    assert at(said, "data", 1, "b64_json") is None
    assert at(said, "data", "b64_json") is None
    assert items(said, "data") == [{"b64_json": "eA=="}]


@given(st.binary())
def test_a_file_comes_out_of_its_address_as_it_went_in(data):
    assert inlined(inline(data)) == data


@pytest.mark.parametrize("text", ["data:x;base64,not base64!", "data:", "https://x/", "", None])
def test_an_address_that_is_no_file_gives_none(text):
    assert inlined(text) == b""


@pytest.mark.parametrize("text", [None, 7, ["eA=="], "e", "\N{SNOWMAN}"])
def test_what_is_no_base64_gives_no_bytes(text):
    assert decode(text) == b""
