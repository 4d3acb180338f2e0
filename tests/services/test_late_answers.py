"""Late answers: kept, stated about, decided by a person, and never counted or dropped in silence."""

from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.late_sitting import LateSitting
from app.domain.refusals import Reason
from app.domain.result import ResultStatus
from app.domain.sitting import SessionKind, SessionState
from app.services import invigilation
from app.services.late_answers import add_statement, decide_late
from app.store.database import Database
from app.store.queries.late_answers import late_session, sessions_to_decide
from app.store.sittings import LateDecisionRow
from tests.cast import Cast
from tests.conftest import Clock
from tests.services.outcome import seen, shown, statuses, versions
from tests.stories import StorySession, a_session, hand_in, immediate, refused, save, sit, start

BLANK = 5  # the position Ada leaves blank


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada and Ben are entered; their keycodes are out."""
    return a_session(database, cast, clock)


def sit_late(story: StorySession, *, close: bool = True) -> None:
    """Ada answers four of five, three right, hands in, and a right answer to the fifth comes late."""
    right = {n: "".join(story.key(0, n)) for n in range(1, 4)}
    sit(story, 0, chosen=right | {4: wrong(story, 4)})
    story.clock.tick(seconds=7)
    send_late(story, BLANK)
    if close:
        story.close()


def wrong(story: StorySession, position: int) -> str:
    """Return a letter that is not the key."""
    return next(letter for letter in "ABCD" if letter not in story.key(0, position))


def send_late(story: StorySession, position: int, letters: str | None = None, n: int = 50) -> None:
    """Let Ada's device deliver an answer after the end: the right one unless told otherwise."""
    chosen = "".join(story.key(0, position)) if letters is None else letters
    saved = save(story, 0, {position: chosen}, follows=n)
    assert saved.receipts == ()


def late(story: StorySession, place: int = 0) -> LateSitting:
    """Read what came too late for a candidate."""
    with story.database.read() as db:
        session = late_session(db, story.session, bodies={story.cast.body})
    assert session is not None
    found = session.of(story.sittings[place])
    assert found is not None
    return found


def decide(story: StorySession, *counted: bool, reason: str = "The clock was wrong") -> int:
    """Let Olga decide about Ada's late answers in the order they came."""
    ids = [change.late.id for change in late(story).open]
    choices = dict(zip(ids, counted, strict=True))
    done: int = story.do(decide_late, story.sittings[0], choices, reason, by=story.cast.olga)
    return done


def test_a_late_answer_is_listed_with_when_and_why_and_not_counted(story: StorySession) -> None:
    sit_late(story)

    [change] = late(story).open
    assert (change.late.position, change.late.reason) == (BLANK, Reason.ALREADY_SUBMITTED)
    assert (change.late.at, change.stood) == (story.clock.now, False)
    assert versions(story, 0)[0].mark == 3


def test_late_answers_of_one_delivery_keep_their_order(story: StorySession) -> None:
    sit(story, 0, right=4)
    letters = [wrong(story, 1), "".join(story.key(0, 1))]
    for n, letter in enumerate(letters * 3):
        send_late(story, 1, letter, n=50 + n)

    assert [each.sequence for each in late(story).kept] == [1, 2, 3, 4, 5, 6]
    assert ["".join(each.chosen) for each in late(story).kept] == letters * 3


def test_an_answer_kept_in_a_pause_and_then_taken_needs_nobody(story: StorySession) -> None:
    story.begin()
    start(story, 0)
    story.do(invigilation.pause, story.sittings[:1], "Alarm")
    save(story, 0, {1: "A"})
    assert len(late(story).kept) == 1
    story.do(invigilation.resume, story.sittings[:1], "")
    assert save(story, 0, {1: "A"}).receipts
    hand_in(story, 0)
    story.close()

    with story.database.read() as db:
        session = late_session(db, story.session, bodies={story.cast.body})
    assert session is not None and session.sittings == ()
    assert story.release() == 2


