"""How every page looks: in a real browser none is wider than the screen, none has a barrier.

One page of each shape that an address takes is opened, so what is new is looked at without being
named here. Only what a form has to be sent for is told step by step.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.roles import Role
from app.services import invigilation
from tests.rules.actors import Actor, everybody
from tests.rules.hall import a_busy_hall
from tests.rules.routes import Exhibit, exhibits, roles_of, routes
from tests.rules.world import World
from tests.stories import StorySession
from tests.web.browsing import served
from tests.web.everybody import AXE, LOOKED_AT, TAGS

WIDTHS = (1280, 320)
OUT, VOID, WAITING, EXPECTED = 2, 4, 8, 10  # places in the hall
OPENED = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
SHAPE = re.compile(r'<(\w+)(?:[^>]* class="([^"]*)")?')


@pytest.fixture
def hall(small_world: World) -> StorySession:
    """Hold a session in which everything happens at once."""
    return a_busy_hall(small_world)


@pytest.fixture
def address(small_world: World) -> Iterator[str]:
    """Serve the world's application."""
    with served(small_world.app) as address:
        yield address


@contextmanager
def seen_by(browser: Browser, actor: Actor, address: str) -> Iterator[Page]:
    """Open a window in which somebody is signed in, or holds the pass to a sitting."""
    actor.arrive()
    cookie = actor.client.get_cookie("testamur")
    assert cookie
    context = browser.new_context(base_url=address, service_workers="block")
    context.add_cookies([{"name": "testamur", "value": cookie.value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def barriers(page: Page, looks: Iterable[str] = ("",)) -> list[Any]:
    """Return what is wrong with the page shown at each width, with all that opens open."""
    page.evaluate(f"(() => {{{AXE}}})()")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(OPENED)
        faults = page.evaluate(LOOKED_AT, [list(looks), TAGS])
        found += [(page.url, width, *fault) for fault in faults]
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
    return found


# Every page there is


def a_page_of_each_shape(world: World, actor: Actor, hall: StorySession) -> Iterator[str]:
    """Give the addresses of the pages that somebody may open, those that look alike once."""
    shown = [*exhibits(world, actor.house), _of_the_hall(world, actor, hall)]
    for route in routes(world.app):
        roles, seen = roles_of(world.app, route), set[frozenset[Any]]()
        if route.method != "GET" or actor.role not in (roles or {None}):
            continue
        for path in dict.fromkeys(route.path(route.values(actor.house, each)) for each in shown):
            answer = actor.get(path)
            shape = frozenset(SHAPE.findall(answer.text if answer.mimetype == "text/html" else ""))
            if answer.status_code == 200 and shape and shape not in seen:
                seen.add(shape)
                yield path


def _of_the_hall(world: World, actor: Actor, hall: StorySession) -> Exhibit:
    known = exhibits(world, actor.house)[2]
    return known | {"exam_session": hall.session, "sitting": hall.sittings[VOID]}


@pytest.mark.parametrize("name", ["ivy", "cora", "olga", "adam", "nobody"])
def test_every_page_fits_the_screen_and_shuts_nobody_out(
    name: str, browser: Browser, small_world: World, address: str, hall: StorySession
) -> None:
    actor, found, looked_at = everybody(small_world)[name], [], 0
    with seen_by(browser, actor, address) as page:
        for path in a_page_of_each_shape(small_world, actor, hall):
            page.goto(path)
            found += barriers(page)
            looked_at += 1

    assert found == []
    assert looked_at > 4


# What a form is sent for


@pytest.fixture
def ivy(browser: Browser, small_world: World, address: str) -> Iterator[Page]:
    """Open a window in which Ivy is signed in."""
    with seen_by(browser, everybody(small_world)["ivy"], address) as page:
        yield page


@pytest.fixture
def cora(browser: Browser, small_world: World, address: str) -> Iterator[Page]:
    """Open a window in which Cora is signed in."""
    with seen_by(browser, everybody(small_world)["cora"], address) as page:
        yield page


ASKED = {
    "extra-time": 0,
    "message": 0,
    "seat": WAITING,
    "finish": 0,
    "paper": 0,
    "void": 0,
    "back": OUT,
    "admit": EXPECTED,
}


def test_what_an_act_asks_first_fits_the_screen_and_shuts_nobody_out(
    ivy: Page, hall: StorySession
) -> None:
    found = []
    for act, place in ASKED.items():
        ivy.goto(f"/rooms/{hall.session}")
        ivy.evaluate(OPENED)
        ivy.locator(f'#lines input[value="{hall.sittings[place]}"]').check()
        ivy.get_by_label("Known to me or to staff").check()
        ivy.locator(f'button[name="act"][value="{act}"]').click()
        expect(ivy.locator("h1")).to_contain_text("1 candidate")
        found += barriers(ivy)
        ivy.locator("main form button").first.click()
        expect(ivy.get_by_role("alert").or_(ivy.locator("#candidates")).first).to_be_visible()
        found += barriers(ivy)

    assert found == []


def test_an_incident_about_somebody_takes_three_clicks_and_says_what_must_be_told(
    ivy: Page, hall: StorySession
) -> None:
    ivy.goto(f"/rooms/{hall.session}")
    ivy.get_by_role("link", name=hall.candidates[0].number, exact=True).click()
    ivy.get_by_label("Unauthorised material or device").check()
    found = barriers(ivy)
    ivy.get_by_role("button", name="Write down", exact=True).click()

    written = ivy.get_by_role("status")
    expect(written).to_contain_text("The awarding body must be told at once")
    expect(ivy.locator("#incidents ~ div tr").last).to_contain_text(hall.candidates[0].number)
    assert found + barriers(ivy) == []
    ivy.get_by_role("link", name="write a correction").click()
    ivy.get_by_role("button", name="Write down", exact=True).click()
    assert barriers(ivy) == []


def test_the_day_and_the_close_fit_the_screen_and_shut_nobody_out(
    ivy: Page, small_world: World, hall: StorySession
) -> None:
    room, found = f"/rooms/{hall.session}", []
    ivy.goto(f"{room}/day?search=given")
    found += barriers(ivy)
    ivy.goto(f"{room}/day/walk-in")
    known = small_world.northtown.sessions["closed"].candidates[0]
    ivy.get_by_label("Candidate number").fill("N-77")
    ivy.get_by_label("Family name").fill(known.family_name)
    ivy.get_by_label("Given names").fill(known.given_names)
    ivy.get_by_role("button", name="Add and enter").click()
    expect(ivy.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    found += barriers(ivy)
    ivy.get_by_role("button", name="enter them").click()
    expect(ivy.locator(".app-slip")).to_be_visible()
    found += barriers(ivy)
    ivy.goto(room)
    ivy.get_by_role("button", name="Close the session").click()
    found += barriers(ivy)
    hall.do(invigilation.resume, [hall.sittings[1], hall.sittings[6]], "")
    small_world.clock.tick(hours=2)
    ivy.goto(room)
    ivy.get_by_role("button", name="Close the session").click()
    ivy.get_by_role("button", name="Close the session").click()
    expect(ivy.get_by_role("heading", name="This does not add up")).to_be_visible()
    found += barriers(ivy)

    assert found == []


def test_a_code_fits_the_screen_and_so_does_what_is_wrong_with_one(
    cora: Page, small_world: World, hall: StorySession
) -> None:
    cora.goto(f"/centre/{hall.centre}/sessions/{hall.session}/codes")
    cora.get_by_label("Ivy").check()
    cora.get_by_role("button", name="Make a code").click()
    found = barriers(cora)
    cora.context.clear_cookies()
    cora.goto("/sign-in")
    cora.get_by_label("Code", exact=True).fill("2345 6789 ABCD")
    cora.get_by_role("button", name="Sign in with the code").click()
    found += barriers(cora)

    assert found == []


# In front of candidates


@pytest.mark.parametrize(("place", "stopped"), [(0, False), (6, False), (0, True), (WAITING, True)])
def test_message_break_and_stop_shut_no_candidate_out_in_any_colours(
    place: int,
    stopped: bool,
    browser: Browser,
    small_world: World,
    address: str,
    hall: StorySession,
) -> None:
    if stopped:
        hall.do(invigilation.stop_all_clocks)
    client, sitting = small_world.app.test_client(), hall.sittings[place]
    actor = Actor("candidate", Role.CANDIDATE, small_world.northtown, client, None, sitting)
    actor.place = place
    with seen_by(browser, actor, address) as page:
        page.goto("/instructions" if place == WAITING else "/test")
        assert page.url.startswith(address + ("/instructions" if place == WAITING else "/test"))
        expect(page.locator("main")).to_be_visible()
        assert barriers(page, ("", "app-scheme--dark", "app-scheme--cream")) == []


# Paper, keys, forced colours


def test_slips_are_printed_without_what_is_only_for_the_screen(
    ivy: Page, hall: StorySession
) -> None:
    ivy.goto(f"/rooms/{hall.session}")
    ivy.get_by_role("button", name="Keycode slips").click()
    ivy.emulate_media(media="print")

    expect(ivy.locator(".app-slip").first).to_be_visible()
    for hidden in ("Stop all clocks", "Print this page"):
        expect(ivy.get_by_text(hidden).first).to_be_hidden()


def test_all_clocks_are_stopped_by_keyboard_in_two_touches(ivy: Page, hall: StorySession) -> None:
    ivy.goto(f"/rooms/{hall.session}")
    stop = ivy.locator(".app-stop summary")
    for _ in range(30):
        ivy.keyboard.press("Tab")
        assert _focus_is_seen(ivy)
        if stop.evaluate("(element) => element === document.activeElement"):
            break

    ivy.keyboard.press("Enter")
    ivy.keyboard.press("Tab")
    ivy.keyboard.press("Enter")

    expect(ivy.locator(".app-stopped")).to_contain_text("All clocks stopped")
    assert barriers(ivy) == []


def _focus_is_seen(page: Page) -> bool:
    """Say whether what has the focus is drawn otherwise than without it."""
    return bool(
        page.evaluate(
            """() => {
              const element = document.activeElement;
              const look = () => {
                const style = getComputedStyle(element);
                return [style.outline, style.boxShadow, style.backgroundColor, style.border].join();
              };
              const focused = look();
              element.blur();
              const blurred = look();
              element.focus();
              return focused !== blurred;
            }"""
        )
    )


def test_in_forced_colours_and_in_the_dark_a_room_is_still_read(
    browser: Browser, small_world: World, address: str, hall: StorySession
) -> None:
    with seen_by(browser, everybody(small_world)["ivy"], address) as page:
        page.emulate_media(forced_colors="active")
        _read_a_room(page, hall)
        page.emulate_media(forced_colors="none", color_scheme="dark")
        _read_a_room(page, hall)


def _read_a_room(page: Page, hall: StorySession) -> None:
    page.goto(f"/rooms/{hall.session}")
    assert barriers(page) == []
    mark = page.locator(".app-mark").first
    assert mark.evaluate("(element) => getComputedStyle(element).borderTopStyle") == "solid"
