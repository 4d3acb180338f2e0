"""Every page that a candidate can meet, one after another: each walk stops where something is shown.

The words of the questions are as hard to lay out as an author may make them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from playwright.sync_api import Page, expect

from app.domain.admission import Identity
from app.domain.bank import Bank
from app.domain.item import Item, ItemKind
from app.domain.keycode import grouped, result_code_for
from app.domain.preferences import Layout, Preferences
from app.services import invigilation
from app.services.preferences import set_preferences
from app.store.queries.sittings import candidate_of_sitting
from tests.cast import sample_bank
from tests.stories import StorySession, allow_listening, sit
from tests.timetable import SECRET
from tests.web.candidate.conftest import arrive

Walk = Iterator[Page]

STEM = """A table, a programme and a word that is long: {stem}

| Room | Monday | Tuesday | Wednesday | Thursday | Friday | Saturday | Sunday |
|------|-------:|--------:|----------:|---------:|-------:|---------:|-------:|
| Reception | 1,250 | 1,250 | 1,250 | 1,250 | 1,250 | 1,250 | 1,250 |

```
SELECT customer_number, family_name, given_name FROM customers WHERE customer_number = 4711 ORDER BY family_name;
```

* *First*, **read** `everything`.
* Then `answer.the_question_that_is_asked_and_no_other_question_at_all()`.
"""
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"


def hard_bank() -> Bank:
    """Give a bank of questions with tables, code and long words; every other has two right answers."""
    bank = sample_bank()
    hard = [_hard(item, several=place % 2 == 0) for place, item in enumerate(bank.items)]
    return replace(bank, items=tuple(hard))


def _hard(item: Item, several: bool) -> Item:
    first, second, *others = item.options
    options = (replace(first, text=LONG), replace(second, text="The `second` **answer**"), *others)
    hard = replace(item, stem=STEM.format(stem=item.stem), options=options)
    return replace(hard, kind=ItemKind.MULTIPLE, key=frozenset("AB")) if several else hard


def at(page: Page, heading: str) -> None:
    """Wait until something is shown under this heading."""
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def press(page: Page, name: str) -> None:
    """Press the button of a name."""
    page.get_by_role("button", name=name, exact=True).click()


def enter(page: Page, keycode: str) -> None:
    """Type a keycode at the door."""
    page.get_by_label("Keycode", exact=True).fill(keycode)
    press(page, "Continue")


def begin(window: Any, story: StorySession, **like: Any) -> Page:
    """Start Ada's test."""
    page: Page = window(**like)
    story.begin()
    arrive(page, story.keycodes[0])
    press(page, "Start the test")
    expect(page.locator("#question-1")).to_be_visible()
    return page


def of_ada(story: StorySession, act: Any, *args: Any, **also: Any) -> None:
    """Let Ada's centre do something for her."""
    with story.database.begin() as db:
        ada = candidate_of_sitting(db, story.centre, story.sittings[0])
        act(db, story.centre, ada, *args, story.cast.cora, story.clock.now, **also)


def to_the_start(window: Any, story: StorySession) -> Walk:
    """Walk from the door to the button that starts the clock."""
    page = window()
    yield page
    enter(page, "ABCD")
    at(page, "That did not work")
    yield page
    enter(page, story.keycodes[0])
    at(page, "Are these your details?")
    yield page
    press(page, "These are not my details")
    at(page, "Raise your hand")
    yield page
    page.goto("/")
    arrive(page, story.keycodes[0])
    at(page, "Waiting for your invigilator to let you in")
    yield page
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    page.reload()
    at(page, "Waiting for your invigilator to say start")
    yield page
    story.do(invigilation.start_session)
    page.reload()
    at(page, "You can start now")
    yield page


def through_the_test(window: Any, story: StorySession) -> Walk:
    """Walk through the one page of the test, one question at a time."""
    page = begin(window, story)
    yield page
    with page.expect_response("**/answers*"):
        page.locator("label[for=option-1-1]").click()
    page.locator("label[for=flag-1]").click()
    page.route("**/answers*", lambda route: route.abort())
    press(page, "Next")
    page.locator("label[for=option-2-0]").click()
    expect(page.locator("#saved")).to_contain_text("Not yet saved")
    yield page
    page.unroute("**/answers*")
    expect(page.locator("#saved")).to_have_text("All answers saved")
    page.goto("/test#review")
    at(page, "Review your answers")
    yield page
    press(page, "Finish the test")
    at(page, "Hand in your test?")
    yield page
    press(page, "Display")
    expect(page.get_by_role("dialog")).to_be_visible()
    yield page


