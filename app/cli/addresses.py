"""Under which names and addresses other computers find this one."""

import ipaddress
import re
import socket
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from app.config import Settings
from app.files.authority import Address, Name, NotAName, read_name

FOUR = Path("/proc/net/fib_trie")
SIX = Path("/proc/net/if_inet6")
OWN = (IPv4Address("127.0.0.1"), IPv6Address("::1"))

_LOCAL_FOUR = re.compile(r"\|-- ([0-9.]+)\n +/32 host LOCAL")


def addresses_here() -> tuple[Address, ...]:
    """Return this machine's addresses that others can use, IPv4 first."""
    four = {ipaddress.ip_address(found) for found in _LOCAL_FOUR.findall(_read(FOUR))}
    six = {IPv6Address(int(line.split()[0], 16)) for line in _read(SIX).splitlines()}
    usable = [
        address
        for address in (*sorted(four, key=int), *sorted(six, key=int))
        if not address.is_loopback and not (address.version == 6 and address.is_link_local)
    ]
    return tuple(usable) or _the_one_in_use()


def names_here() -> tuple[str, ...]:
    """Return this machine's names that have a dot: the one it has, and the one for its own network."""
    host = socket.gethostname().lower()
    written = (host, socket.getfqdn().lower(), f"{host.partition('.')[0]}.local")
    return tuple(dict.fromkeys(name for name in written if _is_usable(name)))


def names_for(settings: Settings) -> tuple[Name, ...]:
    """Return what the server's certificate should be for: the settings' names first. Raises NotAName."""
    given = [read_name(name) for name in settings.further_names]
    host = [settings.host] if _is_usable(settings.host) else []
    found = [*host, *names_here(), *_listening(settings.host), "localhost", *OWN]
    return tuple(dict.fromkeys([*given, *found]))


def hosts_for(settings: Settings) -> tuple[str, ...]:
    """Return what people write into the address field to get here, the best first."""
    addresses = _listening(settings.host)
    hosts = [*settings.further_names, *(str(a) for a in addresses if a.version == 4)]
    return tuple(dict.fromkeys(hosts or map(str, addresses))) or ("127.0.0.1",)


def _listening(host: str) -> tuple[Address, ...]:
    """Return the addresses where a server that listens at a host is found."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return addresses_here()
    return addresses_here() if address.is_unspecified else (address,)


def _the_one_in_use() -> tuple[Address, ...]:
    """Ask the system which address it would use towards another machine; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ()
        return (ipaddress.ip_address(probe.getsockname()[0]),)


def _is_usable(name: str) -> bool:
    try:
        return isinstance(read_name(name), str) and name != "localhost"
    except NotAName:
        return False


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:
        return ""
