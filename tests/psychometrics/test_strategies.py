"""Each strategy ticks what it says, and none sees a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.item import Item
from app.psychometrics.strategies import STRATEGIES, Question, picks, seen
from app.psychometrics.testwise import Bot
from tests.psychometrics.made_up_words import bank_of, item_of

EVEN = ("red box", "old box", "big box", "new box")

PLANTED = [
    ("longest", "Which?", ("one", "two", "three", "four"), {2}),
    ("longest", "Which?", ("a thing", "**a thing**", "a cat", "a dog"), {0, 1}),
    ("shortest", "Which?", ("seven", "eight", "six", "three"), {2}),
    ("shortest", "Which?", ("`ab`", "abc", "abcd", "abcde"), {0}),
    ("most of the stem", "A refund for kettles?", ("Swap", "Refund a kettle", "Kettle", "No"), {1}),
    ("least of the stem", "Refund or kettle?", ("Refund", "Wait", "Kettle", "Refunds"), {1}),
    (
        "most of the stem",
        "Which is the one?",
        ("The cat", "The dog", "An ox", "A hen"),
        {0, 1, 2, 3},
    ),
    ("convergence", "Which?", ("Oil and salt", "Oil and rice", "Salt and beans", "Tea"), {0}),
    ("odd one out", "Which?", ("To sit here", "To stand up", "A chair", "To walk on"), {2}),
    ("odd one out", "Which?", ("Sit here.", "Stand.", "Wait there.", "Walk about on"), {3}),
    ("odd one out", "Which?", ("5 hours", "6 days", "Whenever it suits them", "7 weeks"), {2}),
    (
        "odd one out",
        "Which?",
        ("sit up now", "stay a bit", "go on then", "walk on until noon"),
        {3},
    ),
    ("no absolute words", "Which?", ("Always", "It is never", "Seldom so", "Nothing"), {2}),
    ("no absolute words", "Which?", EVEN, {0, 1, 2, 3}),
    ("most hedged", "Which?", ("It is", "It may usually be", "It may be", "It was"), {1}),
    ("most hedged", "Which?", EVEN, {0, 1, 2, 3}),
    ("middle number", "How many?", ("£1,200", "£90", "£300"), {2}),
    ("middle number", "How many?", ("14 days", "1 day", "30 days", "7 days"), {0, 3}),
    ("middle number", "How many?", ("14 days", "1 day", "some days", "7 days"), {0, 1, 2, 3}),
]


@pytest.mark.parametrize(("name", "stem", "options", "ticked"), PLANTED)
def test_a_strategy_ticks_what_it_looks_for(
    name: str, stem: str, options: tuple[str, ...], ticked: set[int]
) -> None:
    assert set(picks(Question(stem, options), STRATEGIES[name])) == ticked


def test_every_strategy_is_proven() -> None:
    assert {name for name, *_ in PLANTED} == set(STRATEGIES)


@pytest.mark.parametrize("appeal", STRATEGIES.values(), ids=STRATEGIES)
def test_options_that_read_alike_share_the_guess(appeal: object) -> None:
    question = Question("What holds?", ("same",) * 5)

    assert picks(question, appeal) == (0, 1, 2, 3, 4)  # type: ignore[arg-type]


ITEMS = st.builds(
    item_of,
    st.text(max_size=40),
    st.lists(st.text(max_size=30), min_size=2, max_size=6),
)


@given(ITEMS, st.data())
def test_what_is_ticked_does_not_depend_on_the_key(item: Item, data: st.DataObject) -> None:
    other = item_of(
        item.stem,
        [option.text for option in item.options],
        data.draw(st.integers(0, len(item.options) - 1)),
    )

    for appeal in STRATEGIES.values():
        assert picks(seen(item), appeal) == picks(seen(other), appeal)


@given(ITEMS, st.data())
def test_the_order_of_the_options_changes_nothing(item: Item, data: st.DataObject) -> None:
    texts = [option.text for option in item.options]
    order = data.draw(st.permutations(range(len(texts))))
    turned = Question(item.stem, tuple(texts[place] for place in order))

    for appeal in STRATEGIES.values():
        ticked = {order[place] for place in picks(turned, appeal)}
        assert ticked == set(picks(seen(item), appeal))


def test_the_bot_is_given_no_key() -> None:
    items = bank_of(20, seed=1)
    rekeyed = bank_of(20, seed=1, plant=lambda texts: 0, share=1.0)
    first = Bot([seen(item) for item in items])
    second = Bot([seen(item_of(i.stem, [o.text for o in i.options], 1)) for i in items])

    assert rekeyed != items
    assert all((first.shares[name] == second.shares[name]).all() for name in STRATEGIES)


def test_an_item_is_fixed_when_the_item_or_the_paper_says_so() -> None:
    item = item_of("Which?", EVEN)

    assert not seen(item).fixed
    assert seen(item, shuffled=False).fixed
    assert seen(item_of("Which?", EVEN, shuffle=False)).fixed
