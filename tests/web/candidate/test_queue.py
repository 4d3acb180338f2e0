"""The page's own scripts in random interleavings: lost replies, reloads, more tabs, another machine.

A thousand stories are played in node by `queue/interleavings.mjs`: the real queue, shelf and
heartbeat in a made-up browser, whose network, disk and tabs fail by chance. To see one again:

    node tests/web/candidate/queue/interleavings.mjs app/web/static/js SEED 1 --tell
"""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app._setup import assets
from tests.databases import missing

ROOT = Path(__file__).parents[3]
STORIES = Path(__file__).parent / "queue" / "interleavings.mjs"
SCRIPTS = ROOT / "app" / "web" / "static" / "js"
MANY = 1_000


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Play the stories once, and read what happened in them."""
    try:
        [node], _ = assets.tools()
    except OSError:
        missing("node")
    command: list[str | Path] = [node, STORIES, SCRIPTS, "1", str(MANY)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_whatever_is_interleaved_nothing_is_lost_or_overwritten_unseen(
    told: dict[str, Any],
) -> None:
    assert told["faults"] == []
    assert told["interleavings"] == MANY


def test_the_stories_are_about_everything_that_can_happen_to_a_page(told: dict[str, Any]) -> None:
    rare = {what: often for what, often in told["happened"].items() if often < MANY // 100}
    assert rare == {}
    assert {"reload", "tab", "crash", "cut", "pause", "move", "submit"} <= told["happened"].keys()
