"""The practice test: neutral questions that are sound, papers for everybody, and explanations after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.domain.answering import Answer
from app.domain.item import ItemKind
from app.domain.practice import PracticeSitting
from app.domain.preferences import STANDARD
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import ResponseState, SessionKind, SittingState
from app.files.library import read_library, shelves_of
from app.services.practice import (
    find_practice,
    practice_receipt,
    read_own_practice,
    read_practice_question,
    read_practice_questions,
    read_practice_state,
    save_practice_answers,
    start_practice,
    submit_practice,
)
from app.services.practice_feedback import explain_practice
from app.services.practice_sample import FOLDER, practice_sample

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def a_try(number: int = 1) -> PracticeSitting:
    """Give a try that began just now."""
    return start_practice(UUID(int=number), START)


def answer(trying: PracticeSitting, position: int, *shown: int, **changed: object) -> Answer:
    """Give an answer that follows the last one."""
    sent = Answer(
        position=position,
        shown=frozenset(shown),
        client_id=f"write-{trying.last_sequence}",
        lease=trying.lease,
        follows=trying.last_sequence,
    )
    return replace(sent, **changed)  # type: ignore[arg-type]


def right(trying: PracticeSitting, position: int) -> tuple[int, ...]:
    """Return the places of the key at a position."""
    sample = practice_sample()
    item = sample.paper(trying.id).positions[position]
    key = sample.keys[item.id, item.version].letters
    return tuple(place for place, letter in enumerate(item.options) if letter in key)


# The questions


def test_the_questions_are_a_bank_without_a_finding_that_fills_its_specification() -> None:
    library = read_library(shelves_of(FOLDER))

    assert library.problems == ()
    assert [each.fillable for each in library.feasibilities] == [True]
    assert 8 <= library.items <= 10


@pytest.mark.parametrize("number", range(20))
def test_every_paper_has_every_kind_of_question(number: int) -> None:
    questions = read_practice_questions(a_try(number))

    assert len(questions) == practice_sample().specification.items
    assert any(question.multiple for question in questions)
    assert any("<table>" in question.stem for question in questions)


def test_every_option_of_every_question_says_why_it_is_right_or_wrong() -> None:
    items = practice_sample().items.values()

    assert all(option.rationale for item in items for option in item.options)
    assert all(len(item.key) == (2 if item.kind is ItemKind.MULTIPLE else 1) for item in items)


def test_a_paper_follows_from_its_try_and_differs_between_tries() -> None:
    papers = {
        tuple(q.stem + str(q.options) for q in read_practice_questions(a_try(n)))
        for n in (1, 1, 2, 3)
    }

    assert len(papers) == 3


# The try


def test_a_try_is_told_like_a_sitting_that_counts_for_nothing() -> None:
    own = read_own_practice(a_try(), STANDARD, START + timedelta(minutes=4))

    assert (own.kind, own.state, own.waits_for) == (
        SessionKind.PRACTICE,
        SittingState.STARTED,
        None,
    )
    assert own.time_left == timedelta(minutes=6)
    assert (own.person.name, own.person.number) == ("", "")


def test_answers_are_saved_in_order_up_to_the_first_that_is_refused() -> None:
    trying = a_try()
    answers = [
        answer(trying, 1, 0, client_id="a"),
        answer(trying, 2, 1, client_id="b", follows=1),
        answer(trying, 3, 1, client_id="stale", follows=0),
        answer(trying, 4, 1, client_id="after", follows=2),
    ]

    kept, saved = save_practice_answers(trying, answers, START)

    assert [receipt.client_id for receipt in saved.receipts] == ["a", "b"]
    assert (saved.refused, saved.last_sequence) == (Reason.STALE_WRITER, 2)
    assert read_practice_state(kept).answered == 2


def test_a_repeated_write_is_answered_as_before() -> None:
    kept, first = save_practice_answers(a_try(), [answer(a_try(), 1, 0)], START)

    later = START + timedelta(minutes=30)
    again, repeated = save_practice_answers(kept, [answer(a_try(), 1, 0)], later)

    assert (again, repeated.receipts, repeated.refused) == (kept, first.receipts, None)


def test_what_comes_too_late_is_refused_named_and_kept_nowhere() -> None:
    trying = a_try()

    kept, saved = save_practice_answers(trying, [answer(trying, 1, 0)], START + timedelta(hours=1))

    assert kept == trying
    assert (saved.refused, saved.kept_apart) == (Reason.TIME_IS_UP, ("write-0",))
    assert saved.state is ResponseState.FINISHED


@pytest.mark.parametrize(
    ("position", "shown", "reason"),
    [
        (9, 0, Reason.NO_SUCH_POSITION),
        (0, 0, Reason.NO_SUCH_POSITION),
        (1, 4, Reason.NO_SUCH_OPTION),
    ],
)
def test_an_option_or_question_the_paper_lacks_is_refused(
    position: int, shown: int, reason: Reason
) -> None:
    with pytest.raises(Refusal) as refusal:
        save_practice_answers(a_try(), [answer(a_try(), position, shown)], START)
    assert refusal.value.reason is reason


@pytest.mark.parametrize("position", [0, 9])
def test_a_question_the_paper_lacks_is_not_shown(position: int) -> None:
    with pytest.raises(Refusal) as refusal:
        read_practice_question(a_try(), position)
    assert refusal.value.reason is Reason.NO_SUCH_POSITION


def test_a_try_of_other_questions_is_not_found() -> None:
    mapping = a_try().to_mapping()

    assert find_practice(mapping) == a_try()
    assert find_practice(mapping | {"of": "an earlier version"}) is None
    assert find_practice({}) is None


# Afterwards


def test_nothing_is_explained_before_the_hand_in() -> None:
    with pytest.raises(Refusal) as refusal:
        explain_practice(a_try(), START)
    assert refusal.value.reason is Reason.NOT_HANDED_IN


def test_after_the_hand_in_every_option_is_explained_and_every_question_marked() -> None:
    trying = a_try()
    for position in (1, 2, 3):
        trying, _ = save_practice_answers(
            trying, [answer(trying, position, *right(trying, position))], START
        )
    wrong = next(place for place in range(4) if place not in right(trying, 4))
    trying, _ = save_practice_answers(trying, [answer(trying, 4, wrong)], START)

    explained = explain_practice(submit_practice(trying, START), START)

    assert [item.mark for item in explained] == [1, 1, 1, 0, 0, 0, 0, 0]
    assert [item.answered for item in explained] == [True] * 4 + [False] * 4
    assert [o.chosen for o in explained[3].options] == [place == wrong for place in range(4)]
    for item, question in zip(explained, read_practice_questions(trying), strict=True):
        assert [option.html for option in item.options] == list(question.options)
        told = tuple(place for place, option in enumerate(item.options) if option.right)
        assert told == right(trying, item.position)
        assert all(option.rationale for option in item.options)


def test_one_whose_time_ran_out_is_explained_too() -> None:
    later = START + timedelta(hours=1)

    assert len(explain_practice(a_try(), later)) == 8
    assert practice_receipt(a_try(), later).finished_at == START + timedelta(minutes=10)
