"""The panel "Display" and what it brings, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.domain.preferences import Font, Preferences, Scheme
from app.services.preferences import read_preferences, set_preferences
from app.store.queries.sittings import candidate_of_sitting
from tests.stories import StorySession, allow_listening
from tests.web.browsing import faults
from tests.web.candidate.conftest import arrive

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WIDTHS = (1280, 640, 320)  # a window of 1280 as it is, at 200 % and at 400 %

# What a browser with one voice of its own does, and what was asked of it.
VOICES = """
    window.spoken = [];
    class Words { constructor(text) { this.text = text; } }
    window.SpeechSynthesisUtterance = Words;
    Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => [
            { lang: "en-GB", name: "Elsewhere", localService: false },
            ...(window.name === "mute" ? [] : [{ lang: "en-GB", name: "Here", localService: true }]),
        ],
        addEventListener: () => {},
        speak: (words) => window.spoken.push([words.text, words.voice.name]),
        cancel: () => window.spoken.push("stopped"),
    }});
"""


def of_ada(story: StorySession, act: Any, *args: Any, **also: Any) -> Any:
    """Do something at Ada's centre to Ada."""
    with story.database.begin() as db:
        ada = candidate_of_sitting(db, story.centre, story.sittings[0])
        return act(db, story.centre, ada, *args, **also)


def prefer(story: StorySession, **chosen: Any) -> None:
    """Set what Ada prefers as her centre does."""
    of_ada(story, set_preferences, Preferences(**chosen), story.cast.cora, story.clock.now)


def start(page: Page, story: StorySession) -> Page:
    """Start Ada's test in a window at the door."""
    story.begin()
    arrive(page, story.keycodes[0])
    page.get_by_role("button", name="Start the test").click()
    page.wait_for_url("**/test*")
    expect(page.locator("#player")).to_be_visible()
    return page


@pytest.fixture
def sat(window: Any, story: StorySession) -> Page:
    """Open Ada's test."""
    return start(window(), story)


def open_panel(page: Page) -> None:
    """Open the panel by keyboard."""
    page.get_by_role("button", name="Display").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="How the test looks")).to_be_visible()


def choose(page: Page, *names: str) -> None:
    """Choose by what is read, until the server has it."""
    with page.expect_response("**/preferences") as answer:
        for name in names:
            page.get_by_label(name, exact=True).check(force=True)
    assert answer.value.status == 204


def test_a_choice_shows_at_once_and_is_there_after_a_reload(sat: Page, story: StorySession) -> None:
    open_panel(sat)
    choose(sat, "Cream", "150 %", "Plainer letters, set wider")

    classes = "app-scheme--cream app-text--150 app-font--plain"
    for name in classes.split():
        assert name in (sat.locator("html").get_attribute("class") or "").split()
    assert of_ada(story, read_preferences).classes == classes
    sat.reload()
    assert classes in (sat.locator("html").get_attribute("class") or "")
    ground = sat.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(253, 245, 224)"


def test_the_panel_is_opened_used_and_left_by_keyboard(sat: Page, story: StorySession) -> None:
    open_panel(sat)
    expect(sat.locator("#display-heading")).to_be_focused()
    sat.keyboard.press("Tab")
    expect(sat.get_by_role("button", name="Close")).to_be_focused()
    sat.keyboard.press("Tab")
    with sat.expect_response("**/preferences"):
        sat.keyboard.press("ArrowDown")
    assert of_ada(story, read_preferences).text_size == 125

    sat.keyboard.press("Escape")

    expect(sat.locator("#display")).to_be_hidden()
    expect(sat.get_by_role("button", name="Display")).to_be_focused()


def test_a_choice_holds_while_the_server_is_away_and_is_kept_later(
    sat: Page, story: StorySession
) -> None:
    sat.route("**/preferences", lambda route: route.abort())
    open_panel(sat)
    sat.get_by_label("Light on dark").check(force=True)

    expect(sat.locator("#display-says")).to_contain_text("Not kept yet")
    assert "app-scheme--dark" in (sat.locator("html").get_attribute("class") or "")
    assert of_ada(story, read_preferences).settings == {}
    sat.unroute("**/preferences")
    expect(sat.locator("#display-says")).to_be_empty()
    assert of_ada(story, read_preferences).scheme is Scheme.DARK


def test_all_questions_on_one_page_and_the_time_hidden_follow_the_panel(sat: Page) -> None:
    expect(sat.locator(".app-asked:visible")).to_have_count(1)
    open_panel(sat)

    choose(sat, "All questions on one page", "Hide the time left")

    expect(sat.locator(".app-asked:visible")).to_have_count(5)
    expect(sat.locator("#clock")).to_be_hidden()


