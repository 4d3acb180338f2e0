"""What the room tells candidates: to whom, in order, and how long it may be."""

import pytest

from app.domain.message import Message
from app.domain.refusals import Reason
from app.services import invigilation
from app.services.own_sitting import read_own_sitting
from app.store.database import Database
from app.store.queries.messages import messages_of_session
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, lease_of, refused, start


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Three have started."""
    story = a_session(database, cast, clock, candidates=3)
    story.begin()
    for place in range(3):
        start(story, place)
    return story


def tell(story: StorySession, text: str, *places: int) -> int:
    """Tell some, or everybody."""
    sittings = [story.sittings[place] for place in places] or None
    return int(story.do(invigilation.send_message, sittings, text))


def told(story: StorySession, place: int) -> tuple[Message, ...]:
    """Read what a candidate is told."""
    with story.database.read() as db:
        sitting, lease = story.sittings[place], lease_of(place)
        return read_own_sitting(db, story.centre, sitting, lease, story.clock.now).messages


def test_a_message_reaches_whom_it_is_meant_for_and_nobody_else(story: StorySession) -> None:
    assert tell(story, "Please speak to me at the end.", 1) == 1
    assert tell(story, "The lift is out of order.") == 3

    assert [m.text for m in told(story, 0)] == ["The lift is out of order."]
    assert told(story, 1) == (
        Message(1, "Please speak to me at the end.", "09:00"),
        Message(2, "The lift is out of order.", "09:00"),
    )


def test_messages_of_one_moment_keep_their_order(story: StorySession) -> None:
    for n in range(5):
        tell(story, str(n), *([0] if n % 2 else []))

    assert [m.text for m in told(story, 0)] == ["0", "1", "2", "3", "4"]
    assert [m.text for m in told(story, 1)] == ["0", "2", "4"]


def test_some_may_be_told_at_once(story: StorySession) -> None:
    assert tell(story, "Half time", 0, 2) == 2

    assert [len(told(story, place)) for place in range(3)] == [1, 0, 1]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 501, "\x00"])
def test_a_message_has_from_1_to_500_characters(story: StorySession, text: str) -> None:
    with refused(Reason.MESSAGE_LENGTH):
        tell(story, text)

    assert [story.sitting(place).messages for place in range(3)] == [0, 0, 0]


def test_words_are_kept_as_plain_text(story: StorySession) -> None:
    tell(story, "  <b>Loud</b> drilling\x07 \r\n\n from eleven  ")

    assert told(story, 0)[0].text == "<b>Loud</b> drilling\nfrom eleven"


def test_the_record_says_who_told_whom_and_not_what(story: StorySession) -> None:
    tell(story, "Speak up", 0)
    tell(story, "Ten minutes left")

    with story.database.read() as db:
        newest, first = messages_of_session(db, story.row())
    one, everybody = story.events("send_message")
    assert (one.subject_id, one.facts) == (story.sittings[0], {"message": str(first.id)})
    assert everybody.subject_id == story.session
    assert everybody.facts == {"message": str(newest.id), "sittings": 3}
    assert everybody.by_id == story.cast.ivy


def test_nobody_is_told_anything_once_the_session_is_closed(story: StorySession) -> None:
    story.do(invigilation.finish_for, story.sittings, "End")
    story.close()

    with refused(Reason.SESSION_CLOSED):
        tell(story, "Too late")
