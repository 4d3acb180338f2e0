"""Our own banks give nothing away to a candidate who only reads the words."""

from pathlib import Path

import pytest

from app._setup import ROOT
from app.files.bank_toml import item_paths
from app.files.items_toml import read_entries
from app.files.toml_source import read_source
from app.psychometrics.testwise import MARKS, guess

BANKS = sorted(folder for folder in (ROOT / "question_banks").iterdir() if item_paths(folder))


@pytest.mark.parametrize("folder", BANKS, ids=lambda folder: folder.name)
def test_no_strategy_finds_keys_in_our_banks(folder: Path) -> None:
    sources = [read_source(path) for path in item_paths(folder)]

    guessed = guess([entry.item for source in sources for entry in read_entries(source)])

    assert guessed.outside == ()
    assert guessed.excess <= MARKS
