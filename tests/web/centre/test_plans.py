"""Drawing a room and giving seats, as Cora does it."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.services.entries import enter_candidate
from app.store.database import Database
from app.store.queries.seating import plan_named
from app.store.queries.sessions import entries_of
from app.store.room import RoomPlanRow
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.timetable import ADA, BEN, THE_DAY_BEFORE, add, schedule
from tests.web.centre.desk import a_session, centre_path, linked, read, send, text_of
from tests.web.signing import sign_in


@pytest.fixture
def cora(client: FlaskClient, cast: Cast) -> FlaskClient:
    """Sign Cora in."""
    return sign_in(client, cast.cora)


def entered(database: Database, cast: Cast) -> UUID:
    """Schedule the Monday's session and enter Ada and Ben."""
    session = a_session(database, cast)
    with database.begin() as db:
        for person in (ADA, BEN):
            enter_candidate(db, session, add(db, cast, person), cast.cora, THE_DAY_BEFORE)
    return session


def draw(cora: FlaskClient, cast: Cast, **other: str) -> str:
    """Draw Room 4, two rows of two, and return where its plan is."""
    sent = {"room": "Room 4", "rows": "2", "columns": "2"} | other
    return str(send(cora, centre_path(cast, "plans"), **sent).location)


def plan(database: Database, cast: Cast) -> RoomPlanRow:
    """Read the plan of Room 4."""
    with database.read() as db:
        found = plan_named(db, cast.northtown, "Room 4")
        assert found
        return found


def seats(database: Database, session: UUID) -> list[str]:
    """Return the seats by candidate number."""
    with database.read() as db:
        row = db.get_one(ExamSessionRow, session)
        return [line.sitting.seat for line in entries_of(db, row)]


