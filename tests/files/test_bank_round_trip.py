"""What is written is read back the same, whatever characters an author types."""

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.domain.item import Item, ItemKind, ItemStatus, Level, Option
from app.domain.waiver import Waiver
from app.domain.waiver import in_order as in_order_of_rules
from app.domain.writing.thresholds import Thresholds
from app.files.bank_toml import read_bank, write_bank
from app.files.item_toml import format_item, in_order, read_item
from app.files.items_toml import format_items, read_entries
from app.files.outline_toml import format_outline, read_outline
from app.files.toml_source import parse_source
from app.files.toml_table import Table
from tests.files.made_up import BANK, made_up_item

QUOTES = ['"', '""', '"""', "'", "'''", "\\", "\\n"]
SPACES = [" ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\x00", "\x7f", "\ufeff"]
SIGNS = ["#", "[[item]]", " = ", "é", "e\u0301", "𝒳"]
NASTY = st.lists(st.sampled_from(QUOTES + SPACES + SIGNS) | st.text(max_size=5), max_size=8).map(
    "".join
)
TEXT = NASTY.filter(lambda text: text.strip() != "")
WAIVERS = st.lists(st.builds(Waiver, NASTY, NASTY), max_size=3)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Draw an item with any texts and any fields, whether or not a bank would take it."""
    letters = draw(st.lists(st.sampled_from("ABCDEFGH"), min_size=2, unique=True))
    kind = draw(st.sampled_from(ItemKind))
    keys = st.sets(st.sampled_from(letters), min_size=1, max_size=1 if kind == "single" else 8)
    return Item(
        id=draw(TEXT),
        version=draw(st.integers(1, 99)),
        criterion=draw(TEXT),
        stem=draw(NASTY),
        options=tuple(Option(letter, draw(NASTY), draw(NASTY)) for letter in letters),
        key=frozenset(draw(keys)),
        kind=kind,
        level=draw(st.sampled_from(Level)),
        status=draw(st.sampled_from(ItemStatus)),
        facility=draw(st.none() | st.floats(0, 1)),
        guidance=draw(NASTY),
        law_as_at=draw(st.none() | DAYS),
        review_by=draw(st.none() | DAYS),
        replaces=draw(NASTY),
        enemies=tuple(sorted(draw(st.sets(NASTY, max_size=3)), key=in_order)),
        set_id=draw(NASTY),
        shuffle=draw(st.booleans()),
        waivers=tuple(in_order_of_rules(draw(WAIVERS))),
    )


@given(items())
def test_any_item_is_read_as_it_was_written(item: Item) -> None:
    source = parse_source("x.toml", format_item(item))

    table = Table(source, ("item", 0), source.content["item"][0])

    assert read_item(table) == item
    assert table.sound


@given(items())
def test_the_lines_of_an_item_are_those_where_its_fields_are_written(item: Item) -> None:
    source = parse_source("x.toml", format_item(item))

    line = source.lines.of(("item", 0, "options", item.options[-1].letter))

    assert source.text.split("\n")[line - 1].startswith(f"{item.options[-1].letter} = ")


@given(st.lists(st.tuples(TEXT, st.permutations([*"WXYZ"])), min_size=1, max_size=4), NASTY)
def test_any_bank_is_read_as_it_was_written_and_is_canonical(
    texts: list[tuple[str, list[str]]], title: str
) -> None:
    drawn = tuple(
        made_up_item(
            f"x-{n}",
            "1.1",
            stem=stem,
            options=tuple(
                Option(a, f"{b}{stem}", stem) for a, b in zip("ABCD", words, strict=True)
            ),
        )
        for n, (stem, words) in enumerate(texts)
    )
    bank = replace(BANK, title=f"Title {title}", items=drawn)

    with tempfile.TemporaryDirectory() as folder:
        write_bank(bank, Path(folder) / "shop")
        read = read_bank(Path(folder) / "shop")

    assert read.bank == bank
    assert "format" not in [warning.rule for warning in read.warnings]


THRESHOLDS = st.builds(
    Thresholds,
    longest_key_factor=st.floats(0, 100),
    longest_key_characters=st.integers(0, 500),
    negative_stems_share=st.floats(0, 1),
    runs_probability=st.just(0.01) | st.floats(0, 1),
)


@given(THRESHOLDS, WAIVERS, WAIVERS)
def test_thresholds_and_waivers_of_any_bank_are_read_as_they_were_written(
    thresholds: Thresholds, waivers: list[Waiver], others: list[Waiver]
) -> None:
    listed = replace(made_up_item("1.1-0", "1.1"), waivers=tuple(in_order_of_rules(others)))
    bank = replace(BANK, writing=thresholds, waivers=tuple(in_order_of_rules(waivers)))

    outline = parse_source("bank.toml", format_outline(bank))
    items = parse_source("1.1.toml", format_items([listed]))
    read_outline(outline)
    (entry,) = read_entries(items)

    assert outline.canonical == outline.text
    assert (entry.item, items.canonical) == (listed, items.text)
