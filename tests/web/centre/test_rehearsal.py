"""Rehearsing a session from its page."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from app.config import Settings
from app.domain.rehearsal import Finding, Phase
from app.rehearsal.driver import Seat
from app.rehearsal.report import Conditions, Ending, make_report
from app.rehearsal.server import folder_of
from app.services.rehearsals import begin_rehearsal, end_rehearsal, note_progress, progress_of
from app.store.audit import EventRow
from app.store.database import Database
from app.store.room import RehearsalRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.web.browsing import faults, served, signed_in
from tests.web.centre.desk import a_session, centre_path, linked, read, send, text_of
from tests.web.signing import sign_in

Launched = list[tuple[Settings, UUID]]


@pytest.fixture
def launched(app: Flask) -> Launched:
    """Keep what would run in a process of its own."""
    kept: Launched = []
    app.extensions["launch_rehearsal"] = lambda *told: kept.append(told)
    return kept


@pytest.fixture
def cora(client: FlaskClient, cast: Cast, launched: Launched) -> FlaskClient:
    """Sign Cora in."""
    return sign_in(client, cast.cora)


@pytest.fixture
def session(database: Database, cast: Cast) -> UUID:
    return a_session(database, cast)


def begun(database: Database, cast: Cast, session: UUID, clock: Clock) -> UUID:
    with database.begin() as db:
        return begin_rehearsal(db, session, 30, cast.cora, clock.now)


def a_report() -> dict[str, Any]:
    held = Conditions(
        candidates=30,
        invented=28,
        between=1.0,
        arrive=5.0,
        processors=2,
        copied_from="SQLite",
        server_ready=1.0,
        copy_bytes=1,
        copy_bytes_after=2,
    )
    seats = [Seat(1, "Avery Pretend 1", "A1", start_up=1.25, saves=[0.01], handed_in=True)]
    planned = [
        Finding("invigilators", "No invigilator is named.", "Name one."),
        Finding("lockdown", "Safe Exam Browser is required.", "Try it.", fails=False),
    ]
    return make_report(seats, held, Ending({"submitted": 1}), planned)


def test_the_button_starts_one_in_the_background(
    cora: FlaskClient, database: Database, cast: Cast, session: UUID, launched: Launched
) -> None:
    home = centre_path(cast, "sessions", session)
    assert "Rehearse this session" in read(cora, home)

    answer = send(cora, f"{home}/rehearsals", candidates="30")

    with database.read() as db:
        row = db.query(RehearsalRow).one()
    assert [id for _, id in launched] == [row.id]
    assert (row.candidates, row.started_by, row.state) == (30, cast.cora, "running")
    assert answer.location.endswith(str(row.id))
    assert "Waiting to begin" in read(cora, answer.location)


@pytest.mark.parametrize("typed", ["", "0", "501", "many"])
def test_a_number_that_cannot_be_played_is_refused_beside_its_field(
    cora: FlaskClient, cast: Cast, session: UUID, launched: Launched, typed: str
) -> None:
    answer = send(cora, centre_path(cast, "sessions", session, "rehearsals"), candidates=typed)

    assert answer.status_code == 422
    assert linked(answer) == {"candidates"}
    assert launched == []


def test_a_second_one_at_once_is_refused_with_a_sentence(
    cora: FlaskClient, cast: Cast, session: UUID, launched: Launched
) -> None:
    path = centre_path(cast, "sessions", session, "rehearsals")
    send(cora, path, candidates="30")

    answer = send(cora, path, candidates="30")

    assert answer.status_code == 409
    assert "A rehearsal is running already" in text_of(answer)
    assert len(launched) == 1


def test_its_page_shows_how_far_it_is_and_can_be_looked_at_again_without_a_script(
    cora: FlaskClient, database: Database, cast: Cast, session: UUID, clock: Clock
) -> None:
    id = begun(database, cast, session, clock)
    with database.begin() as db:
        note_progress(db, id, progress_of(Phase.ANSWERING, 12, 30, clock.now))

    path = centre_path(cast, "sessions", session, "rehearsals", id)

    assert "handed in so far: 12 of 30" in read(cora, path)
    page = cora.get(path).get_data(as_text=True)
    assert f'href="{path}">Look again' in page and "every 2s" in page


def test_the_report_says_what_would_fail_and_which_seat_was_slowest(
    cora: FlaskClient, database: Database, cast: Cast, session: UUID, clock: Clock
) -> None:
    id = begun(database, cast, session, clock)
    with database.begin() as db:
        end_rehearsal(db, id, a_report(), clock.now)

    path = centre_path(cast, "sessions", session, "rehearsals", id)
    said = read(cora, path)

    assert "What would fail on the day No invigilator is named. Name one. To look at" in said
    assert "Slowest to start: seat A1, Avery Pretend 1, 1.2 s." in said
    assert "every 2s" not in cora.get(path).get_data(as_text=True)


def test_one_whose_process_died_is_shown_with_what_to_do(
    cora: FlaskClient, database: Database, cast: Cast, session: UUID, clock: Clock
) -> None:
    id = begun(database, cast, session, clock)
    clock.tick(minutes=2)

    said = read(cora, centre_path(cast, "sessions", session, "rehearsals", id))

    assert "Broke off" in said and "Delete it and start another one" in said


def test_deleting_it_removes_files_and_leaves_one_line_in_the_record(
    cora: FlaskClient,
    settings: Settings,
    database: Database,
    cast: Cast,
    session: UUID,
    clock: Clock,
) -> None:
    id = begun(database, cast, session, clock)
    folder = folder_of(settings, id)
    folder.mkdir(parents=True)
    (folder / "testamur.sqlite").write_bytes(b"x" * 100)
    page = centre_path(cast, "sessions", session, "rehearsals", id)

    answer = send_delete(cora, page)

    assert "The rehearsal is deleted." in answer.get_data(as_text=True)
    assert not folder.exists()
    with database.read() as db:
        [event] = db.query(EventRow).filter(EventRow.act == "delete_rehearsal")
        assert db.query(RehearsalRow).count() == 0
    assert (event.facts["bytes"], event.by_id) == (100, cast.cora)
    assert cora.get(page).status_code == 404


def send_delete(client: FlaskClient, page: str) -> Any:
    """Press the button that deletes."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert token
    return client.post(f"{page}/delete", data={"csrf_token": token[1]}, follow_redirects=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("width", [320, 1280])
def test_its_pages_fit_the_screen_and_have_no_barrier(
    app: Flask,
    browser: Browser,
    database: Database,
    cast: Cast,
    session: UUID,
    clock: Clock,
    width: int,
) -> None:
    done = begun(database, cast, session, clock)
    with database.begin() as db:
        end_rehearsal(db, done, a_report(), clock.now)
    running = begun(database, cast, session, clock)
    lost = clock.now + timedelta(minutes=5)
    path = centre_path(cast, "sessions", session, "rehearsals")

    with served(app) as address, signed_in(browser, app, address, cast.cora, width) as page:
        found = []
        for place in (path, f"{path}/{done}", f"{path}/{running}"):
            page.goto(place)
            found += faults(page)
        clock.now = lost
        page.goto(f"{path}/{running}")
        found += faults(page)

    assert found == []
