"""A real installation in a folder of its own, served by a real `testamur serve`."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.config import make_secret_key
from app.domain.admission import Identity
from app.domain.candidate import CandidateDetails
from app.domain.keycode import grouped
from app.domain.roles import Role
from app.domain.specification import OutcomeShare, Specification
from app.files.library import read_library, shelves_of
from app.services import demonstration, invigilation
from app.services.demonstration import Place, find_or_make_place
from app.services.entries import enter_from_file
from app.services.scheduling import schedule_session
from app.store.database import Database
from app.store.migrate import upgrade
from app.store.organisations import CentreRow
from app.store.queries.demonstration import sittings_of

ROOT = Path(__file__).parents[2]
BANK = "cg-4417-201"
COUNTS = {"1": 15, "2": 9, "3": 8, "4": 5, "5": 8}  # as published for unit 201
PASSWORD = "four words of a story"
START = "import sys; sys.argv[0] = 'testamur'; from app.cli import main; main()"
UP_WITHIN = 30  # seconds


@dataclass
class Installation:
    """One installation: its folder, its database and, once started, its server."""

    folder: Path
    url: str
    port: int = 0
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the server is found."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.port = self.port or free_port()
        settings = {"TESTAMUR_INSTANCE": str(self.folder), "TESTAMUR_DATABASE_URL": self.url}
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", START, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **settings, **self.settings},
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that kill -9 reaches every process it has made
            )
        self._wait()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop all of the server's processes, by default as an operator would."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(UP_WITHIN)
            self.process = None

    def kill(self) -> None:
        """End all of the server's processes as a power cut would."""
        self.stop(signal.SIGKILL)

    def door(self) -> http.client.HTTPConnection:
        """Connect to the server."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)

    def _wait(self) -> None:
        until = time.monotonic() + UP_WITHIN
        while time.monotonic() < until:
            assert self.process is not None and self.process.poll() is None, self._log()
            try:
                door = self.door()
                door.request("GET", "/sign-in")
                assert door.getresponse().status == 200, self._log()
            except OSError:
                time.sleep(0.05)
            else:
                door.close()
                return
        raise AssertionError(self._log())

    def _log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def specification(minutes: int, counts: Mapping[str, int] = COUNTS) -> Specification:
    """Give a specification in so many minutes, of 45 items with the published counts unless told."""
    items = sum(counts.values())
    return Specification(
        id="story",
        title="Customer service, a story",
        bank=BANK,
        unit="201",
        items=items,
        minutes=minutes,
        outcomes=tuple(OutcomeShare(id, items) for id, items in counts.items()),
        pass_mark=items * 3 // 5,
        pass_mark_note="Set for the story",
    )


def install(
    folder: Path, url: str, owner_url: str, minutes: int, counts: Mapping[str, int] = COUNTS
) -> tuple[Installation, UUID]:
    """Make people, centre, bank and specification; return them with the specification's version."""
    make_secret_key(folder)
    upgrade(owner_url, url)
    now = datetime.now(UTC)
    shelf = shelves_of(ROOT)
    bank = next(
        survey.bank
        for survey in read_library(shelf, now.date()).banks
        if survey.bank and survey.bank.id == BANK
    )
    database = Database(url)
    with database.begin() as db:
        place = find_or_make_place(db, PASSWORD, now)
        db.get_one(CentreRow, place.centre).time_zone = zone_at_noon(now)
        specified = specification(minutes, counts)
        [version] = demonstration.publish(db, place, [bank], [specified], now)
    database.close()
    return Installation(folder, url), version


def zone_at_noon(now: datetime) -> str:
    """Name a time zone where it is about noon, so that no session of a story runs into midnight."""
    ahead = 12 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # the sign of these names is turned round


@dataclass(frozen=True)
class Room:
    """A session that is under way: who invigilates it, and the slips of who sits in it."""

    session: UUID
    centre: UUID
    ivy: UUID
    slips: Sequence[invigilation.Slip]


def seat(url: str, version: UUID, people: Sequence[CandidateDetails]) -> dict[str, str]:
    """Schedule a session that is under way and everybody let in; return keycodes by given name."""
    slips = open_room(url, version, people).slips
    return {slip.given_names: grouped(slip.keycode) for slip in slips}


def open_room(url: str, version: UUID, people: Sequence[CandidateDetails]) -> Room:
    """Schedule a session that is under way and everybody let in."""
    now = datetime.now(UTC)
    database = Database(url)
    with database.begin() as db:
        place: Place = find_or_make_place(db, PASSWORD, now)
        cora, ivy = place.staff[Role.EXAMS_OFFICER], place.staff[Role.INVIGILATOR]
        session = schedule_session(
            db,
            place.centre,
            version,
            "Room 2",
            opens_at=now - timedelta(minutes=1),
            latest_start_at=now + timedelta(hours=1),
            latest_finish_at=now + timedelta(hours=2),
            invigilators=[ivy],
            by=cora,
            now=now,
        )
        enter_from_file(db, session, people, cora, now)
        invigilation.release_keycodes(db, session, ivy, now)
        invigilation.admit(db, session, sittings_of(db, session), Identity.KNOWN, ivy, now)
        invigilation.start_session(db, session, ivy, now)
        slips = invigilation.print_slips(db, session, ivy, now)
    database.close()
    return Room(session, place.centre, ivy, slips)
