"""The test's one page in a real browser: saving, time, pauses, moves."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from app.domain.admission import Identity
from app.services import invigilation
from tests.answer_log import responses_of
from tests.stories import StorySession
from tests.web.candidate.conftest import arrive
from tests.web.candidate.device import written

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SAVED = "All answers saved"


def log(story: StorySession) -> list[tuple[int, str]]:
    """Read Ada's answer log: positions and letters."""
    with story.database.read() as db:
        rows = responses_of(db, story.centre, story.sittings[0])
    return [(row.position, row.chosen) for row in rows]


def letter(story: StorySession, position: int, place: int) -> str:
    """Name the authored letter shown at a place."""
    return story.papers[0].positions[position].options[place]


def choose(page: Page, place: int, position: int = 1) -> None:
    """Press an option."""
    page.locator(f"label[for=option-{position}-{place}]").click()


def not_saved(count: int) -> str:
    """Say that so many answers are not saved."""
    return f"Not yet saved: {count} answer{'' if count == 1 else 's'}"


def says(page: Page, words: str) -> None:
    """Expect the bar to say this of saving."""
    expect(page.locator("#saved")).to_have_text(words)


def shelf(page: Page) -> list[dict[str, Any]]:
    """Read what the browser's storage holds."""
    return page.evaluate(
        """async () => {
          const script = document.querySelector('script[type=module][src*="js/"]').src;
          const { all } = await import(script.replace(/[^/]+$/, "shelf.js"));
          return await all();
        }"""
    )


def beat(page: Page) -> None:
    """Let the page ask the server now instead of in some seconds."""
    with page.expect_response("**/time*"):
        page.evaluate("dispatchEvent(new Event('online'))")


def elsewhere(page: Page, *answers: Any) -> None:
    """Save answers in the same browser past this page, as another window would."""
    token = page.locator('meta[name="csrf-token"]').get_attribute("content") or ""
    page.request.post("/answers", data={"answers": answers}, headers={"X-CSRFToken": token})


def test_an_answer_is_saved_at_the_moment_of_the_change(page: Page, story: StorySession) -> None:
    says(page, SAVED)

    with page.expect_response("**/answers"):
        choose(page, 2)

    says(page, SAVED)
    assert log(story) == [(1, letter(story, 1, 2))]
    cell = page.locator('.app-map__cell[data-of="1"]')
    expect(cell).to_have_accessible_name("Question 1, answered")


def test_saved_is_said_only_after_the_servers_word(page: Page, story: StorySession) -> None:
    held: list[Route] = []
    page.route("**/answers", lambda route: held.append(route))

    choose(page, 1)

    says(page, "Saving…")
    assert log(story) == []
    held[0].continue_()
    says(page, SAVED)
    assert len(log(story)) == 1


def test_what_could_not_be_sent_waits_and_is_sent_in_order(page: Page, story: StorySession) -> None:
    page.route("**/answers", lambda route: route.abort())
    choose(page, 1)
    says(page, not_saved(1))
    choose(page, 3)
    page.locator("label[for=flag-1]").click()
    says(page, not_saved(3))
    assert log(story) == []

    page.unroute("**/answers")

    says(page, SAVED)
    assert log(story) == [
        (1, letter(story, 1, 1)),
        (1, letter(story, 1, 3)),
        (1, letter(story, 1, 3)),
    ]


def test_a_reply_lost_on_the_way_doubles_nothing(page: Page, story: StorySession) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers", swallow, times=1)
    choose(page, 1)
    says(page, SAVED)
    choose(page, 2)
    says(page, SAVED)

    expect(page.locator("#saved")).to_have_attribute("data-is", "saved")
    assert log(story) == [(1, letter(story, 1, 1)), (1, letter(story, 1, 2))]


def test_a_server_in_trouble_is_asked_again(page: Page, story: StorySession) -> None:
    page.route("**/answers", lambda route: route.fulfill(status=503), times=2)

    choose(page, 0)

    says(page, SAVED)
    assert len(log(story)) == 1


def test_the_candidate_goes_on_while_an_answer_is_on_its_way(
    page: Page, story: StorySession
) -> None:
    held: list[Route] = []
    page.route("**/answers", lambda route: held.append(route))
    choose(page, 1)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_focused()
    choose(page, 0, position=2)
    says(page, not_saved(2))

    while held:
        held.pop(0).continue_()
        page.unroute("**/answers")

    says(page, SAVED)
    assert [position for position, _ in log(story)] == [1, 2]


def test_a_reload_brings_back_what_was_not_saved_and_sends_it(
    page: Page, story: StorySession
) -> None:
    page.route("**/answers", lambda route: route.abort())
    choose(page, 1)
    choose(page, 2, position=1)
    says(page, not_saved(2))

    page.unroute("**/answers")
    page.reload()

    expect(page.locator("#option-1-2")).to_be_checked()
    says(page, SAVED)
    assert log(story) == [(1, letter(story, 1, 1)), (1, letter(story, 1, 2))]


def test_what_this_computer_holds_cannot_be_read_there(page: Page) -> None:
    page.route("**/answers", lambda route: route.abort())
    choose(page, 1)
    says(page, not_saved(1))

    [kept] = shelf(page)

    assert set(kept) == {"id", "centre", "sitting", "order", "at", "sealed"}


