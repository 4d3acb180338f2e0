"""What a text is an amount of, and how a text is read at all."""

from fractions import Fraction

import pytest

from app.domain.writing.measures import Measured, amounts_of, in_order, measure
from app.domain.writing.words import as_read, content_words, words


@pytest.mark.parametrize(
    ("text", "measured", "low", "high"),
    [
        ("5", "number", 5, 5),
        ("1,000 calls", "number", 1000, 1000),
        ("-5 °C", "number", -5, -5),
        ("2½", "number", Fraction(5, 2), Fraction(5, 2)),
        ("Three quarters", "number", Fraction(3, 4), Fraction(3, 4)),
        ("twenty-five rings", "number", 25, 25),
        ("25 per cent", "number", Fraction(1, 4), Fraction(1, 4)),
        ("£1.5m", "£", 150_000_000, 150_000_000),
        ("£3 50p", "£", 350, 350),
        ("Half an hour", "time", 1800, 1800),
        ("1 hour 30 minutes", "time", 5400, 5400),
        ("A week", "time", 604_800, 604_800),
        ("2.5 km", "length", 2_500_000, 2_500_000),
        ("10:30 am", "clock", 630, 630),
        ("10.30 P.M.", "clock", 1350, 1350),
        ("noon", "clock", 720, 720),
        ("5 to 10", "number", 5, 10),
        ("Between 5 and 10 minutes", "time", 300, 600),
        ("£5–£10", "£", 500, 1000),
        ("£5 to 10", "£", 500, 1000),
        ("Under 5", "number", None, 5),
        ("No more than 5", "number", None, 5),
        ("10 or more", "number", 10, None),
        ("65+", "number", 65, None),
    ],
)
def test_an_amount_is_read_as_it_is_meant(
    text: str, measured: str, low: Fraction | None, high: Fraction | None
) -> None:
    (amount,) = measure(as_read(text)).amounts

    assert (amount.measured, amount.low, amount.high) == (measured, low, high)


@pytest.mark.parametrize("text", ["12/05/2024", "1.2.3", "B1", "01632", "Monday", "x2", "3D"])
def test_a_date_or_a_name_is_no_amount(text: str) -> None:
    assert measure(text).amounts == ()


def measured(*texts: str) -> list[Measured]:
    return [measure(text) for text in texts]


def test_options_are_amounts_only_where_nothing_else_differs() -> None:
    assert amounts_of(measured("Within 5 days", "Within 8 days"))
    assert not amounts_of(measured("Within 5 days", "After 8 days"))
    assert not amounts_of(measured("5 days", "£8"))
    assert not amounts_of(measured("2 for £3", "3 for £4"))
    assert not amounts_of(measured("Yes", "No"))


def test_order_may_rise_or_fall() -> None:
    assert in_order(amounts_of(measured("30 minutes", "1 hour", "2 hours")))
    assert in_order(amounts_of(measured("2 hours", "1 hour", "30 minutes")))
    assert not in_order(amounts_of(measured("1 hour", "30 minutes", "2 hours")))


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**not** this", "not this"),
        ("a *b* and __c__", "a b and c"),
        ("2*3*4", "2*3*4"),
        ("a_b_c", "a_b_c"),
        ("`x < 5`", "x < 5"),
        (">", ">"),
        ("> said", "said"),
        ("- one\n- two", "one two"),
        ("| A | B |\n| --- | --- |\n| 1 | 2 |", "A B 1 2"),
        ("![A till](till.png) here", "A till here"),
        ("10² m", "10^2 m"),
        ("2½", "2 1/2"),
        ("\\*", "*"),
        ("____", "____"),
    ],
)
def test_marks_are_not_read_and_meant_characters_are(markdown: str, plain: str) -> None:
    assert as_read(markdown) == plain


def test_words_are_small_and_content_words_lose_their_endings() -> None:
    assert words("The **Guests'** meal—isn't") == ["the", "guests", "meal", "isn't"]
    assert content_words("The guest waited for meals") == {"guest", "wait", "meal"}
