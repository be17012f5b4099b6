"""Where a request comes from, as far as limits go: a block of addresses, never a single one."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import current_app, request

from ngoapp.core.tokens import keyed_digest

IPV4_BITS, IPV6_BITS = 24, 56  # what a provider hands to one office or home, and its neighbours


def source_here() -> str:
    """The block of the present request, as a keyed digest: enough to count with, too little to find somebody.

    Behind proxies of our own (NGOAPP_TRUSTED_PROXIES) it is the visitor's; a header from anybody else counts for
    nothing, since only ProxyFix may change the address that Flask sees."""
    return keyed_digest(current_app.config["SECRET_KEY"], "source", block_of(request.remote_addr or ""))


def block_of(address: str) -> str:
    """The /24 of an IPv4 address, the /56 of an IPv6 one; what is no address stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    bits = IPV4_BITS if found.version == 4 else IPV6_BITS
    return str(ip_network((found, bits), strict=False))
