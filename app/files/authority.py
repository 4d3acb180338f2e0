"""The installation's own certificate authority: made once, and able to speak for the room only.

A root is what computers in the room are told to trust. Its key signs one certificate, that of the
issuer, and is then forgotten: it is never written anywhere. The issuer's key is kept, and whoever
steals it can speak for private addresses and for the names the authority was made for, and for
nothing else on the internet. Some programs do not look at the limits of a root, and all look at
those of an issuer; so both carry them.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Name = str | Address
Key = ec.EllipticCurvePrivateKey

AUTHORITY_LIFE = timedelta(days=3650)
# Browsers take at most 398 days from anybody.
SERVER_LIFE = timedelta(days=395)
# A computer in the room whose clock is slow must not find a certificate of the future.
BACKDATED = timedelta(days=2)

# Addresses that nobody can have on the internet, where an authority may always speak ...
PRIVATE = (
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
)
# ... and endings of names that nobody can have there.
RESERVED = ("localhost", "local", "internal", "home.arpa")

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(\.{_LABEL})+")


class NotAName(ValueError):
    """A text that cannot stand in a certificate as a computer's name or address."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What is kept of an authority: its root without a key, and the issuer with one."""

    root: x509.Certificate
    issuer: x509.Certificate
    key: Key

    def may_name(self, name: Name) -> bool:
        """Say whether a certificate of this authority for a name would be believed."""
        permitted = self._permitted()
        if isinstance(name, str):
            endings = [p.value for p in permitted if isinstance(p, x509.DNSName)]
            return any(_is_under(name, ending) for ending in endings)
        networks = [p.value for p in permitted if isinstance(p, x509.IPAddress)]
        return any(name in network for network in networks if isinstance(network, Network))

    def _permitted(self) -> Sequence[x509.GeneralName]:
        limits = self.issuer.extensions.get_extension_for_class(x509.NameConstraints).value
        return limits.permitted_subtrees or ()


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """What the server shows, and the key to it."""

    certificate: x509.Certificate
    issuer: x509.Certificate
    key: Key


def read_name(text: str) -> Name:
    """Read a computer's name or address.

    A name without a dot is not one: as a limit of an authority it could be a whole top-level domain.
    Raises NotAName.
    """
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        if text == "localhost" or (_NAME.fullmatch(text) and len(text) <= 253):
            return text
        raise NotAName(text) from None


def make_authority(label: str, names: Iterable[Name], now: datetime) -> Authority:
    """Make an authority for private addresses, for names that are reserved, and for these names."""
    root_key, key = _new_key(), _new_key()
    limits = _limits(names)
    serial = x509.random_serial_number()
    title = f"Testamur, {label[:24]}, {serial % 0x10000:04x}"
    root_name = _subject(title)
    until = now + AUTHORITY_LIFE
    root = (
        _authority_builder(root_name, root_name, root_key, now, until, limits, path_length=1)
        .serial_number(serial)
        .sign(root_key, hashes.SHA256())
    )
    issuer = (
        _authority_builder(_subject(f"{title}, issuer"), root_name, key, now, until, limits, 0)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_signed_by(root_key), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return Authority(root, issuer, key)


def make_server_certificate(
    authority: Authority, names: Sequence[Name], now: datetime
) -> ServerCertificate:
    """Make a certificate with a new key for names that the authority may give."""
    key = _new_key()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        _builder(_subject("Testamur"), authority.issuer.subject, key, now)
        .not_valid_after(min(now - BACKDATED + SERVER_LIFE, authority.issuer.not_valid_after_utc))
        .serial_number(x509.random_serial_number())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(_signed_by(authority.key), critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return ServerCertificate(certificate, authority.issuer, key)


def names_of(certificate: x509.Certificate) -> tuple[Name, ...]:
    """Return the names and addresses a certificate is for."""
    try:
        named = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = named.get_values_for_type(x509.IPAddress)
    return (
        *named.get_values_for_type(x509.DNSName),
        *(each for each in addresses if isinstance(each, Address)),
    )


def fingerprint_of(certificate: x509.Certificate) -> str:
    """Write the SHA-256 fingerprint as browsers and systems show it: pairs with colons."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _new_key() -> Key:
    return ec.generate_private_key(ec.SECP256R1())


def _subject(title: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])


def _general(name: Name) -> x509.GeneralName:
    return x509.DNSName(name) if isinstance(name, str) else x509.IPAddress(name)


def _is_under(name: str, ending: str) -> bool:
    return name == ending or name.endswith(f".{ending}")


def _limits(names: Iterable[Name]) -> x509.NameConstraints:
    permitted: list[x509.GeneralName] = [x509.DNSName(ending) for ending in RESERVED]
    private = [ipaddress.ip_network(network) for network in PRIVATE]
    permitted += [x509.IPAddress(network) for network in private]
    for name in dict.fromkeys(names):
        if isinstance(name, str):
            if not any(_is_under(name, ending) for ending in RESERVED):
                permitted.append(x509.DNSName(name))
        elif not any(name in network for network in private):
            permitted.append(x509.IPAddress(ipaddress.ip_network(name)))
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime
) -> x509.CertificateBuilder:
    public = key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .not_valid_before(now - BACKDATED)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _authority_builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: Key,
    now: datetime,
    until: datetime,
    limits: x509.NameConstraints,
    path_length: int,
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _builder(subject, issuer, key, now)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(limits, critical=True)
    )


def _signed_by(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
