"""Set-up of a bare machine, with the standard library only."""

import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "app" / "_lock"


class SetupError(Exception):
    """What stops the set-up, with its remedy, in one sentence."""


def say(message: str) -> None:
    """Tell the person what is going on, beside standard output: that belongs to the command."""
    print(message, file=sys.stderr, flush=True)


def execute(command: Sequence[str | Path], *, cwd: Path = ROOT) -> bool:
    """Run a command with its output beside standard output and tell whether it succeeded."""
    try:
        done = subprocess.run(command, cwd=cwd, stdout=sys.stderr, check=False)
    except OSError as problem:
        say(str(problem))
        return False
    return done.returncode == 0


def digest(*files: Path) -> str:
    """Fingerprint files by name and content, in any order."""
    total = sha256()
    for file in sorted(files):
        total.update(f"{file.relative_to(ROOT)}\0".encode())
        total.update(sha256(file.read_bytes()).digest())
    return total.hexdigest()


def stamped(stamp: Path, text: str) -> bool:
    """Tell whether a finished step left exactly this text."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == text
