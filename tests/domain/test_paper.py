"""Drawing papers: to the specification, fair to every item, and the same again from the record."""

import json
from collections import Counter
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chance import Stream, paper_seed
from app.domain.paper import (
    Paper,
    PaperItem,
    PaperShort,
    PoolItem,
    draw_paper,
    pack,
    paper_digest,
    shortages,
    unpack,
)
from app.domain.specification import Specification
from tests.domain.pools import (
    POOL,
    SPECIFICATION,
    Choice,
    every_paper,
    made_up_pool,
    made_up_specification,
    small_tasks,
)

GOLDEN = Path(__file__).parent / "golden" / "paper.json"
SEED = paper_seed(b"secret", "Ada", 1)


def ids(paper: Paper) -> list[str]:
    """Return the ids of a paper's items in order."""
    return [item.id for item in paper.items]


@given(small_tasks(), st.binary(max_size=4))
def test_a_paper_is_drawn_exactly_when_one_exists_and_keeps_every_rule(
    task: tuple[Specification, Choice], seed: bytes
) -> None:
    spec, pool = task
    lawful = {frozenset(item.id for item in choice) for choice in every_paper(spec, pool)}

    try:
        paper = draw_paper(spec, pool, seed)
    except PaperShort as short:
        assert lawful == set()
        assert short.shortages == shortages(spec, pool) != ()
    else:
        assert frozenset(ids(paper)) in lawful
        assert len(paper.items) == spec.items


def test_the_same_seed_draws_the_same_paper_whatever_the_order_of_the_pool() -> None:
    shuffled = Stream(b"order").shuffled(POOL)

    assert draw_paper(SPECIFICATION, shuffled, SEED) == draw_paper(SPECIFICATION, POOL, SEED)


def test_different_seeds_draw_different_papers() -> None:
    papers = {pack(draw_paper(SPECIFICATION, POOL, bytes([seed]))) for seed in range(100)}

    assert len(papers) == 100


def test_the_paper_of_the_golden_record_is_still_drawn() -> None:
    golden = json.loads(GOLDEN.read_text())
    pool = [PoolItem(**row | {"enemies": frozenset(row["enemies"])}) for row in golden["pool"]]
    spec = made_up_specification(golden["counts"])

    paper = draw_paper(spec, pool, bytes.fromhex(golden["paper"]["seed"]))

    assert json.loads(pack(paper)) == golden["paper"]
    assert paper_digest(paper) == golden["digest"]


def test_positions_count_from_one() -> None:
    paper = draw_paper(SPECIFICATION, POOL, SEED)

    assert list(paper.positions) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert paper.positions[1] == paper.items[0]


def test_a_paper_is_unpacked_as_it_was_packed() -> None:
    paper = draw_paper(SPECIFICATION, POOL, SEED, specification_hash="s", bank_hash="b")

    assert unpack(pack(paper)) == paper
    assert (paper.specification_hash, paper.bank_hash, paper.seed) == ("s", "b", SEED)


def test_the_digest_tells_papers_apart_by_every_field() -> None:
    paper = draw_paper(SPECIFICATION, POOL, SEED)
    first = replace(paper.items[0], options="ABC")

    others = [
        replace(paper, algorithm=2),
        replace(paper, seed=b""),
        replace(paper, bank_hash="b"),
        replace(paper, specification_hash="s"),
        replace(paper, relaxations=("none",)),
        replace(paper, items=(first, *paper.items[1:])),
        replace(paper, items=paper.items[::-1]),
    ]

    assert len({paper_digest(paper), *map(paper_digest, others)}) == 8


def test_unshuffled_items_stand_in_the_order_of_their_numbers() -> None:
    pool = made_up_pool({"10.1": 1, "2.10": 2, "2.9": 2, "1.1": 11})
    spec = made_up_specification({"10": 1, "2": 4, "1": 11}, shuffle_items=False)

    drawn = ids(draw_paper(spec, pool, SEED))

    assert drawn[:2] + drawn[9:] == ["1.1-1", "1.1-2", "1.1-10", "1.1-11"] + [
        "2.9-1", "2.9-2", "2.10-1", "2.10-2", "10.1-1",
    ]  # fmt: skip


def test_items_of_a_set_stand_together_in_their_order() -> None:
    pool = [replace(item, set_id="case") if item.criterion == "1.1" else item for item in POOL]

    for seed in range(50):
        items = draw_paper(SPECIFICATION, pool, bytes([seed])).items
        places = [place for place, item in enumerate(items) if item.criterion == "1.1"]
        assert all(b == a + 1 for a, b in pairwise(places))
        assert [items[p].id for p in places] == sorted(items[p].id for p in places)


def test_options_are_shuffled_only_where_specification_and_item_allow() -> None:
    fixed = [replace(item, shuffle=item.outcome != "1") for item in POOL]

    def orders(spec: Specification) -> set[tuple[str, str]]:
        papers = (draw_paper(spec, fixed, bytes([seed])) for seed in range(60))
        return {(item.outcome, item.options) for paper in papers for item in paper.items}

    free = orders(SPECIFICATION)
    assert {options for outcome, options in free if outcome == "1"} == {"ABCD"}
    assert len({options for outcome, options in free if outcome == "2"}) == 24
    assert {o for _, o in orders(replace(SPECIFICATION, shuffle_options=False))} == {"ABCD"}


def test_a_short_pool_is_refused_with_every_shortage() -> None:
    with pytest.raises(PaperShort, match="Outcome 2 needs 10 items; 9 are approved: 1 short"):
        draw_paper(made_up_specification({"2": 10}), POOL, SEED)


def test_a_specification_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        draw_paper(made_up_specification({"1": 4}, items=5), POOL, SEED)


def test_a_pool_with_an_item_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        draw_paper(SPECIFICATION, [*POOL, replace(POOL[0], version=2)], SEED)


def test_a_paper_item_carries_no_more_than_its_place_in_the_bank_and_its_options() -> None:
    assert set(asdict(PaperItem("a", 1, "1", "1.1", "BA"))) == {
        "id", "version", "outcome", "criterion", "options",
    }  # fmt: skip


def test_first_options_are_spread_evenly() -> None:
    first = Counter(
        item.options[0]
        for seed in range(2000)
        for item in draw_paper(SPECIFICATION, POOL, seed.to_bytes(2, "big")).items
    )

    # 3 degrees of freedom: chi-squared stays below 16.3 in 999 of 1,000
    assert sum((count - 4000) ** 2 / 4000 for count in first.values()) < 16.3
