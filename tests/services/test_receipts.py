"""A receipt stands for exactly the answers of one sitting that is closed."""

import pytest

from app.domain.digests import GENESIS
from app.domain.refusals import Reason
from app.domain.sitting import SittingState
from app.services import invigilation
from app.services.receipts import ReceiptCheck, verify_receipt
from app.services.sitting import receipt_for
from app.store.database import Database
from app.store.queries.receipts import whole_log
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session, hand_in, refused, save, sit, start


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada is answering, with five answers saved; Ben has not come."""
    story = a_session(database, cast, clock)
    sit(story, 0, right=4, submit=False)
    return story


def check(story: StorySession, receipt: str) -> ReceiptCheck:
    """Check a receipt."""
    with story.database.read() as db:
        return verify_receipt(db, receipt)


def digest(story: StorySession, place: int = 0) -> str:
    """Return the digest a candidate's receipt shows, in groups as it shows it."""
    with story.database.read() as db:
        return " ".join(receipt_for(db, story.centre, story.sittings[place]).groups)


def test_a_receipt_fits_its_sitting_and_says_when_and_how_many(story: StorySession) -> None:
    hand_in(story, 0)

    checked = check(story, digest(story).upper())

    assert (checked.sitting, checked.centre_number) == (story.sittings[0], "00123")
    assert (checked.state, checked.finished_at) == (SittingState.SUBMITTED, story.clock.now)
    assert (checked.sequence, checked.responses, checked.whole) == (5, 5, True)


def test_the_acknowledgement_of_an_earlier_answer_is_a_receipt_of_all_up_to_it(
    story: StorySession,
) -> None:
    hand_in(story, 0)
    with story.database.read() as db:
        second = whole_log(db, story.centre, story.sittings[0])[1].digest

    checked = check(story, second)

    assert (checked.sequence, checked.responses, checked.whole) == (2, 5, False)


def test_a_receipt_of_a_sitting_whose_time_ran_out_fits(story: StorySession) -> None:
    story.clock.tick(hours=3)
    story.close()

    assert check(story, digest(story)).state is SittingState.TIMED_OUT


def test_a_receipt_still_fits_when_the_sitting_is_void(story: StorySession) -> None:
    hand_in(story, 0)
    story.do(invigilation.void_sittings, story.sittings[:1], "Talking")

    assert check(story, digest(story)).state is SittingState.VOID


@pytest.mark.parametrize("typed", ["", "a" * 64, GENESIS, "Nought"])
def test_what_is_no_receipt_fits_nothing(story: StorySession, typed: str) -> None:
    hand_in(story, 0)

    with refused(Reason.RECEIPT_UNKNOWN):
        check(story, typed)


def test_nothing_is_said_of_a_sitting_that_goes_on(story: StorySession) -> None:
    with refused(Reason.RECEIPT_UNKNOWN):
        check(story, digest(story))


def test_two_candidates_with_the_same_answers_have_receipts_of_their_own(
    story: StorySession,
) -> None:
    hand_in(story, 0)
    start(story, 1)
    save(story, 1, {1: "A"})
    hand_in(story, 1)

    assert check(story, digest(story, 1)).sitting == story.sittings[1]
