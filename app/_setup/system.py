"""Programs of the operating system that only the tests need: found, or installed when allowed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app._setup import SetupError, say


@dataclass(frozen=True)
class Program:
    """A program, how to find it, Debian's package with it, and what cannot be tested without."""

    name: str
    find: Callable[[], Path | str | None]
    package: str
    loss: str


def chromium() -> Path | None:
    """Find a Chromium: the one named by $CHROMIUM, or the first of the usual names."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names if name)
    return next((Path(path) for path in found if path), None)


def libatomic() -> str | None:
    """Find the library that Playwright's driver needs and Debian's smallest systems lack."""
    return find_library("atomic")


def postgres() -> Path | None:
    """Find the folder of PostgreSQL's server programs: Debian's newest, or the one on PATH."""
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    if newest := max(debian, key=lambda path: int(path.parts[-3]), default=None):
        return newest.parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


PROGRAMS = (
    Program("Chromium", chromium, "chromium", "the browser tests are skipped"),
    Program("libatomic", libatomic, "libatomic1", "the browser tests are skipped"),
    Program("PostgreSQL", postgres, "postgresql", "the tests on PostgreSQL are skipped"),
)


def ensure() -> None:
    """Make sure of the programs; without one go on, but not in CI, where a skip would hide it."""
    for program in PROGRAMS:
        if program.find() or (install(program) and program.find()):
            continue
        lack = f"{program.name} is missing (apt-get install {program.package})"
        if in_ci():
            raise SetupError(f"{lack}.")
        say(f"{lack}: {program.loss}.")


def in_ci() -> bool:
    """Tell whether this is a run that must not skip."""
    return os.environ.get("CI", "").lower() in ("1", "true")


def install(program: Program) -> bool:
    """Install Debian's package where this process may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say(f"Installing {program.name} for the tests …")
    no_cluster_of_debians_own()
    return apt("update", "-qq") and apt(
        *("install", "-qq", "--yes", "--no-install-recommends"),
        *("-o", "Dpkg::Options::=--force-confold", program.package),
    )


@cache  # one update serves both programs
def apt(*arguments: str) -> bool:
    """Run apt-get without a question, and show what it said only when it failed."""
    done = subprocess.run(
        ["apt-get", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "UCF_FORCE_CONFFOLD": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        say(done.stdout.rstrip())
    return done.returncode == 0


def no_cluster_of_debians_own() -> None:
    """Keep Debian's package from starting a server that nobody asked for."""
    settings = Path("/etc/postgresql-common/createcluster.conf")
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("create_main_cluster = false\n", encoding="utf-8")