def test_a_provisional_result_is_shown_to_nobody_and_held_back(story: StorySession) -> None:
    sit_late(story)

    held = seen(story, include_held=True)
    assert [line.provisional for line in held.lines] == [True, False]
    assert statuses(held) == [None, ResultStatus.ABSENT]
    assert (held.waiting, held.provisional) == (1, 1)

    assert story.release() == 1

    assert statuses(seen(story)) == [None, ResultStatus.ABSENT]
    assert shown(story, 0).provisional
    [event] = story.events("release_results")
    assert event.facts == {"results": 1, "held_back": 1}
    with refused(Reason.LATE_ANSWERS_OPEN):
        story.release()


def test_a_late_answer_that_says_what_is_saved_holds_nothing_back(story: StorySession) -> None:
    sit(story, 0, right=4)
    send_late(story, 1)
    story.close()

    assert late(story).open == ()
    assert story.release() == 2


def test_counting_marks_again_and_the_result_names_what_it_came_from(story: StorySession) -> None:
    sit_late(story)
    [change] = late(story).open

    assert decide(story, True) == 1

    first, second = versions(story, 0)
    assert (first.mark, second.mark, second.reason) == (3, 4, "The clock was wrong")
    named = {m["position"]: m["late"] for m in second.item_marks if "late" in m}
    assert named == {BLANK: str(change.late.id)}
    assert not any("late" in mark for mark in first.item_marks)
    assert story.release() == 2
    after = shown(story, 0)
    assert after.result is not None and (after.result.mark, after.version) == (4, 2)


def test_not_counting_leaves_the_result_as_it_was_and_lets_it_go_out(story: StorySession) -> None:
    sit_late(story)

    assert decide(story, False) == 0

    assert [row.mark for row in versions(story, 0)] == [3]
    assert late(story).open == ()
    assert story.release() == 2


def test_a_decision_is_recorded_with_counts_and_who_and_why(story: StorySession) -> None:
    sit_late(story, close=False)
    send_late(story, 4, n=60)
    story.close()

    decide(story, True, False)

    [event] = story.events("decide_late")
    assert (event.by_id, event.facts) == (story.cast.olga, {"counted": 1, "not_counted": 1})
    with story.database.read() as db:
        rows = db.scalars(select(LateDecisionRow)).all()
    assert {(row.counted, row.reason, row.by_id) for row in rows} == {
        (True, "The clock was wrong", story.cast.olga),
        (False, "The clock was wrong", story.cast.olga),
    }


def test_a_later_late_answer_makes_a_decided_result_provisional_again(story: StorySession) -> None:
    sit_late(story)
    decide(story, True)
    send_late(story, 4, n=60)

    assert shown(story, 0).provisional
    assert story.release() == 1  # Ben's, who was absent
    with refused(Reason.LATE_ANSWERS_OPEN):
        story.release()
    decide(story, True, reason="Seen by two people")

    assert [(row.mark, row.reason) for row in versions(story, 0)] == [
        (3, ""),
        (4, "The clock was wrong"),
        (5, "Seen by two people"),
    ]


def test_a_late_clearing_counts_like_any_answer(story: StorySession) -> None:
    sit(story, 0, right=4)
    send_late(story, 1, "")
    story.close()

    decide(story, True)

    assert [row.mark for row in versions(story, 0)] == [4, 3]


def test_one_decision_about_an_answer_stands(story: StorySession) -> None:
    sit_late(story)
    [change] = late(story).open
    decide(story, True)

    with refused(Reason.NO_LATE_ANSWERS):
        story.do(decide_late, story.sittings[0], {change.late.id: False}, "No", by=story.cast.olga)
    assert [row.mark for row in versions(story, 0)] == [3, 4]


def test_all_that_waits_is_decided_at_once(story: StorySession) -> None:
    sit_late(story)
    [change] = late(story).open
    send_late(story, 4, n=60)

    for choices in ({change.late.id: True}, {}, {UUID(int=7): True}):
        with refused(Reason.LATE_ANSWERS_CHANGED):
            story.do(decide_late, story.sittings[0], choices, "Why", by=story.cast.olga)
    assert len(late(story).open) == 2


def test_a_decision_needs_a_reason_and_a_closed_session(story: StorySession) -> None:
    sit_late(story, close=False)
    choices = {late(story).changes[0].late.id: True}
    with refused(Reason.NO_LATE_ANSWERS):
        story.do(decide_late, story.sittings[0], choices, "Why", by=story.cast.olga)
    story.close()

    with refused(Reason.REASON_MISSING):
        story.do(decide_late, story.sittings[0], choices, "  ", by=story.cast.olga)
    with refused(Reason.NO_LATE_ANSWERS):
        story.do(decide_late, story.sittings[1], choices, "Why", by=story.cast.olga)
    assert story.events("decide_late") == []


