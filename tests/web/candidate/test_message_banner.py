"""A message on the one page of the test, and the words of each pause, in a real browser."""

from typing import Any

from playwright.sync_api import Page, expect

from app.services import invigilation
from app.store.sittings import PresenceRow
from tests.services.resting import allow_breaks
from tests.stories import StorySession
from tests.web.candidate.conftest import arrive

WORDS = "The <i>drilling</i> stops at ten."


def tell(story: StorySession, text: str = WORDS) -> None:
    story.do(invigilation.send_message, None, text)


def top_of_question(page: Page) -> float:
    """Measure where the question stands on the screen."""
    return float(page.locator("#stem-1").evaluate("e => e.getBoundingClientRect().top"))


def test_a_message_comes_within_a_heartbeat_and_moves_nothing(
    page: Page, story: StorySession
) -> None:
    first = page.locator("#option-1-0")
    first.focus()
    before = top_of_question(page)

    tell(story)

    expect(page.locator(".app-message")).to_contain_text(WORDS, timeout=6_000)
    expect(page.locator("#message-says")).to_have_text(f"Message from your invigilator: {WORDS}")
    expect(first).to_be_focused()
    assert top_of_question(page) == before


def test_it_stays_until_it_is_closed_and_can_be_read_after_that(
    page: Page, story: StorySession
) -> None:
    tell(story)
    tell(story, "Second")
    button = page.get_by_role("button", name="Close this message")
    expect(button).to_have_count(2, timeout=6_000)
    page.get_by_label("Question 2, not answered").first.click()
    expect(button).to_have_count(2)

    with page.expect_response("**/messages") as answered:
        button.first.click()

    assert answered.value.status == 204
    expect(button).to_have_count(1)
    expect(page.get_by_text("Messages you have closed")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".app-messages__read li").first).to_contain_text(WORDS)
    page.reload()
    expect(button).to_have_count(1)
    expect(page.locator(".app-message:visible")).to_contain_text("Second")


def test_the_room_soon_knows_that_it_was_shown(page: Page, story: StorySession) -> None:
    tell(story)
    expect(page.locator(".app-message")).to_be_visible(timeout=6_000)
    for _ in range(2):
        story.clock.tick(seconds=6)
        with page.expect_response("**/time?**"):
            pass

    with story.database.read() as db:
        row = db.get_one(PresenceRow, (story.centre, story.sittings[0]))
    assert (row.heard_messages, row.heard_entries) == (1, 3)


def test_each_pause_has_words_of_its_own_and_they_change_while_it_lasts(
    page: Page, story: StorySession
) -> None:
    allow_breaks(story, 0)
    ada = story.sittings[:1]
    story.do(invigilation.begin_break, ada)
    expect(page.get_by_role("heading", name="Rest break")).to_be_focused(timeout=6_000)
    expect(page.locator("#stem-1")).to_have_count(0)

    story.do(invigilation.stop_all_clocks)
    everybody = page.get_by_role("heading", name="All tests in this room are paused")
    expect(everybody).to_be_focused(timeout=6_000)
    story.do(invigilation.restart_clocks, "")
    expect(page.get_by_role("heading", name="Rest break")).to_be_focused(timeout=6_000)
    story.do(invigilation.resume, ada, "")

    expect(page.locator("#stem-1")).to_be_visible(timeout=6_000)
    story.do(invigilation.pause, ada, "")
    expect(page.get_by_role("heading", name="Your test is paused")).to_be_focused(timeout=6_000)


def test_a_candidate_who_waits_sees_messages_and_that_nobody_can_start(
    window: Any, story: StorySession
) -> None:
    story.begin()
    page = window()
    arrive(page, story.keycodes[0])
    start = page.get_by_role("button", name="Start the test")
    expect(start).to_be_visible()

    story.do(invigilation.stop_all_clocks)
    tell(story)

    expect(page.locator(".app-message")).to_contain_text(WORDS, timeout=6_000)
    stopped = page.get_by_role("heading", name="Nobody can start at the moment")
    expect(stopped).to_be_visible(timeout=6_000)
    expect(start).to_be_hidden()
    story.do(invigilation.restart_clocks, "")
    expect(start).to_be_visible(timeout=6_000)
