"""The installation's own certificate authority: whom browsers may believe, and no more."""

import hashlib
import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification

from app.files.authority import (
    AUTHORITY_LIFE,
    Authority,
    Name,
    NotAName,
    fingerprint_of,
    make_authority,
    make_server_certificate,
    names_of,
    read_name,
)
from app.files.certificates import (
    CertificateFolder,
    CertificateProblem,
    find_or_make_authority,
    find_or_make_certificate,
)
from tests.files.handshake import shake_hands

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES: tuple[Name, ...] = ("exam.test", ip_address("192.168.7.20"), ip_address("fd00::7"))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority("room", NAMES, NOW)


def verified(authority: Authority, name: Name, now: datetime = NOW) -> int:
    """Verify as a browser does, and return the length of the chain."""
    made = make_server_certificate(authority, [name], NOW)
    subject = x509.DNSName(name) if isinstance(name, str) else x509.IPAddress(name)
    verifier = (
        verification.PolicyBuilder()
        .store(verification.Store([authority.root]))
        .time(now)
        .build_server_verifier(subject)
    )
    return len(verifier.verify(made.certificate, [made.issuer]))


# What is believed


@pytest.mark.parametrize(
    "name",
    [
        *NAMES,
        "desk.exam.test",
        "server.local",
        "exams.internal",
        ip_address("10.1.2.3"),
        "localhost",
    ],
)
def test_the_chain_verifies_for_names_and_addresses_of_the_room(
    authority: Authority, name: Name
) -> None:
    assert verified(authority, name) == 3


@pytest.mark.parametrize(
    "name",
    [
        "www.example.com",
        "test",
        "notexam.test",
        ip_address("203.0.113.5"),
        ip_address("2001:db8::1"),
    ],
)
def test_a_stolen_key_cannot_speak_for_the_rest_of_the_internet(
    authority: Authority, name: Name
) -> None:
    assert not authority.may_name(name)
    with pytest.raises(verification.VerificationError):
        verified(authority, name)


def test_one_foreign_name_spoils_a_certificate_for_the_room(
    authority: Authority, tmp_path: Path
) -> None:
    made = make_server_certificate(authority, ["exam.test", "www.example.com"], datetime.now(UTC))

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(made, authority.root, "exam.test", tmp_path)


def test_a_client_with_nothing_but_our_root_shakes_hands(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    authority = make_authority("room", NAMES, now)
    made = make_server_certificate(authority, NAMES, now)

    assert shake_hands(made, authority.root, "exam.test", tmp_path) == "TLSv1.3"


def test_the_root_s_key_is_kept_nowhere(tmp_path: Path) -> None:
    folder = CertificateFolder(tmp_path / "https")
    authority = find_or_make_authority(folder, "room", NAMES, NOW)

    keys = [path.name for path in folder.path.iterdir() if b"PRIVATE" in path.read_bytes()]
    assert keys == ["issuer.key"]
    assert authority.key.public_key() != authority.root.public_key()


def test_both_authorities_carry_the_limits_and_the_issuer_makes_no_further_one(
    authority: Authority,
) -> None:
    for certificate, below in ((authority.root, 1), (authority.issuer, 0)):
        limits = certificate.extensions.get_extension_for_class(x509.NameConstraints)
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
        assert limits.critical and basic.critical and usage.critical
        assert (basic.value.ca, basic.value.path_length) == (True, below)
        assert usage.value.key_cert_sign and not usage.value.digital_signature


# What browsers ask of a server's certificate


def test_the_servers_certificate_is_one_that_browsers_take(authority: Authority) -> None:
    shown = make_server_certificate(authority, NAMES, NOW).certificate
    extensions = shown.extensions

    assert shown.not_valid_after_utc - shown.not_valid_before_utc <= timedelta(days=397)
    assert set(names_of(shown)) == set(NAMES)
    usage = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]
    assert extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_computer_whose_clock_is_a_day_slow_takes_it_from_the_first_moment(
    authority: Authority,
) -> None:
    assert verified(authority, "exam.test", NOW - timedelta(days=1)) == 3


def test_the_fingerprint_is_written_as_systems_show_it(authority: Authority) -> None:
    der = authority.root.public_bytes(Encoding.DER)

    digest = hashlib.sha256(der).hexdigest().upper()
    pairs = [digest[place : place + 2] for place in range(0, 64, 2)]

    assert fingerprint_of(authority.root) == ":".join(pairs)


# Names


@pytest.mark.parametrize("text", ["exam", "*.exam.test", "https://exam.test", "exam.test:8000", ""])
def test_what_is_no_name_with_a_dot_nor_an_address_is_refused(text: str) -> None:
    with pytest.raises(NotAName):
        read_name(text)


# On disk


@pytest.fixture
def folder(tmp_path: Path) -> CertificateFolder:
    return CertificateFolder(tmp_path / "https")


def started(
    folder: CertificateFolder, now: datetime = NOW, names: tuple[Name, ...] = NAMES
) -> tuple[Authority, x509.Certificate]:
    """Do what a start does."""
    authority = find_or_make_authority(folder, "room", names, now)
    return authority, find_or_make_certificate(folder, authority, names, now)


def test_keys_can_be_read_by_their_owner_only(folder: CertificateFolder) -> None:
    started(folder)

    for key in (folder.issuer_key, folder.server_key):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_a_second_start_shows_the_same_certificate(folder: CertificateFolder) -> None:
    first = started(folder)

    second = started(folder, NOW + timedelta(days=300))

    assert second[0].root == first[0].root
    assert second[1] == first[1]


def test_near_its_end_the_certificate_is_made_anew_by_the_same_authority(
    folder: CertificateFolder,
) -> None:
    first = started(folder)

    later = NOW + timedelta(days=310)
    second = started(folder, later)

    assert second[0].root == first[0].root
    assert second[1].not_valid_after_utc - later > timedelta(days=390)


def test_another_address_is_a_new_certificate_by_the_same_authority(
    folder: CertificateFolder,
) -> None:
    first = started(folder)

    second = started(folder, names=(*NAMES, ip_address("192.168.7.21")))

    assert second[0].root == first[0].root
    assert ip_address("192.168.7.21") in names_of(second[1])


def test_a_key_that_is_not_the_certificates_is_replaced_with_it(folder: CertificateFolder) -> None:
    first = started(folder)
    folder.server_key.write_bytes(folder.issuer_key.read_bytes())

    second = started(folder)

    assert second[1] != first[1]
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(folder.server, folder.server_key)


def test_an_authority_about_to_end_makes_way_for_a_new_one(folder: CertificateFolder) -> None:
    first = started(folder)

    second = started(folder, NOW + AUTHORITY_LIFE - timedelta(days=20))

    assert second[0].root != first[0].root


@pytest.mark.parametrize("part", ["issuer.key", "issuer.crt", "authority.crt"])
def test_a_damaged_authority_is_never_replaced_in_silence(
    folder: CertificateFolder, part: str
) -> None:
    started(folder)
    (folder.path / part).write_text("damaged", "ascii")

    with pytest.raises(CertificateProblem, match="from a backup"):
        started(folder)
