"""The address guard: which addresses are private, in every form in which they can be written."""

import pytest

from scraper.guard import PrivateHosts, is_forbidden_address, literal_address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "127.0.1",
        "127.000.000.001",
        "017700000001",
        "0X7F000001",
        "127.0.0.1.",
        "①②⑦.⓪.⓪.①",
        "１２７.０.０.１",
        "127。0。0。1",
        "2852039166",
        "0",
        "0.0.0.0",
        "0.1.2.3",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "192.0.0.8",
        "192.88.99.1",
        "255.255.255.255",
        "::",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "[::ffff:7f00:1]",
        "0:0:0:0:0:ffff:7f00:0001",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "2a00::5efe:127.0.0.1",
        "2a00::200:5efe:a9fe:a9fe",
        "64:ff9b::10.0.0.1",
        "100::1",
        "3fff::1",
        "ff0e::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "no address",
        "",
    ],
)
def test_private_and_reserved_addresses_are_forbidden(address: str) -> None:
    assert is_forbidden_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "151.101.0.81",
        "8.8.8.8",
        "2a04:4e42::81",
        "::ffff:151.101.0.81",
        "64:ff9b::9765:51",
        "2002:9765:51::",
        "134744072",
        "8.8.2056",
    ],
)
def test_public_addresses_are_not(address: str) -> None:
    assert not is_forbidden_address(address)


@pytest.mark.parametrize("host", ["town.test", "www.1st-news.test", "face.test", "", "1and1.test", "999.1.1.1"])
def test_a_name_is_no_address(host: str) -> None:
    assert literal_address(host) is None


def test_hosts_are_allowed_with_any_port_or_with_the_one_that_is_named() -> None:
    private = PrivateHosts(["127.0.0.1:8000", "LOCALHOST", "[::1]", "10.0.0.5"])
    assert private.allow("127.0.0.1", 8000)
    assert not private.allow("127.0.0.1", 8001)
    assert private.allow("localhost.", 80)
    assert private.allow("::1", 99)
    assert private.allow("[::1]", 99)
    assert not private.allow("10.0.0.6", 80)
