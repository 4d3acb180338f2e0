"""Nothing is lost, whatever the network does: real Chromium, a real server, and a proxy between."""

import asyncio

import pytest
from playwright.async_api import Route

from tests.story.lab import Lab, side_by_side
from tests.story.proxy import Fault
from tests.story.sitter import Sitter, whole_sitting
from tests.story.truth import assert_nothing_lost

pytestmark = pytest.mark.slow
AWAY = {Fault.CUT: 0.8, Fault.LOSE: 0.4}  # seconds the network is gone


@pytest.mark.parametrize("first", range(1, 51, 10), ids=lambda n: f"{n}-{n + 9}")
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
def test_a_network_that_breaks_at_any_request_of_a_sitting_loses_nothing(
    lab: Lab, fault: Fault, first: int
) -> None:
    async def at(boundary: int) -> float:
        return await sit_with_a_fault(lab, boundary, fault, files=False)

    longest = lab.run(side_by_side(at, range(first, first + 10)))
    print(f"{fault.name} {first}: back in step within {max(longest):.2f} s at most")


@pytest.mark.parametrize("first", range(1, 31, 10), ids=lambda n: f"{n}-{n + 9}")
def test_a_network_that_breaks_while_the_shell_is_fetched_loses_nothing(
    lab: Lab, first: int
) -> None:
    async def at(boundary: int) -> float:
        return await sit_with_a_fault(lab, boundary, Fault.CUT, files=True)

    lab.run(side_by_side(at, range(first, first + 10)))


async def sit_with_a_fault(lab: Lab, boundary: int, fault: Fault, *, files: bool) -> float:
    """Sit a test in which one request goes wrong; return how long it took to be in step again."""
    sitter, slip = await lab.sitter()
    sitter.network.away = AWAY[fault]
    sitter.network.strike(boundary, fault, files=files)
    await sitter.enter()
    await work_until_the_fault_is_past(sitter)
    shown = await sitter.hand_in()
    if not sitter.network.struck:
        await sitter.leave()
    assert sitter.network.struck, "the sitting has fewer requests than that"
    assert_nothing_lost(lab.kept(slip), sitter, shown)
    await lab.end(sitter)
    return sitter.longest


async def work_until_the_fault_is_past(sitter: Sitter) -> None:
    """Work until a few acts after the fault: what comes then is like what came before."""
    after = 0
    for act in whole_sitting():
        await sitter.work(act)
        after += bool(sitter.network.struck)
        if after > 5:
            break
    await sitter.come_back()


def test_a_slow_network_that_resets_a_tenth_of_its_connections_loses_nothing(lab: Lab) -> None:
    async def scenario(seed: int) -> None:
        sitter, slip = await lab.sitter()
        sitter.network.latency = 0.8
        sitter.network.strike_by_chance(0.1, seed)
        await sitter.enter(within=90)
        await sitter.work(*whole_sitting())
        shown = await sitter.hand_in()
        assert len(sitter.network.struck) >= 3
        assert_nothing_lost(lab.kept(slip), sitter, shown)
        await lab.end(sitter)

    lab.run(side_by_side(scenario, (1, 2, 3)))


def test_a_long_time_without_a_network_ends_within_five_seconds_of_its_return(lab: Lab) -> None:
    async def scenario() -> None:
        sitter, slip = await lab.sitter()
        await sitter.enter()
        acts = list(whole_sitting())
        await sitter.work(*acts[:5])
        sitter.network.off()
        await sitter.work(*acts[5:15])
        await asyncio.sleep(18)  # every pause between two tries is at its longest by now
        sitter.network.on()
        await sitter.in_step()
        shown = await sitter.hand_in()
        assert_nothing_lost(lab.kept(slip), sitter, shown)
        await lab.end(sitter)

    lab.run(scenario())


def test_a_client_that_forgets_an_answer_is_found_out(lab: Lab) -> None:
    """The harness itself: a queue that drops an answer when a save fails must not pass."""

    async def spoil(route: Route) -> None:
        script = await (await route.fetch()).text()
        assert script.count("failures += 1;") == 1
        spoilt = script.replace("failures += 1;", "failures += 1; this.#unsent.shift();")
        await route.fulfill(body=spoilt, content_type="text/javascript")

    async def scenario() -> None:
        sitter, slip = await lab.sitter(service_workers="block")
        await sitter.context.route("**/js/save.js", spoil)
        sitter.network.away = AWAY[Fault.CUT]
        sitter.network.strike(12, Fault.CUT)
        await sitter.enter()
        await work_until_the_fault_is_past(sitter)
        shown = await sitter.hand_in()
        with pytest.raises(AssertionError, match="parting at"):
            assert_nothing_lost(lab.kept(slip), sitter, shown)
        await lab.end(sitter)

    lab.run(scenario())
