"""Which addresses are public, whose they are, and who may be reached at all."""

import pytest

from vidgenie.errors import InvalidInput
from vidgenie.net import FetchRules, check_url, is_public, origin_of
from vidgenie.net.addresses import is_reachable


@pytest.mark.parametrize(
    ("url", "origin"),
    [("https://API.example./v1?x", "https://api.example:443"), ("http://h:81", "http://h:81"),
     ("http://[::1]:81/", "http://::1:81"), ("ftp://h/", ""), ("http://", ""), ("http://h:x", "")],
)  # fmt: skip
def test_an_origin_is_scheme_host_and_port(url, origin):
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url", ["https://pub.example/a.png", "http://pub.example/", "https://1.1.1.1/x"]
)
def test_an_ordinary_address_passes(url):
    check_url(url, FetchRules())


@pytest.mark.parametrize(
    "url", ["https://pub.example:8443/", "http://pub.example:443/", "https://pub.example:80/"]
)
def test_only_the_usual_ports_are_dialled(url):
    with pytest.raises(InvalidInput):
        check_url(url, FetchRules())


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_these_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", ["not an address", "", "fe80::1%lo", "::ffff:10.0.0.1"])
def test_these_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.4", "100.64.0.9", "fd12::1", "::1", "8.8.8.8"],
)
def test_servers_of_ones_own_can_be_reached_where_the_operator_says_so(address):
    assert is_reachable(address)


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "100.100.100.200"),
        *("fd00:ec2::254", "::", "224.0.0.1", "255.255.255.255", "192.0.0.192", "nonsense"),
    ],
)
def test_where_clouds_keep_credentials_nobody_goes(address):
    assert not is_reachable(address)
