"""The settings of one installation."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DEVELOPMENT_SECRET = "development"  # noqa: S105 - refused in production
PREFIX = "TESTAMUR_"


class SettingsError(Exception):
    """A setting that cannot be used; the sentence names it and the remedy."""


class Transport(StrEnum):
    """How pages reach other machines."""

    # Plain http that never leaves this machine.
    OWN_MACHINE = "own_machine"
    # Plain http to a proxy, which brings https.
    PROXY = "proxy"
    # Our own https, with the certificate that the settings name.
    CERTIFICATE = "certificate"
    # Our own https, with a certificate of the installation's own authority.
    AUTHORITY = "authority"
    # Plain http across the network.
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, with its default. `TESTAMUR_NAME` in the environment overrides `instance/config.toml`."""

    # The folder with the database, the configuration and the keys of this installation.
    instance: Path = Path("instance")
    # Empty means the embedded database, instance/testamur.sqlite.
    database_url: str = ""
    # PostgreSQL: the owner of the tables, used for migrations only; empty means database_url.
    database_owner_url: str = ""
    # Signs cookies. Made at set-up and kept in instance/secret_key; never the development secret.
    secret_key: str = DEVELOPMENT_SECRET
    # True on a developer's machine and in tests; production refuses unsafe settings.
    development: bool = False
    # Where the server listens.
    host: str = "127.0.0.1"
    port: int = 8000
    # Server processes; SQLite always runs one.
    workers: int = 2
    # Request threads in each process.
    threads: int = 16
    # Offer https to other machines, with a certificate of the installation's own authority.
    https: bool = True
    # The centre's own certificate with its chain, and the key to it, as PEM files.
    certificate: str = ""
    certificate_key: str = ""
    # Further names and addresses by which computers reach this one, with commas between them.
    names: str = ""
    # Serve plain http to other machines; every page of theirs then carries a warning.
    allow_plain_http: bool = False
    # The https of a proxy in front of us; trust its X-Forwarded headers from this many hops.
    proxies: int = 0
    # Failed keycodes or sign-ins from one address before it must wait, and for how many seconds.
    tries_allowed: int = 20
    tries_window_seconds: int = 300
    # Minutes before the end of a test at which its candidate is told of the time.
    warning_minutes: tuple[int, ...] = (15, 5, 1)
    # Length of an invitation's or reset's life, in hours.
    link_hours: int = 72
    # Where pages and links say this installation is found; empty means as asked.
    public_url: str = ""

    @property
    def url(self) -> str:
        """The database to use."""
        return self.database_url or f"sqlite:///{self.instance / 'testamur.sqlite'}"

    @property
    def owner_url(self) -> str:
        """The database as its owner, for migrations."""
        return self.database_owner_url or self.url

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.url.startswith("sqlite")

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in ("127.0.0.1", "localhost", "::1")

    @property
    def known_url(self) -> str:
        """Where browsers find this installation, without a stroke at the end; empty if unknown."""
        if self.public_url:
            return self.public_url.rstrip("/")
        if self.transport is not Transport.OWN_MACHINE:
            return ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def transport(self) -> Transport:
        """How pages reach other machines: what is set outright goes before what is offered."""
        if self.certificate or self.certificate_key:
            return Transport.CERTIFICATE
        if self.proxies:
            return Transport.PROXY
        if self.is_local:
            return Transport.OWN_MACHINE
        if self.https and not self.allow_plain_http:
            return Transport.AUTHORITY
        return Transport.PLAIN

    @property
    def serves_https(self) -> bool:
        """Whether the server itself speaks https."""
        return self.transport in (Transport.CERTIFICATE, Transport.AUTHORITY)

    @property
    def https_only(self) -> bool:
        """Whether browsers see https whoever brings it, so that cookies may insist on it."""
        return self.serves_https or self.transport is Transport.PROXY

    @property
    def further_names(self) -> tuple[str, ...]:
        """The names and addresses of `names`, and the one in `public_url`."""
        given = [name.strip() for name in self.names.split(",")]
        public = urlsplit(self.public_url).hostname or ""
        return tuple(dict.fromkeys(name.lower() for name in (*given, public) if name))


@dataclass(slots=True)
class _Reader:
    problems: list[str] = field(default_factory=list)

    def value(self, name: str, kind: Any, given: Any) -> Any:
        """Turn a given text or TOML value into the type of the setting."""
        try:
            if kind is bool and isinstance(given, str):
                return {"true": True, "1": True, "false": False, "0": False}[given.lower()]
            return _minutes(given) if kind is tuple else kind(given)
        except (KeyError, TypeError, ValueError):
            said = "list of minutes, such as 15,5,1" if kind is tuple else kind.__name__
            self.problems.append(f"{PREFIX}{name.upper()}: {given!r} is not a valid {said}")
            return None


def _minutes(given: Any) -> tuple[int, ...]:
    """Read whole minutes from a TOML list, or from text with commas between them."""
    minutes = tuple(int(each) for each in (given.split(",") if isinstance(given, str) else given))
    if not all(1 <= each <= 600 for each in minutes):
        raise ValueError(given)
    return minutes


def read_settings(environ: Mapping[str, str], **overrides: Any) -> Settings:
    """Read `instance/config.toml`, then the environment, then what the caller overrides.

    Raises SettingsError naming every setting that is unknown or cannot be read.
    """
    instance = Path(overrides.get("instance") or environ.get(f"{PREFIX}INSTANCE") or "instance")
    path = instance / "config.toml"
    given: dict[str, Any] = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    given |= {k[len(PREFIX) :].lower(): v for k, v in environ.items() if k.startswith(PREFIX)}
    key_file = instance / "secret_key"
    if "secret_key" not in given and key_file.exists():
        given["secret_key"] = key_file.read_text("ascii").strip()
    kinds = {f.name: type(f.default) for f in fields(Settings) if f.name != "instance"}
    kinds["instance"] = Path
    reader = _Reader()
    reader.problems += [f"{name}: no such setting" for name in given if name not in kinds]
    values = {n: reader.value(n, kinds[n], v) for n, v in given.items() if n in kinds}
    if reader.problems:
        raise SettingsError("; ".join(reader.problems))
    return Settings(**(values | {"instance": instance} | overrides))


def check_for_production(settings: Settings) -> None:
    """Refuse to serve with a development secret or in the clear beyond this machine."""
    if settings.development:
        return
    if settings.secret_key == DEVELOPMENT_SECRET or len(settings.secret_key) < 32:
        raise SettingsError(
            "secret_key is the development secret or too short: run `testamur setup`,"
            " or set TESTAMUR_SECRET_KEY to at least 32 random characters"
        )
    if settings.transport is Transport.PLAIN and not settings.allow_plain_http:
        raise SettingsError(
            "serving plain http beyond this machine: leave TESTAMUR_HTTPS at true, or put a TLS"
            " proxy in front and set TESTAMUR_PROXIES=1, or set TESTAMUR_ALLOW_PLAIN_HTTP=true"
            " knowing what it means"
        )


def make_secret_key(instance: Path) -> None:
    """Make the installation's secret key unless it has one; only its owner may read it."""
    path = instance / "secret_key"
    if path.exists():
        return
    instance.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_urlsafe(48) + "\n", "ascii")