def test_what_comes_after_the_release_is_kept_and_changes_nothing(story: StorySession) -> None:
    sit(story, 0, right=4)
    story.close()
    story.release()
    send_late(story, 5)

    after = late(story)
    assert (after.open, len(after.after_release)) == ((), 1)
    assert not shown(story, 0).provisional
    choices = {after.after_release[0].late.id: True}
    with refused(Reason.ALREADY_RELEASED):
        story.do(decide_late, story.sittings[0], choices, "Why", by=story.cast.olga)
    with refused(Reason.ALREADY_RELEASED):
        story.do(add_statement, story.sittings[0], "The lift stopped")
    assert [row.mark for row in versions(story, 0)] == [4]


def test_results_given_out_at_the_close_wait_for_the_decision_too(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, specification=immediate())
    sit_late(story)

    assert statuses(seen(story)) == [None, ResultStatus.ABSENT]
    decide(story, True)
    assert story.release() == 1
    assert statuses(seen(story)) == [ResultStatus.MARKED, ResultStatus.ABSENT]


def test_a_session_whose_results_are_all_provisional_closes_all_the_same(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, candidates=1, specification=immediate())
    sit_late(story)

    assert story.row().state == SessionState.CLOSED
    assert statuses(seen(story)) == [None]


def test_a_void_test_needs_no_decision(story: StorySession) -> None:
    sit_late(story)
    story.do(invigilation.void_sittings, story.sittings[:1], "Talking")

    assert late(story).open == ()
    assert story.release() == 2
    assert statuses(seen(story)) == [ResultStatus.VOID, ResultStatus.ABSENT]


def test_a_test_made_void_after_the_decision_is_marked_once_more_and_no_more(
    story: StorySession,
) -> None:
    sit_late(story)
    decide(story, True)
    story.do(invigilation.void_sittings, story.sittings[:1], "Talking")
    story.release()

    assert [(row.status, row.reason) for row in versions(story, 0)] == [
        ("marked", ""),
        ("marked", "The clock was wrong"),
        ("void", "Talking"),
    ]


def test_what_does_not_count_needs_no_decision(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, kind=SessionKind.REHEARSAL)
    sit_late(story)

    assert late(story).open == ()
    assert len(late(story).kept) == 1


def test_the_room_says_what_happened_before_and_after_the_close(story: StorySession) -> None:
    sit_late(story, close=False)
    story.do(add_statement, story.sittings[0], " The switch was off. ")
    story.close()
    story.do(add_statement, story.sittings[0], "It was on again at ten.")

    said = [(statement.text, statement.by) for statement in late(story).statements]
    assert said == [("The switch was off.", "Ivy"), ("It was on again at ten.", "Ivy")]
    first, _ = story.events("state_late_answers")
    assert (first.by_id, first.facts) == (story.cast.ivy, {})


def test_a_statement_says_something_about_a_late_answer(story: StorySession) -> None:
    sit_late(story)

    with refused(Reason.REASON_MISSING):
        story.do(add_statement, story.sittings[0], " ")
    with refused(Reason.NO_LATE_ANSWERS):
        story.do(add_statement, story.sittings[1], "Nothing came late")


def test_the_body_is_told_of_its_own_sessions_and_only_while_something_waits(
    story: StorySession,
) -> None:
    def waiting(body: UUID) -> list[int]:
        with story.database.read() as db:
            return [session.open for session in sessions_to_decide(db, {body})]

    sit_late(story, close=False)
    assert waiting(story.cast.body) == []
    story.close()
    assert waiting(story.cast.body) == [1]
    assert waiting(UUID(int=7)) == []
    decide(story, False)
    assert waiting(story.cast.body) == []


def test_a_stranger_finds_no_late_answers(story: StorySession) -> None:
    sit_late(story)
    with story.database.read() as db:
        assert late_session(db, story.session, centres={story.cast.southport}) is None
        assert late_session(db, story.session, bodies={UUID(int=7)}) is None
        assert late_session(db, story.session) is None
