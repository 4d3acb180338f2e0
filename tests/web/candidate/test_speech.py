"""What is spoken against what is shown: a screen reader goes through the test's one page."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.services import invigilation
from app.store.database import Database
from tests.cast import CANARY, Cast
from tests.conftest import Clock
from tests.stories import StorySession, a_session
from tests.web.candidate.walks import begin, hard_bank
from tests.web.speech import Reader

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SAVED = "All answers saved"
# What a reader says of the page's parts and not with its words.
PARTS = """article cell checked checkbox clickable code columnheader current emphasis end form group
heading level link list listitem main navigation not of page paragraph position radio region row
rowgroup set size strong table button selected"""
# Said and not shown, on purpose: what kind of box scrolls, and the states that a map shows by shape.
HIDDEN = "table code question answered not flagged"


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Give a session whose questions have tables, code and several right answers."""
    return a_session(database, cast, clock, bank=hard_bank())


@pytest.fixture
def page(window: Any, story: StorySession) -> Page:
    """Open Ada's test."""
    return begin(window, story)


@pytest.fixture
def reader(page: Page) -> Reader:
    """Give the reader of Ada's test."""
    return Reader(page)


def words(texts: Iterable[str]) -> set[str]:
    """Return every word and figure, for what is said and what is shown alike."""
    return set(re.findall(r"\w+", " ".join(texts).lower()))


def beat(page: Page) -> None:
    """Let the page ask the server now instead of in some seconds."""
    with page.expect_response("**/time*"):
        page.evaluate("dispatchEvent(new Event('online'))")


def test_each_question_is_spoken_whole_and_nothing_is_spoken_that_is_not_shown(
    page: Page, reader: Reader
) -> None:
    for position in range(1, 6):
        expect(page.locator(f"#question-{position}")).to_be_visible()
        said = reader.read(f"#question-{position}")
        shown = page.locator(f"#question-{position}").inner_text()

        assert said[0] == f"heading, Question {position} of 5, level 1", said
        assert words([shown]) - words(said) == set()
        assert words(said) - words([shown]) - words([PARTS, HIDDEN]) <= {"1", "2", "3", "4", "5"}
        asked = re.search(r"Sample question \d+: which answer is right\?", shown)
        assert asked is not None
        group = next(phrase for phrase in said if phrase.startswith("group, Question"))
        assert asked[0] in group and f"Question {position} of 5" in group
        page.locator("#next").click()


def test_each_option_is_spoken_by_letter_text_and_state(page: Page) -> None:
    for position in range(1, 6):
        with page.expect_response("**/answers*"):
            page.locator(f"label[for=option-{position}-2]").click()
        page.locator("#next").click()
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.goto("/test?again#question-1")
    reader = Reader(page)

    for position in range(1, 6):
        question = page.locator(f"#question-{position}")
        expect(question).to_be_visible()
        kind = "checkbox" if question.locator("[type=checkbox][name^=shown]").count() else "radio"
        texts = question.locator(".app-options__text").all_inner_texts()
        options = [f"{letter} {text}" for letter, text in zip("ABCD", texts, strict=True)]

        said = reader.read(f"#question-{position} .app-options")

        spoken = [phrase for phrase in said if phrase.startswith(f"{kind}, ")]
        states = ["not checked", "not checked", "checked", "not checked"]
        assert [re.sub(", position .*", "", phrase) for phrase in spoken] == [
            f"{kind}, {option}, {state}" for option, state in zip(options, states, strict=True)
        ]
        page.locator("#next").click()


def test_nothing_that_is_spoken_tells_a_key(page: Page, reader: Reader) -> None:
    said = " ".join(reader.read("body"))

    assert CANARY not in said
    assert not re.search(r"\b(key|correct|rationale|mark)\b", said, re.IGNORECASE)


def test_saved_is_silent_and_not_saved_is_spoken_once_with_the_way_back(
    page: Page, reader: Reader
) -> None:
    reader.listen()
    for place in (0, 1):
        with page.expect_response("**/answers*"):
            page.locator(f"label[for=option-1-{place}]").click()
        expect(page.locator("#saved")).to_have_text(SAVED)
    assert reader.heard() == []

    page.route("**/answers*", lambda route: route.abort())
    page.locator("label[for=option-1-2]").click()
    page.locator("label[for=option-1-3]").click()
    expect(page.locator("#saved")).to_have_text("Not yet saved: 2 answers")
    page.unroute("**/answers*")
    expect(page.locator("#saved")).to_have_text(SAVED)
    page.wait_for_timeout(100)

    [trouble, back] = reader.heard()
    assert re.fullmatch(r"polite: Not yet saved: [12] answers?", trouble)
    assert back == f"polite: {SAVED}"


def test_the_time_left_is_spoken_politely_once_at_each_warning(
    page: Page, reader: Reader, story: StorySession
) -> None:
    reader.listen()
    for minutes, left in ((23, 14.5), (10, 4.5), (4, 0.5)):
        story.clock.tick(minutes=minutes)
        beat(page)
        expect(page.locator("#clock")).to_have_text(re.compile(rf"^{int(left)}:"))
        beat(page)

    assert reader.heard() == [
        f"polite: {left} left." for left in ("15 minutes", "5 minutes", "1 minute")
    ]


def test_map_and_review_say_the_state_of_each_question_and_the_review_counts(
    page: Page, reader: Reader
) -> None:
    with page.expect_response("**/answers*"):
        page.locator("label[for=option-1-1]").click()
    page.locator("label[for=flag-1]").click()
    page.locator("#next").click()
    page.locator("label[for=flag-2]").click()
    states = ["answered, flagged", "not answered, flagged", *["not answered"] * 3]
    names = [f"link, Question {place}, {state}" for place, state in enumerate(states, 1)]
    with_current = [f"{name}, current page" if "2," in name else name for name in names]

    said = reader.read(".app-map")
    assert [phrase for phrase in said if phrase.startswith("link")] == with_current
    page.get_by_role("button", name="Review and finish").click()
    expect(page.get_by_role("heading", name="Review your answers")).to_be_focused()
    said = reader.read("#review")

    assert [phrase for phrase in said if phrase.startswith("link")] == names
    sentences = re.sub(
        r"\s+", " ", " ".join(said).replace("end of strong", "").replace("strong", "")
    )
    assert "You have answered 1 of 5 questions." in sentences
    assert "4 questions are not answered." in sentences
    assert "2 questions are flagged." in sentences


def test_a_pause_is_spoken_by_its_heading_and_no_question_is_left_to_read(
    page: Page, reader: Reader, story: StorySession
) -> None:
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    beat(page)
    expect(page.get_by_role("heading", name="Your test is paused")).to_be_focused()

    said = reader.read("#main-content")

    assert "heading, Your test is paused, level 1" in said
    assert not any("Sample question" in phrase for phrase in said)
