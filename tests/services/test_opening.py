"""Opening a room: when keycodes are released, to whom, and when the test starts."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.admission import Identity
from app.domain.keycode import fast_hash
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import SessionState
from app.services import invigilation
from app.services.entries import withdraw_entry
from app.services.sitting import find_by_keycode
from app.store.database import Database
from app.store.queries.sessions import entries_of
from app.store.sessions import ExamSessionRow
from app.store.sittings import KeycodeRow, PaperRow
from app.web.errors import sentence_for
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.room import entered, open_room
from tests.stories import StorySession, a_session, refused
from tests.timetable import LATEST_START, OPENS, THE_DAY_BEFORE, publish_sample

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


@pytest.mark.parametrize("moment", [OPENS, LATEST_START])
def test_keycodes_are_released_from_the_opening_to_the_latest_start(
    database: Database, cast: Cast, moment: datetime
) -> None:
    session = entered(database, cast)

    assert open_room(database, cast, session, moment) == 2


@pytest.mark.parametrize("moment", [OPENS - MOMENT, LATEST_START + MOMENT])
def test_keycodes_are_not_released_outside_the_window(
    database: Database, cast: Cast, moment: datetime
) -> None:
    session = entered(database, cast)

    with refused(Reason.OUTSIDE_WINDOW):
        open_room(database, cast, session, moment)


def test_the_refusal_names_the_window_in_the_centres_time(database: Database, cast: Cast) -> None:
    session = entered(database, cast)

    with pytest.raises(Refusal) as caught:
        open_room(database, cast, session, THE_DAY_BEFORE)

    assert "between 23 November 2026, 09:00 GMT and 23 November" in sentence_for(caught.value).what


def test_releasing_keycodes_locks_every_paper_and_makes_each_keycode_lead_to_its_sitting(
    story: StorySession,
) -> None:
    with story.database.read() as db:
        locked = list(db.scalars(select(PaperRow.locked_at)))
        doors = [find_by_keycode(db, keycode, story.clock.now) for keycode in story.keycodes]

    assert locked == [OPENS, OPENS]
    assert [door.sitting for door in doors] == story.sittings
    assert story.row().state == SessionState.RELEASED


def test_keycodes_are_released_once(story: StorySession) -> None:
    with refused(Reason.ALREADY_DONE):
        story.do(invigilation.release_keycodes)

    assert len(story.events("release_keycodes")) == 1


def test_a_bank_that_can_no_longer_fill_a_paper_keeps_the_session_shut(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        publish_sample(db, cast, items=4)

    with refused(Reason.PAPER_SHORT):
        open_room(database, cast, session, OPENS)

    with database.read() as db:
        assert db.get_one(ExamSessionRow, session).state == SessionState.SCHEDULED
        assert db.scalars(select(KeycodeRow)).all() == []


def test_a_withdrawn_candidate_gets_no_keycode_and_is_not_counted(
    database: Database, cast: Cast, clock: Clock
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        ben = entries_of(db, db.get_one(ExamSessionRow, session))[1]
        withdraw_entry(db, ben.entry.id, cast.cora, THE_DAY_BEFORE)

    assert open_room(database, cast, session, clock.now) == 1
    with database.begin() as db:
        assert [k.sitting_id for k in db.scalars(select(KeycodeRow))] != [ben.sitting.id]
        assert (
            invigilation.admit(db, session, [ben.sitting.id], Identity.KNOWN, cast.ivy, clock.now)
            == 0
        )
        assert invigilation.close_session(db, session, cast.ivy, clock.now) == 1


def test_slips_are_printed_only_between_release_and_close(
    database: Database, cast: Cast, clock: Clock
) -> None:
    session = entered(database, cast)

    def printed() -> list[invigilation.Slip]:
        with database.begin() as db:
            return invigilation.print_slips(db, session, cast.ivy, clock.now)

    with refused(Reason.KEYCODES_NOT_RELEASED):
        printed()
    open_room(database, cast, session, clock.now)
    slips = printed()
    with database.begin() as db:
        invigilation.close_session(db, session, cast.ivy, clock.now)
    with refused(Reason.SESSION_CLOSED):
        printed()

    assert [slip.candidate_number for slip in slips] == ["0012", "0013"]


def test_that_slips_were_printed_is_recorded_without_a_keycode(story: StorySession) -> None:
    slips = story.do(invigilation.print_slips)

    assert [slip.keycode for slip in slips] == story.keycodes
    [event] = story.events("print_keycodes")
    assert event.facts == {"slips": 2}
    with story.database.read() as db:
        stored = {row.hash for row in db.scalars(select(KeycodeRow))}
    assert stored == {fast_hash(keycode) for keycode in story.keycodes}


def test_the_test_starts_once_and_only_after_the_keycodes(
    database: Database, cast: Cast, clock: Clock
) -> None:
    session = entered(database, cast)

    def start_now() -> None:
        with database.begin() as db:
            invigilation.start_session(db, session, cast.ivy, clock.now)

    with refused(Reason.KEYCODES_NOT_RELEASED):
        start_now()
    open_room(database, cast, session, clock.now)
    start_now()
    with refused(Reason.ALREADY_DONE):
        start_now()


def test_the_test_does_not_start_after_the_latest_start(story: StorySession) -> None:
    story.clock.now = LATEST_START + MOMENT

    with refused(Reason.OUTSIDE_WINDOW):
        story.do(invigilation.start_session)
