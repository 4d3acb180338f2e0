"""The stream of chance: the same everywhere, for ever."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.chance import Stream, paper_seed

GOLDEN = json.loads((Path(__file__).parent / "golden" / "chance.json").read_text())


def test_the_stream_is_sha_256_of_seed_and_counter() -> None:
    first = hashlib.sha256(b"seed" + bytes(8)).digest()
    second = hashlib.sha256(b"seed" + bytes(7) + b"\1").digest()

    assert Stream(b"seed").take(64) == first + second


def test_a_number_is_the_next_eight_bytes_modulo_its_bound() -> None:
    word = int.from_bytes(hashlib.sha256(b"seed" + bytes(8)).digest()[:8], "big")

    assert Stream(b"seed").below(1000) == word % 1000


@pytest.mark.parametrize("case", GOLDEN["streams"])
def test_streams_run_as_they_always_did(case: dict[str, object]) -> None:
    stream = Stream(bytes.fromhex(str(case["seed"])))

    assert stream.take(16).hex() == case["bytes"]
    assert [stream.below(int(n)) for n in GOLDEN["bounds"]] == case["numbers"]
    assert "".join(stream.shuffled("ABCDEFGH")) == case["shuffled"]


@pytest.mark.parametrize("case", GOLDEN["seeds"])
def test_paper_seeds_are_as_they_always_were(case: dict[str, object]) -> None:
    secret = bytes.fromhex(str(case["secret"]))

    assert paper_seed(secret, str(case["sitting"]), int(str(case["draw"]))).hex() == case["seed"]


def test_seeds_differ_by_secret_sitting_and_draw() -> None:
    seeds = {paper_seed(s, who, n) for s in (b"a", b"b") for who in ("x", "y") for n in (1, 2)}

    assert len(seeds) == 8


@given(st.binary(max_size=40), st.integers(1, 2**200))
def test_a_number_is_below_its_bound(seed: bytes, n: int) -> None:
    assert 0 <= Stream(seed).below(n) < n


def test_a_word_at_or_above_the_greatest_multiple_of_the_bound_is_thrown_away() -> None:
    bound = 2**63 + 1  # nearly half of all words lie above it

    numbers = {Stream(bytes([seed])).below(bound) for seed in range(50)}

    assert len(numbers) == 50
    assert max(numbers) < bound


def test_there_is_no_number_below_nought() -> None:
    with pytest.raises(ValueError, match="no number"):
        Stream(b"").below(0)


@given(st.binary(max_size=8), st.lists(st.integers()))
def test_a_shuffle_keeps_every_value(seed: bytes, values: list[int]) -> None:
    assert sorted(Stream(seed).shuffled(values)) == sorted(values)


def test_every_order_of_three_is_equally_likely() -> None:
    stream = Stream(b"orders")

    orders = Counter("".join(stream.shuffled("ABC")) for _ in range(6000))

    assert len(orders) == 6
    # 5 degrees of freedom: chi-squared stays below 20.5 in 999 of 1,000
    assert sum((count - 1000) ** 2 / 1000 for count in orders.values()) < 20.5
