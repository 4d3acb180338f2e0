"""What a candidate finds at the screen, kept with the person."""

from uuid import UUID

import pytest

from app.domain.arrangement import Arrangement, ArrangementKind
from app.domain.preferences import STANDARD, Font, Preferences, Scheme
from app.domain.refusals import Reason
from app.services.arrangements import set_arrangements
from app.services.own_sitting import OwnSitting, read_own_sitting
from app.services.preferences import read_preferences, set_own_preferences, set_preferences
from app.services.sitting import take_lease
from app.store.candidates import CandidatePreferenceRow, CandidateRow
from app.store.database import Database
from app.store.queries.sittings import candidate_of_sitting
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, hand_in, lease_of, refused, start
from tests.timetable import THE_DAY_BEFORE, add

CREAM = Preferences(scheme=Scheme.CREAM, text_size=200)
PLAIN = Preferences(font=Font.PLAIN)


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session that has been started."""
    story = a_session(database, cast, clock)
    story.begin()
    return story


def ada_of(story: StorySession) -> UUID:
    """Return Ada's id."""
    with story.database.read() as db:
        return candidate_of_sitting(db, story.centre, story.sittings[0])


def own(story: StorySession, place: int = 0) -> OwnSitting:
    """Read a candidate's sitting as its device does."""
    with story.database.read() as db:
        sitting, now = story.sittings[place], story.clock.now
        return read_own_sitting(db, story.centre, sitting, lease_of(place), now)


def choose(story: StorySession, wanted: Preferences, lease: str = lease_of(0)) -> None:
    """Let Ada choose at her test."""
    with story.database.begin() as db:
        set_own_preferences(db, story.centre, story.sittings[0], lease, wanted, story.clock.now)


def test_what_the_centre_sets_is_found_at_the_sitting(story: StorySession) -> None:
    start(story, 0)
    with story.database.begin() as db:
        set_preferences(db, story.centre, ada_of(story), CREAM, story.cast.cora, story.clock.now)

    assert own(story).preferences == CREAM
    [event] = story.events("set_preferences")
    assert (event.by_id, event.subject_id) == (story.cast.cora, ada_of(story))


def test_what_the_candidate_chooses_is_kept_and_belongs_to_nobody_else(story: StorySession) -> None:
    start(story, 0)
    start(story, 1)

    choose(story, CREAM)

    assert own(story, 0).preferences == CREAM
    assert own(story, 1).preferences == STANDARD
    with story.database.read() as db:
        row = db.query(CandidatePreferenceRow).one()
        assert (row.set_by, row.set_at) == (None, story.clock.now)
        assert row.settings == {"scheme": "cream", "text_size": 200}


def test_it_is_kept_across_sittings_and_devices(
    story: StorySession, database: Database, cast: Cast, clock: Clock
) -> None:
    start(story, 0)
    choose(story, CREAM)
    ada = ada_of(story)

    with database.begin() as db:  # another computer
        row = db.get_one(CandidateRow, ada)
        assert read_preferences(db, row.centre_id, ada) == CREAM
        sitting = story.sitting(0)
        db.merge(sitting).lease = ""
        db.flush()
        take_lease(db, story.centre, story.sittings[0], clock.now, token="elsewhere")
        here = read_own_sitting(db, story.centre, story.sittings[0], "elsewhere", clock.now)

    assert here.preferences == CREAM


def test_back_to_the_standard_keeps_nothing(story: StorySession) -> None:
    start(story, 0)
    choose(story, CREAM)

    choose(story, STANDARD)

    assert own(story).preferences == STANDARD
    with story.database.read() as db:
        assert db.query(CandidatePreferenceRow).one().settings == {}


def test_what_is_so_already_is_not_recorded_again_and_no_choice_ever_is(
    story: StorySession,
) -> None:
    start(story, 0)
    choose(story, STANDARD)
    choose(story, CREAM)
    choose(story, CREAM)

    [event] = story.events("set_preferences")

    assert (event.by_id, event.facts) == (None, {})


def test_a_device_without_the_lease_changes_nothing(story: StorySession) -> None:
    start(story, 0)

    for lease in ("", "another device"):
        with refused(Reason.LEASE_LOST):
            choose(story, CREAM, lease)

    assert own(story).preferences == STANDARD


def test_nothing_is_changed_after_the_test_is_handed_in(story: StorySession) -> None:
    start(story, 0)
    hand_in(story, 0)

    with refused(Reason.ALREADY_SUBMITTED):
        choose(story, CREAM)


def test_what_was_kept_in_words_no_longer_known_is_the_standard(story: StorySession) -> None:
    start(story, 0)
    choose(story, CREAM)
    with story.database.begin() as db:
        db.query(CandidatePreferenceRow).one().settings = {"scheme": "mauve", "text_size": 200}

    assert own(story).preferences == Preferences(text_size=200)


def test_a_candidate_of_another_centre_is_not_on_the_list(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        theirs = add(db, cast, centre=cast.southport)

        with refused(Reason.CANDIDATE_UNKNOWN):
            set_preferences(db, cast.northtown, theirs, CREAM, cast.cora, THE_DAY_BEFORE)

        assert db.query(CandidatePreferenceRow).count() == 0


def test_only_a_computer_reader_that_holds_lets_a_candidate_listen(story: StorySession) -> None:
    start(story, 0)
    assert not own(story).may_listen  # extra time alone is no computer reader

    reader = Arrangement(kind=ArrangementKind.COMPUTER_READER, evidence="File 12")
    for arranged, expected in (([reader], True), ([], False), ([reader], True)):
        with story.database.begin() as db:
            set_arrangements(db, ada_of(story), arranged, story.cast.cora, story.clock.now)
        assert own(story).may_listen is expected
