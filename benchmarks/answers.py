"""Processor time of one saved answer, against the least a route could do in the same run."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import click

from app.config import make_secret_key
from app.domain.admission import Identity
from app.domain.candidate import CandidateDetails
from app.files.bank_toml import read_bank
from app.files.specification_toml import read_specification
from app.services import demonstration, invigilation
from app.services.entries import enter_from_file
from app.services.scheduling import schedule_session
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.queries.demonstration import sittings_of
from benchmarks.floor import make_table
from benchmarks.load import Connection, send

CONNECTIONS = 16
ROUNDS = 5
EACH = 250  # answers a connection sends in a round
TICK = os.sysconf("SC_CLK_TCK")


@click.command()
@click.option("--postgresql", is_flag=True, help="Measure on PostgreSQL instead of SQLite.")
def main(postgresql: bool) -> None:
    """Print milliseconds of processor time per answer for both sides, and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        owner_url, app_url, also = _database(instance, postgresql)
        keycodes = _prepare(instance, owner_url, app_url)
        make_table(owner_url)
        environ = {**os.environ, "TESTAMUR_INSTANCE": str(instance), "FLOOR_DATABASE_URL": app_url}
        environ |= {"TESTAMUR_DATABASE_URL": app_url} if postgresql else {}
        with _server(environ, 8791, _real) as real, _server(environ, 8792, _floor) as floor:
            sitters = [_candidate(8791, keycode) for keycode in keycodes]
            bare = [Connection(8792, "", "floor", f"{n:032x}") for n in range(CONNECTIONS)]
            sides = {"floor": (floor, bare), "answer": (real, sitters)}
            _report(sides, also, "PostgreSQL" if postgresql else "SQLite")


def _report(
    sides: dict[str, tuple[int, list[Connection]]], also: Callable[[], float], kind: str
) -> None:
    for _, connections in sides.values():
        send(connections, 40)
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(1, ROUNDS + 1):
        for name, (process, connections) in sides.items():
            before = _processor_time(process) + also()
            send(connections, EACH)
            used = _processor_time(process) + also() - before
            taken[name].append(1000 * used / (EACH * CONNECTIONS))
        click.echo(f"round {number}: " + ", ".join(f"{n} {t[-1]:.3f} ms" for n, t in taken.items()))
    medians = {name: median(times) for name, times in taken.items()}
    click.echo(
        f"{kind}: answer {medians['answer']:.3f} ms, floor {medians['floor']:.3f} ms,"
        f" ratio {medians['answer'] / medians['floor']:.2f}"
    )


def _database(instance: Path, postgresql: bool) -> tuple[str, str, Callable[[], float]]:
    """Return the owner's and the application's address, and what else to count."""
    if not postgresql:
        url = f"sqlite:///{instance / 'testamur.sqlite'}"
        return url, url, lambda: 0.0
    from tests.databases import postgres_server

    server = postgres_server()
    owner, application = server.create_database("benchmark")
    leader = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    return owner, application, lambda: _processor_time(leader)


def _prepare(instance: Path, owner_url: str, app_url: str) -> list[str]:
    """Publish unit 201, start a session of sixteen, and return the keycodes."""
    make_secret_key(instance)
    upgrade(owner_url, app_url)
    now = datetime.now(UTC)
    bank = read_bank(Path("question_banks/cg-4417-201")).bank
    spec = read_specification(Path("test_specs/cg-4417-201.toml"), bank)
    people = [CandidateDetails(f"{n:04}", "Example", f"No {n}") for n in range(CONNECTIONS)]
    database = Database(app_url)
    with database.begin() as db:
        place = demonstration.find_or_make_place(db, "a long password", now)
        [version] = demonstration.publish(db, place, [bank], [spec], now)
        session = schedule_session(
            db,
            place.centre,
            version,
            "Room 1",
            now,
            now + timedelta(hours=1),
            now + timedelta(hours=3),
            [],
            None,
            now,
        )
        enter_from_file(db, session, people, None, now)
        ivy = place.examiners[0]
        invigilation.release_keycodes(db, session, ivy, now)
        invigilation.admit(db, session, sittings_of(db, session), Identity.KNOWN, ivy, now)
        invigilation.start_session(db, session, ivy, now)
        keycodes = [slip.keycode for slip in invigilation.print_slips(db, session, ivy, now)]
    database.close()
    return keycodes


def _candidate(port: int, keycode: str) -> Connection:
    """Enter by keycode, confirm, start, and return a connection that goes on from there."""
    cookies = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))

    def token() -> str:
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, page
        return found[1]

    def post(path: str, **fields: str) -> str:
        sent = urlencode({"csrf_token": token(), **fields}).encode()
        with browser.open(f"http://127.0.0.1:{port}{path}", sent) as reply:
            return str(reply.read().decode())

    with browser.open(f"http://127.0.0.1:{port}/") as reply:
        page = reply.read().decode()
    page = post("/", keycode=keycode)
    page = post("/details", mine="yes")
    page = post("/start")
    cookie = "; ".join(f"{c.name}={c.value}" for c in cookies)
    return Connection(port, f"Cookie: {cookie}\r\nX-CSRFToken: {token()}\r\n", "real", "")


@contextmanager
def _server(
    environ: dict[str, str], port: int, command: Callable[[int], list[str]]
) -> Iterator[int]:
    """Run a server for a while; give its process."""
    process = subprocess.Popen(command(port), env=environ, start_new_session=True)
    try:
        _wait(port)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _real(port: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.serve", "app.wsgi:make_application", str(port)]


def _floor(port: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "benchmarks.serve",
        "benchmarks.floor:make_application",
        str(port),
    ]


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server on port {port}")


def _processor_time(process: int) -> float:
    """Return the seconds of processor time a process and all its children have used."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        number = int(stat.parent.name)
        children.setdefault(int(fields[1]), []).append(number)
        # Of a child that has ended, the parent holds the time.
        used[number] = sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICK
    waiting, total = [process], 0.0
    while waiting:
        one = waiting.pop()
        total += used.get(one, 0.0)
        waiting += children.get(one, [])
    return total


if __name__ == "__main__":
    main()
