"""Every rule of writing and every threshold is explained to examiners."""

import re
from dataclasses import fields

from app._setup import ROOT
from app.domain.writing.check import RULES
from app.domain.writing.thresholds import Thresholds

PAGE = (ROOT / "docs" / "examiner.md").read_text(encoding="utf-8")


def test_every_rule_that_can_be_set_aside_has_a_line() -> None:
    assert [rule for rule in RULES if f"\n| {rule} | " not in PAGE] == []


def test_every_threshold_has_a_line_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", PAGE, re.MULTILINE))

    assert told == {field.name: str(field.default) for field in fields(Thresholds)}
