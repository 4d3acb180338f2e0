"""Reload, crash, closed browser, another computer, another person: what a computer holds is not lost."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Error

from app.domain.keycode import grouped
from app.services.invigilation import Slip, allow_reentry
from tests.story.lab import Lab
from tests.story.sitter import KEPT, STEP_WITHIN, Act, Sitter, sit_down
from tests.story.truth import assert_nothing_lost

pytestmark = pytest.mark.slow
FIRST = (Act(1, 0), Act(2, 1), Act(2, 2))
OFFLINE = (Act(1, 3), Act(3, 1), Act(3, "flag"))  # what a computer holds when it goes
AFTER = (Act(4, 2), Act(3, "clear"))


async def cut_off(lab: Lab, **how: Any) -> tuple[Sitter, Slip]:
    """Seat a candidate who has answered, keeps the shell, and has answered more without a network."""
    sitter, slip = await lab.sitter(**how)
    await answer_without_a_network(sitter)
    return sitter, slip


async def answer_without_a_network(sitter: Sitter) -> None:
    await sitter.enter()
    await sitter.work(*FIRST)
    while not await sitter.page.evaluate(KEPT):  # the pages' policy lets nothing else poll
        await asyncio.sleep(0.1)
    sitter.network.off()
    await sitter.work(*OFFLINE)
    await asyncio.sleep(0.3)
    word = await sitter.page.locator("#saved").inner_text()
    assert "Not yet saved: 3 answers" in word, word


async def go_on_and_hand_in(lab: Lab, sitter: Sitter, slip: Slip) -> None:
    """Be in step, work on, hand in; nothing may be lost."""
    await sitter.in_step()
    assert await sitter.shown() == sitter.sheet
    await sitter.work(*AFTER)
    shown = await sitter.hand_in()
    assert_nothing_lost(lab.kept(slip), sitter, shown)
    await asyncio.sleep(0.2)
    assert await sitter.held() == []
    await lab.end(sitter)


def test_a_reload_without_a_network_says_so_and_comes_back_by_itself(lab: Lab) -> None:
    async def scenario() -> None:
        sitter, slip = await cut_off(lab)
        sitter.shell_kept = True

        await sitter.page.reload()
        await sitter.see("There is no connection just now")
        await sitter.page.get_by_text(
            "3 answers not yet saved are kept on this computer and will be sent."
        ).wait_for()

        sitter.network.on()
        await sitter.see("Question", within=STEP_WITHIN)
        await go_on_and_hand_in(lab, sitter, slip)

    lab.run(scenario())


def test_a_tab_that_crashes_with_unsent_answers_loses_none(lab: Lab) -> None:
    async def scenario() -> None:
        sitter, slip = await cut_off(lab)
        async with sitter.page.expect_event("crash"):
            crashing = asyncio.ensure_future(sitter.page.goto("chrome://crash"))
        with pytest.raises(Error):
            await crashing
        sitter.network.on()

        sitter.page = await sitter.context.new_page()
        await sitter.page.goto(sitter.network.address + "/test")
        await sitter.see("Question")
        await go_on_and_hand_in(lab, sitter, slip)

    lab.run(scenario())


@pytest.mark.parametrize("allowed", ["before", "after"])
def test_a_browser_closed_and_opened_again_on_the_same_computer_sends_what_it_held(
    lab: Lab, tmp_path: Path, allowed: str
) -> None:
    async def scenario() -> None:
        sitter, slip = await lab.sitter()
        await sitter.context.close()
        await open_again(lab, sitter, tmp_path)
        await answer_without_a_network(sitter)
        await sitter.context.close()
        sitter.network.on()

        if allowed == "before":
            await lab.act(allow_reentry, slip)
        await open_again(lab, sitter, tmp_path)
        if allowed == "after":
            await sitter.page.goto(sitter.network.address + "/")
            await sitter.page.wait_for_load_state("networkidle")
            await lab.act(allow_reentry, slip)
        await sitter.enter()
        await go_on_and_hand_in(lab, sitter, slip)

    lab.run(scenario())


async def open_again(lab: Lab, sitter: Sitter, profile: Path) -> None:
    """Open the browser of a computer, with all it keeps on its disk."""
    sitter.context = await lab.playwright.chromium.launch_persistent_context(
        profile, executable_path=lab.chromium, args=lab.arguments
    )
    sitter.page = sitter.context.pages[0]


def test_a_computer_the_test_was_moved_from_is_told_and_what_it_held_is_kept_apart(
    lab: Lab,
) -> None:
    async def scenario() -> None:
        first, slip = await cut_off(lab)
        await lab.act(allow_reentry, slip)
        second = await sit_down(lab.browser, await lab.network(), grouped(slip.keycode))
        await second.enter()
        second.sheet |= {1: ((0,), False), 2: ((2,), False)}
        assert await second.shown() == second.sheet
        second.acts = list(first.acts[: len(FIRST)])
        await second.work(Act(5, 1))

        first.network.on()
        await first.see("Your test was moved to another computer", within=STEP_WITHIN)
        unsaved = await first.page.locator("#unsaved").inner_text()
        assert "question 1, question 3" in unsaved, unsaved
        await asyncio.sleep(0.5)
        assert await first.held() == []

        await second.work(*AFTER[:1])
        shown = await second.hand_in()
        kept = lab.kept(slip)
        late = [(1, (3,), "lease_lost"), (3, (1,), "lease_lost"), (3, (1,), "lease_lost")]
        assert list(kept.late) == late
        assert list(kept.log) == second.acts
        assert {p: kept.sheet.get(p, ((), False)) for p in shown} == shown == second.sheet
        assert kept.acts["submit_sitting"] == 1
        assert not first.faults + second.faults
        await lab.end(first)
        await lab.end(second)

    lab.run(scenario())


def test_what_one_candidate_left_on_a_shared_computer_reaches_their_own_sitting_only(
    lab: Lab,
) -> None:
    async def scenario() -> None:
        ada, slip = await cut_off(lab)
        await ada.page.close()
        ben_slip = next(lab.free)
        ben = Sitter(
            ada.context, await ada.context.new_page(), ada.network, grouped(ben_slip.keycode)
        )
        ben.network.on()
        await ben.page.goto(ben.network.address + "/this-computer")  # not yet the door
        left = await ben.held()
        assert len(left) == len(OFFLINE)
        assert all(
            set(each) == {"id", "centre", "sitting", "order", "at", "sealed"} for each in left
        )
        assert list(lab.kept(slip).log) == ada.acts[: len(FIRST)]

        await ben.enter()
        assert list(lab.kept(slip).log) == ada.acts
        assert await ben.held() == []
        assert await ben.shown() == ben.sheet, "somebody else's answers are shown"
        await ben.work(*FIRST)
        shown = await ben.hand_in()
        mine = lab.kept(ben_slip)
        assert (list(mine.log), mine.late, mine.sheet | shown) == (ben.acts, [], shown)
        await lab.end(ada)

    lab.run(scenario())


def test_a_computer_left_for_good_says_nothing_of_its_candidate(lab: Lab) -> None:
    async def scenario() -> None:
        sitter, _ = await lab.sitter()
        await sitter.enter()
        await sitter.work(*FIRST)
        await sitter.hand_in()
        await sitter.leave()
        stored = "async () => [await caches.keys(), localStorage.length, sessionStorage.length]"
        names, local, session = await sitter.page.evaluate(stored)
        assert (local, session) == (0, 0)
        inside = (
            "async (n) => (await (await caches.open(n)).keys()).map((r) => new URL(r.url).pathname)"
        )
        for name in names:
            paths = await sitter.page.evaluate(inside, name)
            assert all(p.startswith("/static/") or p == "/offline" for p in paths), paths
        await lab.end(sitter)

    lab.run(scenario())
