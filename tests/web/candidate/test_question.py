"""One question a page, without a script."""

import re

import pytest

from app.services import invigilation
from tests.answer_log import responses_of
from tests.cast import CANARY
from tests.stories import StorySession
from tests.web.candidate.device import Device, written


def log(story: StorySession) -> list[tuple[int, str, bool]]:
    """Read Ada's answer log: position, letters, flag."""
    with story.database.read() as db:
        rows = responses_of(db, story.centre, story.sittings[0])
    return [(row.position, row.chosen, row.flagged) for row in rows]


def test_the_options_stand_in_the_order_of_the_paper(sitting: Device, story: StorySession) -> None:
    item = story.papers[0].positions[1]
    written_as = {o.letter: o.text for i in story.bank.items if i.id == item.id for o in i.options}

    shown = re.findall(r'app-options__text">(.*?)</span>', sitting.page.text)

    assert shown == [written_as[letter] for letter in item.options]
    assert sitting.heading == "Question 1 of 5"


def test_next_saves_what_was_chosen_and_moves_on(sitting: Device, story: StorySession) -> None:
    sitting.answer(2, go="next")

    assert sitting.path == "/test/2"
    assert log(story) == [(1, story.papers[0].positions[1].options[2], False)]


def test_looking_without_changing_writes_nothing(sitting: Device, story: StorySession) -> None:
    sitting.answer(2, go="next")
    sitting.answer(go="previous")
    sitting.answer(2, go="review")

    assert sitting.path == "/review"
    assert len(log(story)) == 1


def test_previous_the_map_and_the_review_go_where_they_say(sitting: Device) -> None:
    sitting.answer(1, go="4")
    assert sitting.path == "/test/4"
    sitting.answer(0, go="previous")
    assert sitting.path == "/test/3"
    sitting.answer(go="review")
    assert sitting.path == "/review"


def test_an_answer_is_changed_and_cleared(sitting: Device, story: StorySession) -> None:
    order = story.papers[0].positions[1].options
    sitting.answer(0, go="stay")
    sitting.answer(3, go="stay")

    sitting.answer(3, go="clear")

    assert sitting.path == "/test/1"
    assert "shown" not in sitting.form().fields
    assert log(story) == [(1, order[0], False), (1, order[3], False), (1, "", False)]


def test_a_flag_is_kept_with_the_answer_and_shown_in_words(
    sitting: Device, story: StorySession
) -> None:
    sitting.answer(1, go="stay", flagged="y")
    sitting.answer(1, go="next", flagged="y")

    assert log(story) == [(1, story.papers[0].positions[1].options[1], True)]
    assert "answered, flagged" in sitting.page.text
    sitting.open("/test/1")
    fields = sitting.form().fields
    fields.pop("flagged")
    sitting.press("/test/1", **fields, go="stay")
    assert log(story)[-1] == (1, story.papers[0].positions[1].options[1], False)


def test_the_same_form_sent_twice_is_saved_once(sitting: Device, story: StorySession) -> None:
    fields = sitting.form().fields | {"shown": ["1"], "go": ["next"]}

    sitting.press("/test/1", **fields)
    sitting.press("/test/1", **fields)

    assert sitting.path == "/test/2"
    assert len(log(story)) == 1


def test_another_choice_from_the_same_page_is_not_taken_for_a_repetition(
    sitting: Device, story: StorySession
) -> None:
    fields = sitting.form().fields | {"go": ["next"]}
    sitting.press("/test/1", **(fields | {"shown": ["1"]}))

    page = sitting.press("/test/1", **(fields | {"shown": ["3"]}))

    assert "A newer answer was saved" in page.text
    assert sitting.form().fields["shown"] == ["1"]
    assert len(log(story)) == 1


def test_an_old_page_is_refused_and_shows_what_is_saved(
    sitting: Device, story: StorySession
) -> None:
    old = sitting.form().fields
    sitting.open("/test/1")  # another window
    sitting.answer(1, go="stay")

    page = sitting.press("/test/1", **(old | {"shown": ["3"], "go": ["next"]}))

    assert sitting.path == "/test/1"
    assert "A newer answer was saved" in page.text
    assert sitting.form().fields["shown"] == ["1"]
    assert len(log(story)) == 1


def test_a_page_of_another_sitting_in_the_same_browser_writes_nothing(
    sitting: Device, story: StorySession
) -> None:
    adas = sitting.form().fields | {"shown": ["1"], "go": ["next"]}
    sitting.start(story.keycodes[1])

    page = sitting.press("/test/1", **adas)

    assert page.status_code == 409
    assert log(story) == []


def test_an_answer_after_the_deadline_is_not_counted_and_ends_at_the_receipt(
    sitting: Device, story: StorySession
) -> None:
    story.clock.tick(minutes=37, seconds=30)

    sitting.answer(1)

    assert sitting.path == "/receipt"
    assert log(story) == []


def test_while_paused_no_question_is_shown_and_no_answer_taken(
    sitting: Device, story: StorySession
) -> None:
    stem = re.findall(r"Sample question \d+", sitting.page.text)[0]
    story.do(invigilation.pause, story.sittings, "Fire alarm")

    page = sitting.answer(1)

    assert sitting.heading == "Your test is paused"
    assert stem not in page.text
    assert log(story) == []
    for path in ("/test/2", "/review", "/submit"):
        assert sitting.open(path).status_code == 200
        assert sitting.heading == "Your test is paused"
    story.do(invigilation.resume, story.sittings, "All clear")
    assert stem in sitting.open("/test/1").text


def test_the_test_goes_on_where_it_was_answered_last(sitting: Device) -> None:
    sitting.save(written(4, 1, follows=0))

    sitting.open("/test")

    assert 'data-at="4"' in sitting.page.text


@pytest.mark.parametrize("position", [0, 6, 999])
def test_a_question_the_paper_lacks_is_refused(sitting: Device, position: int) -> None:
    page = sitting.open(f"/test/{position}")

    assert page.status_code == 422
    assert f"no question {position}" in page.text


@pytest.mark.parametrize(
    "field", [{"client_id": ["x" * 65]}, {"follows": ["-1"]}, {"shown": ["z"]}]
)
def test_a_form_that_no_page_sent_is_refused(
    sitting: Device, story: StorySession, field: dict[str, list[str]]
) -> None:
    page = sitting.press("/test/1", **(sitting.form().fields | {"shown": ["1"]} | field))

    assert page.status_code == 400
    assert log(story) == []


def test_no_page_says_anything_of_keys_items_or_letters(
    sitting: Device, story: StorySession
) -> None:
    for path in ("/test/1", "/test/2", "/test/3", "/test/4", "/test/5", "/review", "/submit"):
        page = sitting.open(path).text
        assert CANARY not in page
        assert not re.search(r"\bs-\d{3}\b", page)  # ids of items
        assert not re.search(r'value="[A-D]"', page)


def test_time_left_stands_on_the_page_without_a_script(
    sitting: Device, story: StorySession
) -> None:
    story.clock.tick(minutes=10, milliseconds=400)

    page = sitting.open("/test/1").text

    assert ">27:30<" in page
