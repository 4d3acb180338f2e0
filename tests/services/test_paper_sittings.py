"""Going on on paper, and keying in: nothing is lost, two people agree, the same rule marks it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import keying
from app.domain.paper_print import PrintForm
from app.domain.refusals import Reason
from app.domain.result import Result
from app.domain.sitting import SittingState
from app.domain.timing import started_at
from app.services import invigilation
from app.services.closing import close_overdue
from app.services.ledger import ledger_for
from app.services.own_sitting import read_own_sitting
from app.services.paper_print import print_papers
from app.services.paper_sittings import Outcome, go_on_paper, key_sheet
from app.services.results import mark_sitting
from app.services.sitting import find_by_keycode, submit_sitting, take_lease
from app.store.database import Database
from app.store.results import ResultReleaseRow
from app.store.sittings import LateResponseRow
from tests.answer_log import responses_of
from tests.cast import Cast
from tests.conftest import Clock
from tests.stories import (
    StorySession,
    a_session,
    answers,
    immediate,
    lease_of,
    refused,
    save,
    sit,
    start,
)

ADA, BEN = 0, 1
WHY = "The screen went dark"


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose keycodes are out."""
    return a_session(database, cast, clock)


def to_paper(story: StorySession, *places: int) -> int:
    """Let candidates go on on paper."""
    return int(story.do(go_on_paper, [story.sittings[place] for place in places], WHY))


def as_printed(story: StorySession, place: int, chosen: Mapping[int, str]) -> dict[int, str]:
    """Turn authored letters into those that stand on the candidate's print; blank elsewhere."""
    return {
        position: keying.printed(chosen.get(position, ""), item.options)
        for position, item in story.papers[place].positions.items()
    }


def key(
    story: StorySession,
    place: int,
    ticked: Mapping[int, str],
    by: UUID,
    at: datetime | None = None,
) -> Outcome:
    """Key a sheet in."""
    with story.database.begin() as db:
        at, now = at or story.clock.now, story.clock.now
        return key_sheet(db, story.session, story.sittings[place], ticked, at, by, now)


def key_twice(story: StorySession, place: int, ticked: Mapping[int, str]) -> Outcome:
    """Key a sheet in by two people."""
    key(story, place, ticked, story.cast.ivy)
    return key(story, place, ticked, story.cast.cora)


def result(story: StorySession, place: int) -> Result | None:
    """Return what a sitting earned."""
    with story.database.begin() as db:
        return mark_sitting(db, story.centre, story.sittings[place], story.clock.now)


# Going on on paper


def test_who_had_not_started_is_let_in_and_started_at_that_moment(story: StorySession) -> None:
    assert to_paper(story, ADA) == 1

    row = story.sitting(ADA)
    assert (row.state, row.on_paper_at, row.paper_reason) == ("started", story.clock.now, WHY)
    assert row.admitted_at == row.started_at == story.clock.now
    assert (row.admitted_by, row.identity_check) == (story.cast.ivy, "")
    with story.database.read() as db:
        assert started_at(ledger_for(db, row)) == story.clock.now
    assert story.events("go_on_paper")[0].facts == {"responses": 0}


def test_who_was_answering_keeps_clock_and_answers(story: StorySession) -> None:
    sit(story, ADA, chosen={1: "A"}, submit=False)
    began = story.sitting(ADA).started_at

    to_paper(story, ADA)

    row = story.sitting(ADA)
    assert (row.started_at, row.last_sequence, row.lease) == (began, 1, lease_of(ADA))


def test_it_is_done_once_and_only_for_those_it_fits(story: StorySession) -> None:
    sit(story, ADA, right=5)

    assert to_paper(story, ADA, BEN) == 1
    assert to_paper(story, ADA, BEN) == 0
    assert story.sitting(ADA).state == SittingState.SUBMITTED


def test_it_needs_a_reason_and_an_open_session(story: StorySession) -> None:
    with refused(Reason.REASON_MISSING):
        story.do(go_on_paper, story.sittings, " ")
    story.close()
    with refused(Reason.SESSION_CLOSED):
        to_paper(story, ADA)


def test_nothing_is_answered_on_screen_after_that_and_what_comes_is_kept(
    story: StorySession,
) -> None:
    sit(story, ADA, chosen={1: "A"}, submit=False)
    to_paper(story, ADA)

    saved = save(story, ADA, {2: "B"}, follows=1)

    assert (saved.refused, saved.state) == (Reason.ON_PAPER, "finished")
    with story.database.read() as db:
        late = db.scalars(select(LateResponseRow)).one()
        assert (late.position, late.chosen, late.reason) == (2, "B", "on_paper")
        assert len(responses_of(db, story.centre, story.sittings[ADA])) == 1


