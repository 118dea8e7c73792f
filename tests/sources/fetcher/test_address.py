"""C1, C2: which addresses a socket may go to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetcher.address import is_own, may_connect

PUBLIC = ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::5", "::ffff:8.8.8.8"]
INTERNAL = ["10.1.2.3", "127.0.0.1", "127.255.255.254", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd12::1"]
NEVER = [
    "0.0.0.0",  # noqa: S104  # an address to refuse
    "0.1.2.3",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "192.0.0.1",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::127.0.0.1",
    "::ffff:0.0.0.0",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "ff02::1",
    "fd00:ec2::254",
    "localhost",
    "2130706433",
    "127.1",
    "",
]


@pytest.mark.parametrize("where", PUBLIC)
def test_public_addresses_may_be_asked(where: str) -> None:
    assert may_connect(where, private=False)
    assert may_connect(where, private=True)


@pytest.mark.parametrize("where", INTERNAL)
def test_a_company_network_may_be_asked_only_where_it_is_allowed(where: str) -> None:
    assert not may_connect(where, private=False)
    assert may_connect(where, private=True)


@pytest.mark.parametrize("where", NEVER)
def test_nothing_admits_the_addresses_that_give_out_credentials_or_lead_nowhere(where: str) -> None:
    assert not may_connect(where, private=False)
    assert not may_connect(where, private=True)


@given(st.ip_addresses(v=4), st.booleans())
def test_an_ipv4_address_in_ipv6_clothes_is_judged_like_itself(address: IPv4Address, private: bool) -> None:
    assert may_connect(f"::ffff:{address}", private=private) == may_connect(str(address), private=private)


@given(st.ip_addresses())
def test_what_the_standard_library_calls_private_is_never_public(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        mapped = isinstance(address, IPv6Address) and address.ipv4_mapped
        assert mapped or not may_connect(str(address), private=False)


@pytest.mark.parametrize(("host", "own"), [("localhost", True), ("127.0.0.1", True), ("10.0.0.7", True), ("::1", True)])
def test_our_own_hosts_need_no_spacing(host: str, own: bool) -> None:
    assert is_own(host) is own


@pytest.mark.parametrize("host", ["example.com", "8.8.8.8", "localhost.example.com", "169.254.169.254"])
def test_everybody_else_is_asked_with_spacing(host: str) -> None:
    assert not is_own(host)