def test_nothing_stays_on_the_computer_once_it_is_saved(page: Page) -> None:
    choose(page, 1)
    says(page, SAVED)

    page.wait_for_timeout(200)
    assert shelf(page) == []


def test_nothing_is_loaded_while_moving_about(page: Page) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))

    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Question 4, not answered").click()
    page.go_back()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_focused()
    page.get_by_role("button", name="Review and finish").click()
    expect(page.get_by_role("heading", name="Review your answers")).to_be_focused()
    page.get_by_role("button", name="Finish the test").click()
    page.get_by_role("button", name="No, go back").click()

    shell = ("/time", "/worker.js", "/offline")  # heartbeats, and what the worker puts by
    assert [u for u in loaded if "/static/" not in u and not u.endswith(shell)] == []


def test_an_answer_is_cleared_without_leaving_the_page(page: Page, story: StorySession) -> None:
    choose(page, 1)
    page.get_by_role("button", name="Clear my answer").click()

    expect(page.locator("#saved")).to_have_attribute("data-is", "saved")
    assert log(story) == [(1, letter(story, 1, 1)), (1, "")]
    assert page.locator("#question-1 input:checked").count() == 0
    expect(page.locator('.app-map__cell[data-of="1"]')).to_have_accessible_name(
        "Question 1, not answered"
    )


def test_a_second_window_that_saved_more_is_shown_and_named(
    page: Page, story: StorySession
) -> None:
    elsewhere(page, written(1, 3, follows=0))

    choose(page, 0)

    expect(page.locator("#notice")).to_have_text(
        "A newer answer was saved in another window: question 1. This page now shows it."
    )
    expect(page.locator("#option-1-3")).to_be_checked()
    assert len(log(story)) == 1


def test_an_answer_to_another_question_is_kept_beside_that_of_a_second_window(
    page: Page, story: StorySession
) -> None:
    elsewhere(page, written(1, 3, follows=0))

    choose(page, 0)
    page.get_by_role("button", name="Next").click()
    choose(page, 2, position=2)

    says(page, SAVED)
    assert log(story) == [(1, letter(story, 1, 3)), (2, letter(story, 2, 2))]


def test_a_window_that_only_watches_is_brought_up_to_date(page: Page) -> None:
    elsewhere(page, written(1, 3, follows=0))

    beat(page)

    expect(page.locator("#option-1-3")).to_be_checked()


def test_a_moved_test_is_told_with_what_was_not_saved(page: Page, story: StorySession) -> None:
    story.do(invigilation.allow_reentry, [story.sittings[0]])

    choose(page, 1)

    expect(page.get_by_role("heading", name="Your test was moved")).to_be_focused()
    expect(page.locator("#moved")).to_contain_text("Not saved, so answer again there: question 1.")
    expect(page.locator("#player")).to_be_hidden()
    assert "Sample question" not in page.content()
    assert log(story) == []
    assert shelf(page) == []


def test_a_pause_takes_the_questions_away_and_keeps_what_was_chosen(
    page: Page, story: StorySession
) -> None:
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    choose(page, 2)
    expect(page.get_by_role("heading", name="Your test is paused")).to_be_focused()
    assert "Sample question" not in page.content()
    assert log(story) == []

    story.do(invigilation.resume, story.sittings, "All clear")
    beat(page)

    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    says(page, SAVED)
    assert log(story) == [(1, letter(story, 1, 2))]


def test_a_page_loaded_during_a_pause_comes_back_by_itself(page: Page, story: StorySession) -> None:
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    page.reload()
    assert "Sample question" not in page.content()

    story.do(invigilation.resume, story.sittings, "All clear")
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()


def test_extra_time_shows_at_the_next_heartbeat(page: Page, story: StorySession) -> None:
    expect(page.locator("#clock")).to_have_text(re.compile(r"^37:"))

    story.do(invigilation.grant_extra_time, story.sittings, 10, "Drilling")
    beat(page)

    expect(page.locator("#clock")).to_have_text(re.compile(r"^47:"))


def test_when_time_is_up_the_page_goes_to_the_receipt(page: Page, story: StorySession) -> None:
    choose(page, 1)
    says(page, SAVED)
    story.clock.tick(minutes=37, seconds=28)
    page.reload()
    story.clock.tick(seconds=2)

    page.wait_for_url("**/receipt")

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your time is up and your test is handed in"
    )
    assert len(log(story)) == 1


def test_the_time_can_be_hidden_and_stays_hidden(page: Page) -> None:
    with page.expect_response("**/preferences"):
        page.get_by_role("button", name="Hide time").click()
    expect(page.locator("#clock")).to_be_hidden()

    page.get_by_role("button", name="Next").click()
    expect(page.locator("#clock")).to_be_hidden()
    page.reload()

    expect(page.locator("#clock")).to_be_hidden()
    page.get_by_role("button", name="Show time").click()
    expect(page.locator("#clock")).to_be_visible()


def test_the_waiting_page_notices_by_itself(window: Any, story: StorySession) -> None:
    page = window()
    arrive(page, story.keycodes[0])
    expect(
        page.get_by_role("heading", name="Waiting for your invigilator to let you in")
    ).to_be_visible()
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    beat(page)
    expect(
        page.get_by_role("heading", name="Waiting for your invigilator to say start")
    ).to_be_visible()
    story.do(invigilation.start_session)
    beat(page)

    page.get_by_role("button", name="Start the test").click()

    page.wait_for_url("**/test#question-1")