def test_no_device_goes_on_with_it(story: StorySession) -> None:
    sit(story, ADA, chosen={1: "A"}, submit=False)
    to_paper(story, ADA)
    centre, sitting, now = story.centre, story.sittings[ADA], story.clock.now

    with refused(Reason.ON_PAPER), story.database.read() as db:
        read_own_sitting(db, centre, sitting, lease_of(ADA), now)
    with refused(Reason.ON_PAPER), story.database.begin() as db:
        submit_sitting(db, centre, sitting, lease_of(ADA), now)
    with refused(Reason.ON_PAPER), story.database.read() as db:
        find_by_keycode(db, story.keycodes[ADA], now)
    with refused(Reason.ANOTHER_DEVICE), story.database.begin() as db:
        take_lease(db, centre, sitting, now, token="another")


def test_time_closes_nothing_that_is_on_paper(story: StorySession) -> None:
    story.begin()
    start(story, ADA)
    to_paper(story, ADA)
    story.clock.tick(hours=5)

    with story.database.begin() as db:
        assert close_overdue(db, story.centre, story.session, story.clock.now) == 0
    assert story.do(invigilation.finish_for, [story.sittings[ADA]], "No") == 0


def test_a_session_closes_while_papers_wait_and_nobody_on_paper_is_absent(
    story: StorySession,
) -> None:
    to_paper(story, ADA)

    assert story.close() == 1  # Ben, who never came

    assert story.sitting(ADA).state == SittingState.STARTED
    assert story.sitting(BEN).state == SittingState.ABSENT
    assert result(story, ADA) is None


# Keying in


def test_two_who_agree_hand_the_test_in_with_the_time_on_the_paper(story: StorySession) -> None:
    to_paper(story, ADA)
    handed_in = story.clock.tick(minutes=20)
    story.clock.tick(hours=1)
    ticked = as_printed(story, ADA, answers(story, ADA, right=4))

    assert key(story, ADA, ticked, story.cast.ivy, handed_in) is Outcome.WAITS
    assert story.sitting(ADA).state == SittingState.STARTED
    assert key(story, ADA, ticked, story.cast.cora, handed_in) is Outcome.AGREES

    row = story.sitting(ADA)
    assert (row.state, row.finished_at, row.progress) == ("submitted", handed_in, "xxxxx")
    assert len(story.events("key_sheet")) == 2
    assert story.events("hand_in_paper")[0].facts["keyed"] == 5


def test_what_is_keyed_is_marked_as_if_it_were_answered_on_screen(story: StorySession) -> None:
    to_paper(story, ADA)
    key_twice(story, ADA, as_printed(story, ADA, answers(story, ADA, right=3)))
    sit(story, BEN, chosen=answers(story, BEN, right=3))

    story.close()

    on_paper, on_screen = result(story, ADA), result(story, BEN)
    assert on_paper is not None and on_screen is not None
    assert (on_paper.mark, on_paper.grade) == (on_screen.mark, on_screen.grade) == (3, "pass")


def test_a_paper_keyed_in_after_the_close_is_marked_at_once(story: StorySession) -> None:
    to_paper(story, ADA)
    story.close()

    key_twice(story, ADA, as_printed(story, ADA, answers(story, ADA, right=5)))

    marked = result(story, ADA)
    assert marked is not None and marked.mark == 5
    assert len(story.events("mark_sitting")) == 2


def test_a_result_that_is_given_out_at_once_is_given_out_when_keyed_in(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, specification=immediate())
    to_paper(story, ADA)
    story.close()

    key_twice(story, ADA, as_printed(story, ADA, {}))

    with story.database.read() as db:
        assert len(db.scalars(select(ResultReleaseRow)).all()) == 2


def test_paper_stands_over_screen_and_a_blank_keeps_what_was_saved(story: StorySession) -> None:
    sit(story, ADA, chosen={1: "A", 2: "B", 3: "C"}, submit=False)
    to_paper(story, ADA)

    key_twice(story, ADA, as_printed(story, ADA, {1: "A", 2: "D"}))

    with story.database.read() as db:
        log = responses_of(db, story.centre, story.sittings[ADA])
        written = [(r.sequence, r.position, r.chosen, r.lease) for r in log[3:]]
    assert written == [(4, 2, "D", "paper")]
    assert story.sitting(ADA).progress.startswith("xxx.")
    assert log[-1].digest == story.sitting(ADA).last_digest