def test_an_option_is_crossed_out_and_can_still_be_chosen(sat: Page, story: StorySession) -> None:
    open_panel(sat)
    choose(sat, "Cross out options")
    sat.keyboard.press("Escape")
    button = sat.get_by_role("button", name="Cross out B").locator("visible=true")
    line = sat.locator("#question-1 .app-options > *").nth(1)

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(line).to_contain_text("crossed out")
    decoration = "element => getComputedStyle(element).textDecorationLine"
    assert line.locator(".app-options__text").evaluate(decoration) == "line-through"
    expect(line.locator("input")).not_to_be_checked()
    sat.reload()
    expect(line).to_contain_text("crossed out")
    with sat.expect_response("**/answers"):
        line.locator("label").click()
    expect(line.locator("input")).to_be_checked()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(line.locator("input")).to_be_checked()
    assert sat.evaluate("localStorage.length") == 0


def test_the_ruler_follows_pointer_focus_and_keys_and_takes_no_clicks(sat: Page) -> None:
    open_panel(sat)
    choose(sat, "Reading ruler")
    sat.keyboard.press("Escape")
    ruler = sat.locator(".app-ruler")
    middle = "element => element.getBoundingClientRect().top + element.offsetHeight / 2"
    expect(ruler).to_have_attribute("aria-hidden", "true")

    sat.mouse.move(300, 321)
    assert ruler.evaluate(middle) == pytest.approx(321, abs=1)
    sat.keyboard.press("Alt+ArrowDown")
    assert ruler.evaluate(middle) > 330
    option = sat.locator("#question-1 .app-options > *").nth(2)
    option.locator("input").focus()
    box = option.bounding_box()
    assert box is not None
    assert box["y"] < ruler.evaluate(middle) < box["y"] + box["height"] + 20
    with sat.expect_response("**/answers"):
        sat.mouse.click(box["x"] + 200, box["y"] + 20)
    expect(option.locator("input")).to_be_checked()


def test_nobody_listens_without_the_arrangement(sat: Page) -> None:
    expect(sat.get_by_role("button", name="Listen")).to_have_count(0)


def test_what_is_shown_is_read_out_by_a_voice_of_this_computer_and_can_be_stopped(
    window: Any, story: StorySession
) -> None:
    allow_listening(story)
    page = window()
    page.add_init_script(VOICES)
    start(page, story)
    shown = page.locator("#question-1 .app-asked__stem").inner_text().strip()
    second = page.locator("#question-1 .app-options__text").nth(1).inner_text().strip()

    page.get_by_role("button", name="Listen to question 1").click()
    page.get_by_role("button", name="Stop reading question 1").click()
    page.get_by_role("button", name="Listen to B").locator("visible=true").click()

    assert page.evaluate("spoken") == [
        [shown, "Here"],
        "stopped",
        ["B", "Here"],
        [second, "Here"],
    ]
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("spoken.at(-1)") == "stopped"


def test_a_browser_without_a_voice_of_its_own_says_so(window: Any, story: StorySession) -> None:
    allow_listening(story)
    page = window()
    page.add_init_script("window.name = 'mute';" + VOICES)
    start(page, story)

    expect(page.locator(".app-no-voice")).to_contain_text("no voice of its own")
    expect(page.get_by_role("button", name="Listen")).to_have_count(0)


@pytest.mark.parametrize("scheme", Scheme)
def test_no_scheme_shuts_anybody_out_at_any_width(
    sat: Page, story: StorySession, scheme: Scheme
) -> None:
    prefer(story, scheme=scheme, eliminator=True)
    found: list[Any] = []
    for width in WIDTHS:
        sat.set_viewport_size({"width": width, "height": 800})
        for path in ("/test", "/preferences", "/submit"):
            sat.goto(path)
            found += faults(sat)

    assert found == []


@pytest.mark.parametrize("font", Font)
def test_nothing_is_cut_at_three_times_the_size(sat: Page, story: StorySession, font: Font) -> None:
    prefer(story, text_size=300, font=font, eliminator=True)
    found: list[Any] = []
    for width in WIDTHS:
        sat.set_viewport_size({"width": width, "height": 800})
        for path in ("/test", "/test/1", "/review", "/preferences", "/submit"):
            sat.goto(path)
            found += faults(sat)
        sat.goto("/test")
        open_panel(sat)
        panel = sat.locator("#display")
        assert panel.evaluate("element => element.scrollWidth <= element.clientWidth"), width
        found += faults(sat)

    assert found == []


def test_in_forced_colours_the_states_of_the_map_are_still_told_apart(
    window: Any, story: StorySession
) -> None:
    page = start(window(forced_colors="active"), story)
    prefer(story, scheme=Scheme.CREAM)
    page.reload()
    with page.expect_response("**/answers"):
        page.locator("#question-1 .app-options label").first.click()
    style = "element => getComputedStyle(element).borderTopStyle"
    answered, blank = (page.locator(".app-map__cell").nth(place) for place in (0, 1))

    assert (answered.evaluate(style), blank.evaluate(style)) == ("solid", "dashed")
    expect(answered.locator(".app-map__tick")).to_be_visible()
    expect(blank.locator(".app-map__tick")).to_be_hidden()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground != "rgb(253, 245, 224)"  # the system's own
