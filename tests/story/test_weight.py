"""What the test's page and one answer weigh on the wire: sizes, so they hold on any machine."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.story.keys import Count, read_keys
from tests.story.pages import SAVED, Candidate
from tests.story.watch import Watch

PAGE_KB = 150
ANSWER_BYTES = 1_000
COLON = 4  # ": " and the end of the line


@pytest.fixture
def page(room: tuple[str, dict[str, str]], browser: Browser, watch: Watch) -> Iterator[Page]:
    """Seat a candidate whose browser keeps no shell, so that everything is on the wire."""
    address, keycodes = room
    context = watch.context(browser, address, service_workers="block")
    sitter = Candidate(context.new_page(), Count(), read_keys())
    sitter.enter(keycodes["Amy"])
    sitter.press("Yes, this is me")
    sitter.press("Start the test")
    sitter.at(1)
    yield sitter.page
    context.close()


def test_a_page_of_45_questions_and_one_answer_are_light(page: Page) -> None:
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    the_page_with_everything_it_loads(page, wire)
    one_saved_answer(page, wire)


def the_page_with_everything_it_loads(page: Page, wire: CDPSession) -> None:
    """Load it with a cold cache and add up what came over the wire, headers included."""
    names: dict[str, str] = {}
    weighed: dict[str, float] = {}
    wire.on(
        "Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]})
    )
    wire.on(
        "Network.loadingFinished",
        lambda e: weighed.update({e["requestId"]: e["encodedDataLength"]}),
    )
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    expect(page.locator(".app-asked")).to_have_count(45)
    table = sorted(((size, names.get(id, id)) for id, size in weighed.items()), reverse=True)
    total = sum(weighed.values())
    told = f"{total / 1000:.1f} kB in {len(weighed)} files with headers: {table}"
    assert any(url.endswith("/test") for _, url in table) and len(table) > 15, told
    assert total < PAGE_KB * 1000, told
    print(told)


def one_saved_answer(page: Page, wire: CDPSession) -> None:
    """Answer once and weigh what goes and what comes."""
    headers: dict[str, int] = {}
    wire.on("Network.requestWillBeSentExtraInfo", lambda e: headers.update(_headers("sent", e)))
    wire.on("Network.responseReceivedExtraInfo", lambda e: headers.update(_headers("got", e)))
    urls: dict[str, str] = {}
    wire.on(
        "Network.requestWillBeSent", lambda e: urls.update({e["requestId"]: e["request"]["url"]})
    )
    with page.expect_response("**/answers") as saving:
        page.locator("#question-1 .app-options label").first.click()
    expect(page.locator("#saved")).to_have_text(SAVED)
    sent, got = len(saving.value.request.post_data_buffer or b""), len(saving.value.body())
    [asked] = [id for id, url in urls.items() if url.endswith("/answers")]
    around = {way: headers[f"{way} {asked}"] for way in ("sent", "got")}
    told = f"bodies: {sent} B sent, {got} B received; headers: {around}"
    assert 0 < sent < ANSWER_BYTES, told
    assert 0 < got < ANSWER_BYTES, told
    print(told)


def _headers(way: str, event: dict[str, Any]) -> dict[str, int]:
    size = sum(len(name) + len(value) + COLON for name, value in event["headers"].items())
    return {f"{way} {event['requestId']}": size}