def test_nobody_keys_the_same_paper_twice(story: StorySession) -> None:
    to_paper(story, ADA)
    ticked = as_printed(story, ADA, {1: "A"})
    key(story, ADA, ticked, story.cast.ivy)

    with refused(Reason.SAME_PERSON):
        key(story, ADA, ticked, story.cast.ivy)


def test_two_who_differ_key_only_that_again_until_they_agree(story: StorySession) -> None:
    to_paper(story, ADA)
    ticked = as_printed(story, ADA, {1: "A", 2: "B"})
    slip = ticked | {2: ""}
    key(story, ADA, ticked, story.cast.ivy)
    assert key(story, ADA, slip, story.cast.cora) is Outcome.DIFFERS

    assert key(story, ADA, {2: ticked[2]}, story.cast.ivy) is Outcome.DIFFERS
    assert key(story, ADA, {2: ticked[2]}, story.cast.cora) is Outcome.AGREES


def test_the_time_has_to_agree_too(story: StorySession) -> None:
    to_paper(story, ADA)
    ticked, ten = as_printed(story, ADA, {}), story.clock.now
    story.clock.tick(minutes=30)
    key(story, ADA, ticked, story.cast.ivy, ten + timedelta(minutes=5))

    assert key(story, ADA, ticked, story.cast.cora, ten) is Outcome.DIFFERS
    assert key(story, ADA, {}, story.cast.cora, ten + timedelta(minutes=5)) is Outcome.AGREES


def test_only_what_is_on_paper_is_keyed_in_and_only_once(story: StorySession) -> None:
    ticked = as_printed(story, ADA, {})
    with refused(Reason.NOT_ON_PAPER):
        key(story, ADA, ticked, story.cast.ivy)
    to_paper(story, ADA)
    key_twice(story, ADA, ticked)
    with refused(Reason.ALREADY_DONE):
        key(story, ADA, ticked, story.cast.ivy)


def test_a_void_paper_is_not_keyed_in(story: StorySession) -> None:
    to_paper(story, ADA)
    story.do(invigilation.void_sittings, [story.sittings[ADA]], "Copied")

    with refused(Reason.NOT_ON_PAPER):
        key(story, ADA, as_printed(story, ADA, {}), story.cast.ivy)


@pytest.mark.parametrize("wrong", [{1: "E"}, {6: "A"}])
def test_letters_and_questions_the_paper_lacks_are_refused(
    story: StorySession, wrong: dict[int, str]
) -> None:
    to_paper(story, ADA)

    with refused(Reason.KEYING_FAULTY):
        key(story, ADA, as_printed(story, ADA, {}) | wrong, story.cast.ivy)
    with refused(Reason.KEYING_FAULTY):
        key(story, ADA, {1: "A"}, story.cast.ivy)


@pytest.mark.parametrize("minutes", [-1, 1])
def test_a_time_before_the_opening_or_still_to_come_is_refused(
    story: StorySession, minutes: int
) -> None:
    to_paper(story, ADA)
    at = story.clock.now + timedelta(minutes=minutes)

    with refused(Reason.HANDED_IN_RANGE):
        key(story, ADA, as_printed(story, ADA, {}), story.cast.ivy, at)


# Printing


def test_printing_is_recorded_with_whose_and_the_form_and_nothing_else(story: StorySession) -> None:
    printing = story.do(print_papers, story.sittings, PrintForm.LARGE_18)

    [event] = story.events("print_papers")
    assert event.facts == {"form": "large-18", "sittings": [str(s) for s in story.sittings]}
    assert [paper.candidate_number for paper in printing.papers] == ["0012", "0013"]
    assert printing.papers[ADA].allowed == timedelta(minutes=37, seconds=30)


def test_a_print_has_questions_and_options_in_the_papers_order(story: StorySession) -> None:
    printing = story.do(print_papers, [story.sittings[ADA]], PrintForm.STANDARD)

    [paper] = printing.papers
    for question, item in zip(paper.questions, story.papers[ADA].items, strict=True):
        number = int(item.id.removeprefix("s-"))
        assert f"Sample question {number}:" in question.stem
        assert question.options == tuple(
            f"Answer {letter.lower()} of {number}" for letter in item.options
        )


def test_nothing_is_printed_that_is_handed_in_or_of_another_session(story: StorySession) -> None:
    sit(story, ADA, right=1)

    printing = story.do(print_papers, [*story.sittings, story.session], PrintForm.STANDARD)

    assert [paper.candidate_number for paper in printing.papers] == ["0013"]


def test_nothing_is_printed_once_the_session_is_closed(story: StorySession) -> None:
    story.close()

    with refused(Reason.SESSION_CLOSED):
        story.do(print_papers, story.sittings, PrintForm.STANDARD)
