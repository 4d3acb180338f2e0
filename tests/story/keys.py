"""What the files of a bank say, read with no code of the application, and a count of our own."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BANKS = Path(__file__).parents[2] / "question_banks"


def plain(text: str) -> str:
    """Leave letters and figures only, so that Markdown and its rendering read alike."""
    return re.sub(r"[\W_]+", "", text).casefold()


@dataclass(frozen=True)
class Known:
    """A question as the file has it."""

    id: str
    outcome: str
    key: str  # the plain text of the right option
    wrong: tuple[str, ...]


def read_keys(bank: str = "cg-4417-201") -> dict[frozenset[str], Known]:
    """Return every question of a bank by the texts of its options, which no two share."""
    outline = tomllib.loads((BANKS / bank / "bank.toml").read_text("utf-8"))
    outcomes = {
        criterion["id"]: outcome["id"]
        for outcome in outline["outcome"]
        for criterion in outcome["criterion"]
    }
    items = [
        item
        for file in (BANKS / bank).glob("*.toml")
        for item in tomllib.loads(file.read_text("utf-8")).get("item", [])
    ]
    known = {frozenset(map(plain, i["options"].values())): _known(i, outcomes) for i in items}
    assert len(known) == len(items), "two questions have the same options"
    return known


def _known(item: dict[str, Any], outcomes: dict[str, str]) -> Known:
    options = {letter: plain(text) for letter, text in item["options"].items()}
    key = options.pop(item["key"])
    return Known(item["id"], outcomes[item["criterion"]], key, tuple(options.values()))


@dataclass
class Count:
    """One candidate's answers, marked by hand: position to the question met and the text chosen."""

    met: dict[int, Known] = field(default_factory=dict)
    chosen: dict[int, str] = field(default_factory=dict)

    @property
    def mark(self) -> int:
        """How many answers are the key."""
        return self.profile.total()

    @property
    def profile(self) -> Counter[str]:
        """How many answers are the key, by outcome."""
        return Counter(
            self.met[position].outcome
            for position, text in self.chosen.items()
            if text == self.met[position].key
        )

    @property
    def percentage(self) -> str:
        """The mark in per cent of 45, one decimal, half a tenth up."""
        return f"{int(self.mark * 1000 / 45 + 0.5) / 10:.1f}"

    @property
    def grade(self) -> str:
        """Against the story's pass mark."""
        return "pass" if self.mark >= 27 else "fail"
