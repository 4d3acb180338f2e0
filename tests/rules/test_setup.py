"""The promises of the set-up: bare machines, exact locks, no addresses, nothing reserved."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pysqlite3.dbapi2
import pytest
from packaging.requirements import Requirement
from playwright.sync_api import Browser

from app import __version__
from app._setup import LOCKS, ROOT, assets, environment
from tests.databases import postgres_server

PROJECT_FILE = ROOT / "pyproject.toml"
PROJECT = tomllib.loads(PROJECT_FILE.read_text(encoding="utf-8"))


def output(*command: str | Path) -> str:
    """Run a command without input and give what it printed, or nothing if it cannot run."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, input="", capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout


# A bare machine


def test_the_package_starts_without_any_other_package() -> None:
    modules = "app, app.__main__, app._setup.checks, app._setup.locks"
    bare = [environment.base_python(), "-I", "-S", "-c"]
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {modules}; print('started')"
    assert output(*bare, code) == "started\n"


@pytest.mark.parametrize("package", ["app/_setup", "app/domain"])
def test_imports_only_the_standard_library(package: str) -> None:
    ours = sys.stdlib_module_names | {"app"}
    for file in (ROOT / package).rglob("*.py"):
        assert not imported_packages(file) - ours, file


def imported_packages(file: Path) -> set[str]:
    """Name the top-level packages that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_the_console_script_runs_anywhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [environment.BIN / "testamur", "--version"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert __version__ in done.stdout


def test_the_version_is_said_once() -> None:
    assert PROJECT["project"]["version"] == __version__


# Dependencies and locks


def requirements(lock: str) -> dict[str, Requirement]:
    """Read what a lock pins, by name."""
    lines = (LOCKS / lock).read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip("\\ ")) for line in lines if not line.startswith(("#", " "))]
    return {pin.name: pin for pin in pins}


def test_every_dependency_says_why_it_is_here() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    lines = PROJECT_FILE.read_text(encoding="utf-8").splitlines()
    for dependency in wanted:
        line = next(line for line in lines if line.strip().startswith(f'"{dependency}",'))
        assert re.search(r'",  # \w.{10,}', line), f"no reason: {dependency}"


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.txt", PROJECT["project"]["dependencies"]),
        ("dev.txt", PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]),
    ],
    ids=["run", "dev"],
)
def test_the_lock_is_of_the_present_dependencies(lock: str, wanted: list[str]) -> None:
    pins = requirements(lock)
    for requirement in map(Requirement, wanted):
        pin = pins[requirement.name.lower()]
        assert requirement.specifier.contains(str(pin.specifier).removeprefix("==")), pin


@pytest.mark.parametrize("lock", ["run.txt", "dev.txt", "node.txt"])
def test_every_locked_package_is_held_by_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", (LOCKS / lock).read_text(encoding="utf-8").strip())
    for block in blocks:
        assert "==" in block, block
        assert "--hash=sha256:" in block, block


def test_both_locks_pin_the_same_versions() -> None:
    run, dev = requirements("run.txt"), requirements("dev.txt")
    assert run.items() <= dev.items()


def test_sqlite_is_free_of_the_wal_reset_fault() -> None:
    assert pysqlite3.dbapi2.sqlite_version_info >= (3, 51, 3)


# No addresses


@cache
def registry_hosts() -> frozenset[str]:
    """Ask each client which registries it knows, so that none is named even here."""
    base = environment.base_python()
    pip_defaults = (
        "from pip._internal.models.index import PyPI as p; print(p.url, p.file_storage_domain)"
    )
    said = [
        output(base, "-c", pip_defaults),
        output(base, "-m", "pip", "config", "list"),
        output(environment.BIN / "uv", "pip", "compile", "--emit-index-url", "-"),
        output("npm", "config", "get", "registry"),
        *(file.read_text() for file in Path("/etc/apt").rglob("*.[ls]*") if file.is_file()),
    ]
    found = re.findall(r"https?://[^\s'\"\]]+", " ".join(said))
    hosts = {urlsplit(url).hostname or "" for url in found}
    hosts |= set(said[0].split()[1:])
    return frozenset(host for host in hosts if "." in host and not host.startswith("127."))


def tracked_files() -> list[Path]:
    """List the files that git tracks or would."""
    listed = output("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry() -> None:
    hosts, files = registry_hosts(), tracked_files()
    if not files:
        pytest.skip("this copy is not a git checkout")
    assert hosts, "no client said which registry it uses"
    named = re.compile("|".join(map(re.escape, hosts)).encode())
    assert [str(file) for file in files if named.search(file.read_bytes())] == []


# Browser assets


def test_the_style_sheet_has_nothing_reserved_and_nothing_from_elsewhere() -> None:
    sheet = (assets.VENDOR / "testamur.css").read_text(encoding="utf-8")
    assert "Atkinson Hyperlegible Next" in sheet
    assert not re.search(r"GDS Transport|crest|crown|@import", sheet)
    assert not re.search(r"""url\(["']?(https?:)?//""", sheet)


def test_every_file_the_style_sheet_names_is_there() -> None:
    sheet = (assets.VENDOR / "testamur.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("?([^")]+)', sheet)
    assert [name for name in named if not (assets.VENDOR / name).is_file()] == []
    assert len(named) == len(assets.FONTS)


def test_a_button_wears_our_colour(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<button class=govuk-button data-module=govuk-button>Start</button>")
    page.add_style_tag(path=assets.VENDOR / "testamur.css")
    colour = "getComputedStyle(document.querySelector('button')).backgroundColor"
    assert page.evaluate(colour) == "rgb(11, 85, 99)"
    page.close()


def test_the_templates_fit_the_style_sheet() -> None:
    jinja = (LOCKS / "run.txt").read_text(encoding="utf-8")
    npm = (assets.PACKAGES / "package.json").read_text(encoding="utf-8")
    assert "govuk-frontend-jinja==4.1.0 " in jinja
    assert '"govuk-frontend": "6.3.0"' in npm


# PostgreSQL


@pytest.mark.postgres
def test_a_database_belongs_to_its_owner_and_not_to_the_application() -> None:
    owner_url, app_url = postgres_server().create_database("setup")
    owner, app = (url.replace("+psycopg", "") for url in (owner_url, app_url))
    with psycopg.connect(owner) as connection:
        connection.execute("CREATE TABLE item (id int)")
        durable = "SELECT current_setting('fsync'), current_setting('synchronous_commit')"
        assert connection.execute(durable).fetchone() == ("on", "on")
    with psycopg.connect(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT FROM item")
