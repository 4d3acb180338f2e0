"""Entering candidates from the list, and withdrawing them."""

from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient

from app.services.entries import enter_candidate
from app.store.database import Database
from app.store.queries.sessions import all_entries, entries_of
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow
from tests.cast import Cast
from tests.timetable import (
    ADA,
    BEN,
    LATEST_FINISH,
    LATEST_START,
    OPENS,
    THE_DAY_BEFORE,
    add,
    schedule,
)
from tests.web.centre.desk import a_session, centre_path, linked, read, send, text_of
from tests.web.signing import sign_in


def entered(database: Database, session: UUID) -> list[str]:
    """Return the numbers of those whose entries stand."""
    with database.read() as db:
        lines = entries_of(db, db.get_one(ExamSessionRow, session))
        return [line.candidate.number for line in lines]


def with_ada_entered(database: Database, cast: Cast) -> tuple[UUID, UUID]:
    """Return a session and Ada's entry for it."""
    session = a_session(database, cast)
    with database.begin() as db:
        ada = add(db, cast, ADA)
        enter_candidate(db, session, ada, cast.cora, THE_DAY_BEFORE)
        return session, all_entries(db, db.get_one(ExamSessionRow, session))[ada].id


def test_those_ticked_are_entered_and_no_others(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    with database.begin() as db:
        ada = add(db, cast, ADA)
        add(db, cast, BEN)
    sign_in(client, cast.cora)

    path = centre_path(cast, "sessions", session, "enter")
    answer = send(client, path, candidate=[str(ada)])

    assert answer.headers["Location"] == centre_path(cast, "sessions", session)
    assert entered(database, session) == ["0012"]
    assert "Beck" in read(client, path) and "Adeyemi" not in read(client, path)


def test_nobody_ticked_is_told(client: FlaskClient, database: Database, cast: Cast) -> None:
    session = a_session(database, cast)
    with database.begin() as db:
        add(db, cast, ADA)
    sign_in(client, cast.cora)

    answer = send(client, centre_path(cast, "sessions", session, "enter"))

    assert linked(answer) == {"candidate"}
    assert "Choose at least one candidate" in text_of(answer)


def test_a_candidate_of_another_centre_cannot_be_slipped_in(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session = a_session(database, cast)
    with database.begin() as db:
        add(db, cast, ADA)
        stranger = add(db, cast, BEN, centre=cast.southport)
    sign_in(client, cast.cora)

    path = centre_path(cast, "sessions", session, "enter")
    answer = send(client, path, candidate=[str(stranger)])

    assert answer.status_code == 404
    assert "That candidate is not on this centre's list." in text_of(answer)
    assert entered(database, session) == []


def test_withdrawing_asks_first_and_then_takes_the_candidate_off(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session, entry = with_ada_entered(database, cast)
    path = centre_path(cast, "sessions", session, "entries", entry, "withdraw")
    sign_in(client, cast.cora)
    assert "Withdraw Ada Adeyemi, 0012? One candidate will be taken off" in read(client, path)
    assert entered(database, session) == ["0012"]

    assert send(client, path).status_code == 302

    assert entered(database, session) == []
    assert client.get(path).status_code == 404


def test_someone_who_has_started_is_not_withdrawn(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session, entry = with_ada_entered(database, cast)
    path = centre_path(cast, "sessions", session, "entries", entry, "withdraw")
    sign_in(client, cast.cora)
    with database.begin() as db:
        db.query(SittingRow).one().state = "started"

    answer = send(client, path)

    assert answer.status_code == 409
    assert "the sitting is started" in text_of(answer)
    assert entered(database, session) == ["0012"]


def test_an_entry_of_another_centre_is_not_found(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    session, entry = with_ada_entered(database, cast)
    sign_in(client, cast.dora)

    theirs = f"/centre/{cast.southport}/sessions/{session}/entries/{entry}/withdraw"
    assert client.get(theirs).status_code == 404


def test_who_is_entered_elsewhere_at_the_same_time_is_named_before_anybody_is_entered(
    client: FlaskClient, database: Database, cast: Cast
) -> None:
    with_ada_entered(database, cast)
    at_the_same_time = another_session(database, cast, room="Room 5")
    next_day = another_session(database, cast, room="Room 6", days=1)
    sign_in(client, cast.cora)

    page = read(client, centre_path(cast, "sessions", at_the_same_time, "enter"))

    assert "Entered at the same time: " in page and "Room 4, " in page
    assert "Entered at the same time" not in read(
        client, centre_path(cast, "sessions", next_day, "enter")
    )


def another_session(database: Database, cast: Cast, room: str, days: int = 0) -> UUID:
    """Schedule the same test once more, so many days later."""
    later = timedelta(days=days)
    with database.begin() as db:
        version = db.query(ExamSessionRow).first().specification_version_id  # type: ignore[union-attr]
        return schedule(
            db,
            cast,
            version,
            room=room,
            opens_at=OPENS + later,
            latest_start_at=LATEST_START + later,
            latest_finish_at=LATEST_FINISH + later,
        )