def test_a_room_of_a_session_ahead_is_offered_and_drawn(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    entered(database, cast)
    assert "rooms without a plan: Room 4" in read(cora, centre_path(cast, "plans"))

    page = read(cora, draw(cora, cast))

    assert "Plan of Room 4" in page
    assert [each["seat"] for each in plan(database, cast).desks] == ["A1", "A2", "B1", "B2"]


def test_drawing_a_room_that_has_a_plan_leads_to_it(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    first = draw(cora, cast)

    assert draw(cora, cast, rows="9") == first
    assert plan(database, cast).rows == 2


@pytest.mark.parametrize("rows", ["0", "61", "x", ""])
def test_a_grid_that_cannot_be_is_refused_beside_its_field(
    rows: str, cora: FlaskClient, cast: Cast
) -> None:
    answer = send(cora, centre_path(cast, "plans"), room="Hall", rows=rows, columns="2")

    assert linked(answer) == {"rows"}


def test_desks_are_taken_out_and_seats_renamed_without_scripts(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    where = draw(cora, cast)
    sent = {"rows": "2", "columns": "2", "desk": ["1-1", "2-2"], "seat-1-1": " Door "}

    send(cora, where, **sent)

    assert plan(database, cast).desks == [
        {"row": 1, "column": 1, "seat": "Door"},
        {"row": 2, "column": 2, "seat": "B2"},
    ]
    page = cora.get(where).text
    assert re.search(r'value="1-1" id="desk-1-1" checked', page)
    assert not re.search(r'value="1-2" id="desk-1-2" checked', page)


def test_a_larger_grid_gets_desks_and_a_smaller_one_loses_them(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    where = draw(cora, cast)
    send(cora, where, rows="2", columns="3", desk=["1-1"])
    assert [each["seat"] for each in plan(database, cast).desks] == ["A1", "A3", "B3"]

    send(cora, where, rows="1", columns="1", desk=["1-1", "1-3"])
    assert [each["seat"] for each in plan(database, cast).desks] == ["A1"]


def test_two_seats_of_one_name_are_refused_and_shown_as_typed(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    where = draw(cora, cast)
    sent = {"rows": "2", "columns": "2", "desk": ["1-1", "1-2"], "seat-1-1": "X", "seat-1-2": "x"}

    answer = send(cora, where, **sent)

    assert answer.status_code == 422
    assert "two seats are called X, x" in answer.text
    assert 'value="x"' in answer.text
    assert len(plan(database, cast).desks) == 4


def test_everybody_is_seated_at_the_press_of_a_button(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    draw(cora, cast)
    at = centre_path(cast, "sessions", session, "seats")

    page = read(cora, at)
    assert "Room 4 has 4 desks; 2 candidates are entered." in page
    send_to(cora, at, f"{at}/assign", order="rows")

    assert seats(database, session) == ["A1", "A2"]


def send_to(cora: FlaskClient, page: str, where: str, **data: str) -> None:
    """Send a form of a page to where it goes."""
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', cora.get(page).text)
    assert token
    assert cora.post(where, data={"csrf_token": token[1], **data}).status_code == 302


def test_seats_are_typed_one_by_one_and_a_seat_for_two_is_refused(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    at = centre_path(cast, "sessions", session, "seats")
    with database.read() as db:
        first, second = (
            line.sitting.id for line in entries_of(db, db.get_one(ExamSessionRow, session))
        )

    assert "Nobody has drawn a plan of Room 4." in read(cora, at)
    refused = send(cora, at, **{f"seat-of-{first}": "A1", f"seat-of-{second}": "A1"})
    assert refused.status_code == 409
    assert "Two candidates would have seat A1" in refused.text
    assert seats(database, session) == ["", ""]

    send(cora, at, **{f"seat-of-{first}": "A1", f"seat-of-{second}": " A2 ", "seat-of-x": "B1"})
    assert seats(database, session) == ["A1", "A2"]


def test_a_seat_that_is_too_long_is_refused_and_shown_as_typed(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session, long = entered(database, cast), "By the window 12"
    at = centre_path(cast, "sessions", session, "seats")
    with database.read() as db:
        first = entries_of(db, db.get_one(ExamSessionRow, session))[0].sitting.id

    for page, sent in (
        (at, {f"seat-of-{first}": long}),
        (draw(cora, cast), {"rows": "2", "columns": "2", "desk": "1-1", "seat-1-1": long}),
    ):
        answer = send(cora, page, **sent)
        assert answer.status_code == 422
        assert "12 characters" in text_of(answer)
        assert f'value="{long}"' in answer.text
    assert seats(database, session) == ["", ""]


def test_the_session_says_what_is_ready_and_what_is_in_its_way(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    at = centre_path(cast, "sessions", session)

    page = read(cora, at)
    assert "This session can be held; look at what is marked" in page
    assert "Papers. 2 of 2 drawn; they are locked when the keycodes are given out." in page
    assert "1 named for 2 entered. The awarding body wants one for every 20 candidates: 1." in page
    assert "Nobody has drawn a plan of Room 4. 0 of 2 have a seat." in page
    assert "at the same time" not in page

    with database.begin() as db:
        row = db.get_one(ExamSessionRow, session)
        other = schedule(db, cast, row.specification_version_id)
        ada = entries_of(db, row)[0].candidate.id
        enter_candidate(db, other, ada, cast.cora, THE_DAY_BEFORE)
    page = read(cora, at)
    assert "Another session is in Room 4 at the same time: Sample test, Room 4, opens" in page
    assert "Named for both (Ivy)" in page
    assert "Entered for both (0012)" in page


def test_a_session_with_nobody_entered_is_not_ready(
    cora: FlaskClient, database: Database, cast: Cast
) -> None:
    page = read(cora, centre_path(cast, "sessions", a_session(database, cast)))

    assert "This session is not ready" in page
    assert "Nobody is entered yet: enter candidates" in page


def test_a_stranger_finds_no_plan(client: FlaskClient, database: Database, cast: Cast) -> None:
    where = draw(sign_in(client, cast.cora), cast)
    dora = sign_in(client, cast.dora)

    assert dora.get(where).status_code == 404
    theirs = where.replace(str(cast.northtown), str(cast.southport))
    assert dora.get(theirs).status_code == 404