def with_every_tool(window: Any, story: StorySession) -> Walk:
    """Show all questions on one page with everything that can stand beside a question."""
    wanted = Preferences(layout=Layout.ALL, ruler=True, eliminator=True, longer_warnings=True)
    of_ada(story, set_preferences, wanted)
    allow_listening(story)
    page = begin(window, story)
    expect(page.locator(".app-no-voice")).to_be_visible()
    page.get_by_role("button", name="Cross out A").first.click()
    yield page


def page_by_page(window: Any, story: StorySession) -> Walk:
    """Walk through the test as it is without scripts."""
    page = begin(window, story)
    page.route("**/static/js/*", lambda route: route.abort())
    page.goto("/test/1")
    page.locator("label[for=option-1]").click()
    page.locator("label[for=flagged]").click()
    press(page, "Next")
    at(page, "Question 2 of 5")
    for path in ("/test/1", "/review", "/submit", "/preferences"):
        page.goto(path)
        yield page


def interrupted(window: Any, story: StorySession) -> Walk:
    """Meet what a script shows in the place of the questions, and the pages that stand for it."""
    page = begin(window, story)
    story.do(invigilation.pause, story.sittings, "Fire alarm")
    page.evaluate("dispatchEvent(new Event('online'))")
    at(page, "Your test is paused")
    yield page
    page.reload()
    at(page, "Your test is paused")
    yield page
    story.do(invigilation.resume, story.sittings, "All clear")
    second = window()
    enter(second, story.keycodes[0])
    expect(second.get_by_role("button", name="Try again")).to_be_visible()
    yield second
    page.reload()
    page.route("**/answers*", lambda route: route.abort())
    page.locator("label[for=option-1-1]").click()
    story.do(invigilation.allow_reentry, story.sittings[:1])
    page.evaluate("dispatchEvent(new Event('online'))")
    at(page, "Your test was moved to another computer or window.")
    yield page
    page.goto("/test")  # a page of a device whose lease has gone
    yield page
    page.goto("/offline")
    yield page


def handed_in(window: Any, story: StorySession) -> Walk:
    """Hand in, and keep the receipt."""
    page = begin(window, story)
    page.goto("/test#finish")
    page.route("**/time*", lambda route: route.abort())
    press(page, "Yes, hand in my test")
    at(page, "Your test is being handed in")
    yield page
    page.unroute("**/time*")
    at(page, "You have handed in your test")
    yield page


def afterwards(window: Any, story: StorySession) -> Walk:
    """Ask for a result: before there is one, wrongly, and rightly."""
    sit(story, 0, right=3)
    story.close()
    page = window()
    page.goto("/results")
    yield page
    press(page, "See my result")
    yield page
    _ask(page, story)
    at(page, "Your result is not released yet")
    yield page
    story.release()
    page.goto("/results")
    _ask(page, story)
    at(page, "Your result")
    yield page


def _ask(page: Page, story: StorySession) -> None:
    code = grouped(result_code_for(SECRET, str(story.sittings[0])))
    page.get_by_label("Result code").fill(code)
    for part, figure in (("Day", "3"), ("Month", "5"), ("Year", "2008")):
        page.get_by_label(part, exact=True).fill(figure)
    press(page, "See my result")


def practice(window: Any, story: StorySession) -> Walk:
    """Practise, from the door to the explanations, and check the computer."""
    page = window()
    page.goto("/practice")
    yield page
    press(page, "Start the practice test")
    at(page, "Question 1 of 8")
    page.locator("label[for=option-1-1]").click()
    expect(page.locator("#saved")).to_have_text("All answers saved")
    yield page
    page.goto("/practice/test#finish")
    press(page, "Yes, hand in my test")
    at(page, "You have handed in your test")
    yield page
    press(page, "See the answers explained")
    at(page, "The answers explained")
    yield page
    page.goto("/this-computer")
    expect(page.locator('.app-check[data-is="checking"]')).to_have_count(0)
    yield page


WALKS = (
    to_the_start,
    through_the_test,
    with_every_tool,
    page_by_page,
    interrupted,
    handed_in,
    afterwards,
    practice,
)
