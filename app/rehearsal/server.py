"""Processes of a rehearsal: the server of its copy, and the rehearsal itself in the background."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import UUID

from app.config import PREFIX, Settings

ROOT = Path(__file__).parents[2]
START = "import sys; sys.argv[0] = 'testamur'; from app.cli import main; main()"
UP_WITHIN = 90  # seconds
DOWN_WITHIN = 10
LOG = "server.log"
NUMBER = "server.pid"

_launched: list[subprocess.Popen[bytes]] = []


class ServerDown(Exception):
    """The server of a copy did not start; the sentence says where to look."""


def folder_of(settings: Settings, rehearsal: UUID) -> Path:
    """Return the folder of a rehearsal's copy."""
    return settings.instance.resolve() / "rehearsals" / str(rehearsal)


def remove_folder(folder: Path) -> int:
    """Stop a server that was left behind, and remove the folder; return the bytes that were in it."""
    with suppress(OSError, ValueError):
        _stop_left_over(int((folder / NUMBER).read_text("ascii")), folder)
    size = folder_bytes(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return size


def folder_bytes(folder: Path) -> int:
    """Return the size of all that is in a folder."""
    found = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            found += path.stat().st_size if path.is_file() else 0
    return found


def launch(settings: Settings, rehearsal: UUID) -> None:
    """Run a rehearsal in a process of its own, which outlives this one."""
    _launched[:] = [process for process in _launched if process.poll() is None]
    folder = folder_of(settings, rehearsal)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = {"INSTANCE": str(settings.instance.resolve())}
    if settings.database_url:
        told["DATABASE_URL"] = settings.database_url
    words = ["sittings", "simulate", "--rehearsal", str(rehearsal)]
    with (folder / "run.log").open("ab") as log:
        _launched.append(_process(words, told, log))


@contextmanager
def serving(folder: Path, threads: int) -> Iterator[str]:
    """Serve the copy in a folder on a free port of this machine; give its address.

    Raises ServerDown when it does not answer.
    """
    port = _free_port()
    told = {"INSTANCE": str(folder), "HOST": "127.0.0.1", "PORT": str(port), "THREADS": threads}
    with (folder / LOG).open("ab") as log:
        process = _process(["serve"], {k: str(v) for k, v in told.items()}, log)
    (folder / NUMBER).write_text(f"{process.pid}\n", "ascii")
    try:
        _wait(process, port, folder)
        yield f"http://127.0.0.1:{port}"
    finally:
        _stop(process)
        (folder / NUMBER).unlink(missing_ok=True)


def _process(words: Sequence[str], told: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start `testamur` with these settings and none of ours, beyond the reach of our own end."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(  # noqa: S603 - our own program, our own words
        [sys.executable, "-c", START, *words],
        env={**ours, **{f"{PREFIX}{k}": v for k, v in told.items()}, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + UP_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            door.request("GET", "/")
            status = door.getresponse().status
            door.close()
            if status == 200:
                return
        time.sleep(0.05)
    raise ServerDown(f"the server of the copy did not start; {folder / LOG} says why")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(subprocess.TimeoutExpired):
            process.wait(DOWN_WITHIN)
            return


def _stop_left_over(number: int, folder: Path) -> None:
    """End a server whose rehearsal was killed, if the process of that number really is one."""
    known = Path(f"/proc/{number}/environ").read_bytes()
    if f"{PREFIX}INSTANCE={folder}\0".encode() in known:
        os.killpg(number, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
