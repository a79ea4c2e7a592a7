"""The address guard: what a page or a feed names must not lead into a private network."""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address

Address = IPv4Address | IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)
# Not global by IANA's registries, whatever the version of Python says of them.
_RESERVED = (
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),
    ipaddress.IPv6Network("3fff::/20"),
)


def literal_address(host: str) -> Address | None:
    """The address that a host is written as, odd forms included: 2130706433, 0177.0.0.1, 0x7f.1, ①②⑦.0.0.1, [::1];
    None for a name."""
    bare = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[]").partition("%")[0].rstrip(".")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if not bare[:1].isdigit():
        return None
    try:
        return IPv4Address(socket.inet_aton(bare))
    except OSError:
        return None


def is_forbidden_address(address: str | Address) -> bool:
    """True for what is not a public unicast address, whatever form it is wrapped in; and for what is no address."""
    known = literal_address(address) if isinstance(address, str) else address
    if known is None:
        return True
    if isinstance(known, IPv6Address):
        inner = _embedded(known)
        if inner is not None:
            return is_forbidden_address(inner)
        if known in _NAT64_LOCAL or known.is_site_local:
            return True
    if any(known in network for network in _RESERVED if network.version == known.version):
        return True
    return not known.is_global or known.is_multicast or known.is_reserved or known.is_unspecified


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a mapped, compatible, NAT64, ISATAP, 6to4 or Teredo address."""
    isatap = int(address) >> 32 & 0xFFFFFFFF in _ISATAP
    if address in _NAT64 or isatap or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class PrivateHosts:
    """The hosts of allow_private: "127.0.0.1", "localhost", "[::1]" with any port, "127.0.0.1:8000" with that one."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(_bare(host) for host in allowed)

    def allow(self, host: str, port: int) -> bool:
        """True where the host may be asked on that port although its address is private."""
        bare = _bare(host)
        return bare in self._allowed or f"{bare}:{port}" in self._allowed


def _bare(host: str) -> str:
    return host.lower().replace("[", "").replace("]", "").rstrip(".")
