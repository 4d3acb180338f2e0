"""How two versions of an item differ."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.comparison import Mark, compare
from app.domain.item import ItemStatus, Option
from tests.cast import sample_item

ITEM = sample_item(1, "1.1")


def test_an_item_does_not_differ_from_itself_by_version_and_status() -> None:
    assert compare(ITEM, replace(ITEM, version=2, status=ItemStatus.REVIEW)) == []


def test_words_are_compared_one_by_one() -> None:
    (change,) = compare(
        replace(ITEM, stem="Which way is right?"), replace(ITEM, stem="Which way is best?")
    )

    assert change.part == "Stem"
    assert [(piece.mark, piece.text) for piece in change.pieces] == [
        (Mark.KEPT, "Which way is "),
        (Mark.REMOVED, "right?"),
        (Mark.ADDED, "best?"),
    ]


def test_every_part_that_differs_is_named() -> None:
    options = (*ITEM.options[:3], Option("D", "Else", "Why."), Option("E", "More", "So."))
    newer = replace(ITEM, options=options, key=frozenset("D"), law_as_at=date(2026, 1, 1))

    parts = [change.part for change in compare(ITEM, newer)]

    assert parts == ["Option D", "Option E", "Key", "Rationale D", "Rationale E", "Law as at"]


def test_a_part_that_is_gone_is_shown_as_removed() -> None:
    changes = compare(ITEM, replace(ITEM, options=ITEM.options[:3]))

    assert [change.part for change in changes] == ["Option D", "Rationale D"]
    assert {piece.mark for change in changes for piece in change.pieces} == {Mark.REMOVED}


@given(st.text(), st.text())
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    changes = compare(replace(ITEM, stem=before), replace(ITEM, stem=after))

    pieces = changes[0].pieces if changes else ()
    if changes:
        assert "".join(p.text for p in pieces if p.mark is not Mark.ADDED) == before
        assert "".join(p.text for p in pieces if p.mark is not Mark.REMOVED) == after
    else:
        assert before == after
