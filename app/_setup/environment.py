"""The virtual environment: made, filled from a lock, and entered."""

import fcntl
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NoReturn

from app._setup import LOCKS, ROOT, SetupError, digest, execute, say, stamped

Kind = Literal["run", "dev"]

VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMP = VENV / "installed"

# The interpreter's path stands in a shell line, because a shebang allows neither spaces nor length.
LAUNCHER = """\
#!/bin/sh
'''exec' {python} "$0" "$@"
' '''
import sys

from {module} import {function}

if __name__ == "__main__":
    sys.exit({function}())
"""


def ensure(kind: Kind) -> None:
    """Bring `.venv` up to the lock of this kind; do nothing when it is."""
    with alone():
        if not PYTHON.exists():  # follows the link, so a removed interpreter counts as missing
            say("Making .venv …")
            venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(VENV)
        if stamped(STAMP, stamp_of("dev")):
            kind = "dev"  # holds all that "run" does, and whoever tests here goes on testing
        if not stamped(STAMP, stamp_of(kind)):
            install(LOCKS / f"{kind}.txt")
            STAMP.write_text(stamp_of(kind), encoding="utf-8")
        link_project()


def enter(arguments: list[str]) -> NoReturn:
    """Become the console script."""
    os.execv(BIN / "testamur", ["testamur", *arguments])


@contextmanager
def alone() -> Iterator[None]:
    """Let one start at a time set this checkout up."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def stamp_of(kind: Kind) -> str:
    """Say what a finished installation of this lock leaves behind."""
    return f"{kind} {digest(LOCKS / f'{kind}.txt')}\n"


def install(lock: Path) -> None:
    """Install exactly what the lock names, each file checked against its hash."""
    say(f"Installing the packages of {lock.relative_to(ROOT)} …")
    for installer in installers():
        if execute([*installer, "--require-hashes", "-r", lock]):
            return
    raise SetupError("the packages could not be installed; the lines above say why.")


def installers() -> Iterator[list[str]]:
    """Name the ways to install into `.venv`, the fastest first."""
    if uv := shutil.which("uv"):
        yield [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    base = base_python()
    if subprocess.run(
        [base, "-m", "pip", "--version"], capture_output=True, check=False
    ).returncode:
        raise SetupError("pip is missing; on Debian and Ubuntu: apt-get install python3-pip")
    yield [base, "-m", "pip", "--python", str(PYTHON), "install", "-qq", "--no-input"]


def base_python() -> str:
    """Find the interpreter outside any virtual environment, for `.venv` has no pip."""
    return getattr(sys, "_base_executable", None) or sys.executable


def site_packages() -> Path:
    """Find where `.venv` keeps its packages, whichever Python made it."""
    return next(VENV.glob("lib/python*/site-packages"))


def link_project() -> None:
    """Make the checkout importable in `.venv` and write its console scripts."""
    write(site_packages() / "testamur.pth", f"{ROOT}\n")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for name, target in project["scripts"].items():
        module, function = target.split(":")
        python = shlex.quote(str(PYTHON))
        write(BIN / name, LAUNCHER.format(python=python, module=module, function=function))
        (BIN / name).chmod(0o755)


def write(file: Path, text: str) -> None:
    """Write a file unless it already says so."""
    if not stamped(file, text):
        file.write_text(text, encoding="utf-8")
