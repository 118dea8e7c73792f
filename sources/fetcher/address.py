"""Which addresses a socket may be connected to (requirements C1, C2).

The judgement is on the address itself, never on how a URL spells it. `ipaddress.is_global` is not enough: it knows
neither tunnels that carry an IPv4 address inside nor the addresses where clouds hand out credentials.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's special-purpose registries, and 168.63.129.16, where Azure answers its own machines.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
# Inside 2000::/3: protocol assignments with Teredo, documentation, 6to4. NAT64 (64:ff9b::/96) lies outside of it.
_NOT_PUBLIC_6 = tuple(IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

_INTERNAL_4 = tuple(
    IPv4Network(block) for block in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
)
_INTERNAL_6 = (IPv6Network("::1/128"), IPv6Network("fc00::/7"))
# Clouds hand out credentials here to whoever can be made to ask.
_NEVER = frozenset({IPv4Address("100.100.100.200"), IPv6Address("fd00:ec2::254"), IPv6Address("fd20:ce::254")})


def may_connect(where: str, *, private: bool) -> bool:
    """Say whether a socket may go to the numeric address `where`; `private` admits a company's own network too."""
    try:
        address = ip_address(where)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        address = address.ipv4_mapped or address
    return _is_public(address) or (private and _is_internal(address))


def is_own(host: str) -> bool:
    """Say whether a URL's host is plainly this machine or network: nobody's patience is tried by asking it often."""
    if host.rstrip(".") == "localhost":
        return True
    try:
        return _is_internal(ip_address(host))
    except ValueError:
        return False


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in block for block in _NOT_PUBLIC_6)


def _is_internal(address: IPv4Address | IPv6Address) -> bool:
    if address in _NEVER:
        return False
    if isinstance(address, IPv4Address):
        return any(address in block for block in _INTERNAL_4)
    return any(address in block for block in _INTERNAL_6)
