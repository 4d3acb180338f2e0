"""What `testamur serve` decides about https, and `testamur certificate`."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography import x509

from app.cli import main
from app.cli.https import Https, addresses_of, prepare_https
from app.config import Settings, SettingsError, Transport, check_for_production
from app.files.authority import (
    fingerprint_of,
    make_authority,
    make_server_certificate,
    names_of,
)
from app.files.certificates import CertificateProblem, folder_of, read_certificate, read_root
from app.web import flask_config
from tests.files.handshake import key_pem, pem

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what a room reaches
SECRET = "a secret of more than thirty-two letters"


@pytest.fixture
def room(tmp_path: Path) -> Settings:
    """Give the settings of a server that a room reaches."""
    return Settings(instance=tmp_path, host=EVERYWHERE, names="exam.test", secret_key=SECRET)


# The decision


@pytest.mark.parametrize(
    ("given", "transport"),
    [
        ({"host": "127.0.0.1"}, Transport.OWN_MACHINE),
        ({"host": EVERYWHERE}, Transport.AUTHORITY),
        ({"host": "192.168.7.20"}, Transport.AUTHORITY),
        ({"host": EVERYWHERE, "proxies": 1}, Transport.PROXY),
        ({"host": EVERYWHERE, "allow_plain_http": True}, Transport.PLAIN),
        ({"host": EVERYWHERE, "certificate": "a", "certificate_key": "b"}, Transport.CERTIFICATE),
        ({"host": "127.0.0.1", "certificate": "a"}, Transport.CERTIFICATE),
    ],
)
def test_beyond_this_machine_there_is_https_unless_something_else_is_set_outright(
    given: dict[str, str], transport: Transport
) -> None:
    settings = Settings(secret_key=SECRET, **given)  # type: ignore[arg-type]

    assert settings.transport is transport
    check_for_production(settings)
    assert flask_config(settings)["SESSION_COOKIE_SECURE"] is (
        transport not in (Transport.OWN_MACHINE, Transport.PLAIN)
    )


def test_without_https_plain_http_still_wants_its_own_word(room: Settings) -> None:
    with pytest.raises(SettingsError, match="plain http beyond this machine"):
        check_for_production(replace(room, https=False))

    check_for_production(replace(room, https=False, allow_plain_http=True))


@pytest.mark.parametrize(
    "given", [{"host": "127.0.0.1"}, {"proxies": 1}, {"allow_plain_http": True}]
)
def test_where_https_is_not_spoken_no_authority_is_made(
    room: Settings, given: dict[str, bool]
) -> None:
    assert prepare_https(replace(room, **given), NOW) is None  # type: ignore[arg-type]
    assert not folder_of(room.instance).path.exists()


# Our own authority


def prepared(settings: Settings, now: datetime = NOW) -> Https:
    made = prepare_https(settings, now)
    assert made is not None
    return made


def test_the_certificate_is_for_the_names_set_and_for_this_machine(room: Settings) -> None:
    made = prepared(
        replace(room, names="exam.test, 10.9.8.7", public_url="https://desk.local:8000")
    )

    named = names_of(read_certificate(made.certificate))
    assert named[0] == "exam.test"
    assert {"desk.local", "localhost"} <= set(named)
    assert {ip_address("10.9.8.7"), ip_address("127.0.0.1"), ip_address("::1")} <= set(named)


def test_the_console_says_the_fingerprint_that_computers_are_to_show(room: Settings) -> None:
    made = prepared(room)

    root = read_root(folder_of(room.instance))
    assert root is not None
    assert any(fingerprint_of(root) in note for note in made.notes)
    assert addresses_of(room)[0] == "https://exam.test:8000"


def test_a_name_added_later_wants_a_new_authority_by_a_person_s_hand(room: Settings) -> None:
    prepared(room)

    with pytest.raises(CertificateProblem, match=r"may not speak for.*every computer must install"):
        prepared(replace(room, names="exam.test,exams.example.com"))
    prepared(replace(room, names="exam.test,desk.exam.test,10.4.4.4,other.local"))


def test_in_its_last_year_the_authority_says_so_at_every_start(room: Settings) -> None:
    prepared(room)

    notes = prepared(room, NOW + timedelta(days=3300)).notes

    assert any(note.startswith("Warning: the certificate authority ends on") for note in notes)


def test_a_name_without_a_dot_is_refused_with_what_to_write(room: Settings) -> None:
    with pytest.raises(CertificateProblem, match="'examserver' is neither an address nor a name"):
        prepared(replace(room, names="examserver"))


# The centre's own certificate


@pytest.fixture
def own(room: Settings, tmp_path: Path) -> Settings:
    """Give settings that name a certificate of the centre's own."""
    made = make_server_certificate(make_authority("centre", ["exam.test"], NOW), ["exam.test"], NOW)
    (tmp_path / "own.crt").write_bytes(pem(made.certificate, made.issuer))
    (tmp_path / "own.key").write_bytes(key_pem(made.key))
    return replace(
        room, certificate=str(tmp_path / "own.crt"), certificate_key=str(tmp_path / "own.key")
    )


