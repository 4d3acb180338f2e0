"""Words stand for every picture, and they never tell the key."""

from dataclasses import replace

import pytest

from app.domain.item import Item, ItemKind, Option
from app.domain.picture import Picture
from app.domain.picture_check import check_pictures
from app.domain.problems import Problem, Severity, Where
from app.files.markup import shown_in
from tests.files.made_up import made_up_item

NAMES = ("media/plan.png", "media/line.png")
HELD = {name: Picture(name, "0" * 64, "image/png", 4, 3) for name in NAMES}


def item_with(stem: str, texts: tuple[str, ...] = (), key: str = "B") -> Item:
    """Give a sound item with this stem and, if any are given, these options."""
    item = made_up_item("x-1", "1.1", stem=stem, key=frozenset(key))
    if len(key) > 1:
        item = replace(item, kind=ItemKind.MULTIPLE)
    options = [Option(letter, text, "Why.") for letter, text in zip("ABCD", texts, strict=False)]
    return replace(item, options=tuple(options) or item.options)


def found(item: Item) -> list[Problem]:
    """Return the findings in an item's pictures."""
    return check_pictures(item, shown_in(item), HELD)


def rules(item: Item) -> list[str]:
    """Return the rules that an item's pictures break, without their common head."""
    return [problem.rule.removeprefix("picture.") for problem in found(item)]


@pytest.mark.parametrize(
    "stem",
    [
        "![A plan of two rooms](media/plan.png)",
        '![](media/line.png "decorative")',
        "No picture at all",
        "`![](https://example.org/x.png)` is how Markdown shows a picture",
    ],
)
def test_a_picture_of_the_bank_with_words_or_marked_decorative_is_sound(stem: str) -> None:
    assert rules(item_with(stem)) == []


@pytest.mark.parametrize(
    ("stem", "rule"),
    [
        ("![](media/plan.png)", "alternative"),
        ("![ ](media/plan.png)", "alternative"),
        ("![plan.PNG](media/plan.png)", "alternative"),
        ('![](media/plan.png "A plan")', "title"),
        ('![A line](media/line.png "decorative")', "decorative"),
        ("![A plan](media/paln.png)", "missing"),
        ("![A plan](plan.png)", "place"),
        ("![A plan](media/../plan.png)", "place"),
        ("![A plan](media/sub/plan.png)", "place"),
        ("![A plan](/etc/plan.png)", "place"),
        ("![A plan](https://example.org/plan.png)", "place"),
        ("![A plan](data:image/png;base64,AAAA)", "place"),
        ("![A plan](javascript:alert)", "place"),
    ],
)
def test_each_fault_of_a_picture_is_found(stem: str, rule: str) -> None:
    assert rule in rules(item_with(stem))


def test_a_mistyped_name_gets_the_nearest_one() -> None:
    (problem,) = found(item_with("![A plan](media/paln.png)"))

    assert 'Did you mean "media/plan.png"?' in problem.remedy


def test_why_a_file_is_no_picture_is_told_where_it_is_shown() -> None:
    item = item_with("![A plan](media/plan.svg)")
    fault = Problem(Where(), "picture.type", "It is SVG.", "Save it as PNG.")

    (problem,) = check_pictures(item, shown_in(item), {"media/plan.svg": fault})

    assert (problem.what, problem.where.item, problem.where.path) == (
        "It is SVG.",
        "x-1",
        ("stem",),
    )


SWITCHES = ("A one-way switch", "A two-way switch", "An isolator", "A fuse")


@pytest.mark.parametrize(
    ("words", "texts", "key"),
    [
        ("A two-way switch", SWITCHES, "B"),  # just the key
        ("a TWO-WAY  **switch**", SWITCHES, "B"),  # however it is written
        ("Drawing of a two-way switch in a box", SWITCHES, "B"),  # the key among other words
        ("A fuse and nothing else", SWITCHES, "BD"),  # one key of several
        ("42", ("40", "41", "42", "43"), "C"),  # one word, and no other
        ("The `ls -l` command", ("`cd /`", "`rm x`", "`ls -l`", "`cp a b`"), "C"),
        ("Bent knees, straight back", ("Bent knees, straight back", "x y", "z", "w"), "A"),
    ],
)
def test_words_that_name_the_key_and_no_distractor_are_an_error(
    words: str, texts: tuple[str, ...], key: str
) -> None:
    (problem,) = found(item_with(f"![{words}](media/plan.png)", texts, key))

    assert (problem.rule, problem.severity) == ("picture.key", Severity.ERROR)


@pytest.mark.parametrize(
    ("words", "texts", "key"),
    [
        ("A wall with a box and two cables", SWITCHES, "B"),  # names none of them
        ("From left: an isolator, a fuse, a two-way switch", SWITCHES, "B"),  # names several
        ("Drawing of an isolator", SWITCHES, "B"),  # names a distractor
        ("Sockets numbered 1421", ("40", "41", "42", "43"), "C"),  # figures inside a figure
        ("Two ways to wire a switch", SWITCHES, "B"),  # the same words, another order
        ("A plan", ("+", "-", "*", "/"), "A"),  # a key without a word
    ],
)
def test_words_that_leave_the_answer_open_are_sound(
    words: str, texts: tuple[str, ...], key: str
) -> None:
    assert rules(item_with(f"![{words}](media/plan.png)", texts, key)) == []


def test_a_single_word_of_the_key_among_others_is_worth_a_look() -> None:
    item = item_with("![Four sockets, 40 mm apart](media/plan.png)", ("20", "30", "40", "50"), "C")

    (problem,) = found(item)

    assert (problem.rule, problem.severity) == ("picture.key", Severity.WARNING)


@pytest.mark.parametrize(
    "words",
    [
        "Answer D is marked",
        "option C",
        "The key is A",
        "Arrow to the correct answer",
        "the RIGHT option",
        "Choice: D",
    ],
)
def test_words_that_speak_of_the_answer_are_an_error(words: str) -> None:
    assert rules(item_with(f"![{words}](media/plan.png)")) == ["hint"]


@pytest.mark.parametrize(
    "words",
    [
        "Terminals A, B and C",
        "A key on a ring",
        "An answering machine",
        "The right hand holds a drill",
        "Options for lighting a room",
        "The answer phone of a flat",
    ],
)
def test_words_about_what_is_seen_are_no_hint(words: str) -> None:
    assert rules(item_with(f"![{words}](media/plan.png)")) == []


def test_options_with_pictures_must_sound_different() -> None:
    alike = ("![A knot](media/plan.png)", "![a knot](media/line.png)", "c", "d")
    apart = ("![A reef knot](media/plan.png)", "![A granny knot](media/line.png)", "c", "d")

    assert rules(item_with("Which?", alike)) == ["alike"]
    assert rules(item_with("Which?", apart)) == []


def test_an_option_must_say_something_to_whoever_cannot_see_it() -> None:
    texts = ('![](media/line.png "decorative")', "b", "c", "d")
    with_words = ('![](media/line.png "decorative") One line', "b", "c", "d")

    assert rules(item_with("Which?", texts)) == ["option"]
    assert rules(item_with("Which?", with_words)) == []


def test_an_options_own_picture_may_say_what_the_option_is() -> None:
    texts = ("![A reef knot](media/plan.png)", "b", "c", "d")

    assert rules(item_with("Which?", texts, "A")) == []
