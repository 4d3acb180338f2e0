"""The demonstration offers every published test, and one paper of each is sat from end to end."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, expect

from tests.story.keys import Count, read_keys
from tests.story.pages import SAVED, Candidate
from tests.story.server import ROOT, START, Installation
from tests.story.watch import Watch, assert_accessible, assert_fits

# As published: the questions on each outcome of a paper, and the minutes for it.
PUBLISHED = {
    "201": ({"1": 15, "2": 9, "3": 8, "4": 5, "5": 8}, 75),
    "272": ({"1": 11, "2": 8, "3": 14, "4": 12}, 75),
    "371": ({"1": 7, "2": 12, "3": 11, "4": 10}, 60),
    "372": ({"1": 11, "2": 10, "3": 19}, 60),
}
OFFERED = re.compile(r"Unit (\d+): .*\n +(\d+) questions, (\d+) minutes\n +keycode (.{14})")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demonstration(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """Serve the demonstration; give its address and, by unit, what it prints of the test."""
    folder = tmp_path_factory.mktemp("demonstration")
    made = Installation(folder, f"sqlite:///{folder / 'testamur.sqlite'}")
    printed = subprocess.run(
        [sys.executable, "-c", START, "demo", "--no-serve"],
        cwd=ROOT,
        env={**os.environ, "TESTAMUR_INSTANCE": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    made.start()
    yield made.address, {unit: tuple(said) for unit, *said in OFFERED.findall(printed)}
    made.stop()


@pytest.mark.parametrize("unit", PUBLISHED)
def test_a_paper_of_every_published_test_is_sat_to_the_receipt(
    demonstration: tuple[str, Mapping[str, tuple[str, ...]]],
    browser: Browser,
    watch: Watch,
    unit: str,
) -> None:
    address, offered = demonstration
    counts, minutes = PUBLISHED[unit]
    items, said_minutes, keycode = offered[unit]
    assert (int(items), int(said_minutes)) == (sum(counts.values()), minutes)

    context = watch.context(browser, address)
    sitter = Candidate(context.new_page(), Count(), read_keys(f"cg-4417-{unit}"), int(items))
    begin(sitter, keycode)
    for position in sitter.answer(range(1, int(items) + 1), range(1, int(items), 2)):
        sitter.saved(SAVED)
        if position == 1:
            assert_accessible(sitter.page)
            assert_fits(sitter.page)
    hand_in(sitter, int(items))
    context.close()

    met = sitter.count.met.values()
    assert Counter(item.outcome for item in met) == counts
    assert len({item.id for item in met}) == int(items)


def begin(sitter: Candidate, keycode: str) -> None:
    """Come in at the door and start the clock."""
    sitter.enter(keycode)
    sitter.heading("Are these your details?")
    sitter.press("Yes, this is me")
    sitter.heading("Before you start")
    sitter.press("Start the test")
    sitter.at(1)


def hand_in(sitter: Candidate, items: int) -> None:
    """Finish, and keep the receipt."""
    sitter.press("Review and finish")
    sitter.press("Finish the test")
    sitter.press("Yes, hand in my test")
    sitter.heading("You have handed in your test")
    expect(sitter.page.get_by_text(f"{items} of {items}", exact=True)).to_be_visible()