def test_the_centres_own_certificate_is_served_as_it_is(own: Settings) -> None:
    made = prepared(own)

    assert (str(made.certificate), str(made.key)) == (own.certificate, own.certificate_key)
    assert made.notes == ()
    assert not folder_of(own.instance).path.exists()


def test_an_own_certificate_that_ends_soon_or_is_for_others_is_remarked_on(own: Settings) -> None:
    notes = prepared(replace(own, names="desk.example.com"), NOW + timedelta(days=380)).notes

    assert "ends on 21 December 2027" in notes[0]
    assert "is not for desk.example.com" in notes[1]


def test_an_own_certificate_that_cannot_be_served_is_refused_with_the_remedy(
    own: Settings, tmp_path: Path
) -> None:
    for settings, now, words in (
        (replace(own, certificate_key=""), NOW, "belong together: set both, or neither"),
        (replace(own, certificate=f"{tmp_path}/no.crt"), NOW, r"no.crt cannot be read \(No such"),
        (replace(own, certificate=own.certificate_key), NOW, "holds no certificate"),
        (replace(own, certificate_key=own.certificate), NOW, "holds no private key"),
        (own, NOW + timedelta(days=400), "ended on 21 December 2027: get a new one"),
        (own, NOW - timedelta(days=40), "check this machine's clock"),
    ):
        with pytest.raises(CertificateProblem, match=words):
            prepare_https(settings, now)


def test_a_certificate_with_the_key_of_another_is_refused(own: Settings) -> None:
    other = make_authority("other", ["exam.test"], NOW)
    Path(own.certificate_key).write_bytes(key_pem(other.key))

    with pytest.raises(CertificateProblem, match="is not the key of the first certificate"):
        prepared(own)


def test_a_key_with_a_password_and_a_certificate_for_nobody_are_refused(own: Settings) -> None:
    authority = make_authority("other", ["exam.test"], NOW)
    Path(own.certificate).write_bytes(pem(authority.issuer))
    Path(own.certificate_key).write_bytes(key_pem(authority.key))
    with pytest.raises(CertificateProblem, match="names no computer"):
        prepared(own)

    Path(own.certificate_key).write_bytes(key_pem(authority.key, "a password"))
    with pytest.raises(CertificateProblem, match="locked with a password"):
        prepared(own)


# The commands


def certificate(settings: Settings, *words: str) -> Result:
    environment = {
        "TESTAMUR_INSTANCE": str(settings.instance),
        "TESTAMUR_HOST": settings.host,
        "TESTAMUR_NAMES": settings.names,
        "TESTAMUR_CERTIFICATE": settings.certificate,
        "TESTAMUR_CERTIFICATE_KEY": settings.certificate_key,
    }
    return CliRunner().invoke(main, ["certificate", *words], env=environment)


def test_a_certificate_is_shown_with_fingerprint_names_end_and_where_to_get_it(
    room: Settings,
) -> None:
    prepared(room)
    root = read_root(folder_of(room.instance))
    assert root is not None

    told = certificate(room, "show").stdout
    document = json.loads(certificate(room, "show", "--json").stdout)

    assert fingerprint_of(root) in told
    assert "20 November 2036" in told
    assert document["download"] == "https://exam.test:8000/certificate"
    assert document["names"][0] == "exam.test"
    assert document["ends_on"] == "21 December 2027"


def test_the_centres_own_certificate_is_shown_without_a_download(own: Settings) -> None:
    told = certificate(own, "show").stdout

    assert "exam.test" in told
    assert "download" not in told


def test_what_computers_install_is_exported_without_any_key(room: Settings, tmp_path: Path) -> None:
    prepared(room)
    file = tmp_path / "authority.crt"

    result = certificate(room, "export", str(file))

    root = read_root(folder_of(room.instance))
    assert x509.load_pem_x509_certificates(file.read_bytes()) == [root]
    assert root is not None
    assert fingerprint_of(root) in result.stdout


@pytest.mark.parametrize("words", [("show",), ("export", "authority.crt")])
def test_without_an_authority_the_commands_say_how_one_is_made(
    room: Settings, words: tuple[str, ...]
) -> None:
    result = certificate(room, *words)

    assert result.exit_code == 1
    assert "start `testamur serve` once" in result.stderr
