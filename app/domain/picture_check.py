"""What makes a picture fit to be shown: it is there, words stand for it, and they never tell the key."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.domain.item import Item, Option
from app.domain.picture import DECORATIVE, FOLDER, NAME, Picture, Shown
from app.domain.problems import Problem, Severity, Where, did_you_mean

Held = Mapping[str, Picture | Problem]  # what lies under each name, or why it is no picture to show

_FILE_NAME = re.compile(r"\S+\.(?:gif|jpe?g|png|svg|webp)", re.IGNORECASE)
_HINT = re.compile(
    r"\b(?:(?:right|correct|wrong|incorrect)\s+(?:answer|option|choice)"
    r"|(?:answer|option|choice|key)s?(?:\s+(?:is|are)|:)?\s+(?-i:[A-H])\b(?!\w|['’-]))",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_WORD = re.compile(r"\w+")


def check_pictures(item: Item, shown: Sequence[Shown], held: Held) -> list[Problem]:
    """Return what is wrong with the pictures that one item shows."""
    return [
        *(problem for each in shown for problem in _check_file(item, each, held)),
        *(problem for each in shown for problem in _check_words(item, each)),
        *(problem for each in shown for problem in _check_hints(item, each)),
        *_check_options(item, {each.path[-1] for each in shown if each.path[0] == "options"}),
    ]


def _problem(
    item: Item, shown: Shown, rule: str, what: str, remedy: str, severity: Severity = Severity.ERROR
) -> Problem:
    where = Where(item=item.id, path=shown.path, text=shown.name)
    return Problem(where, f"picture.{rule}", what, remedy, severity)


def _check_file(item: Item, shown: Shown, held: Held) -> Iterator[Problem]:
    """Check that the picture is one of the bank's own."""
    if not NAME.fullmatch(shown.name):
        what = f'"{shown.name}" is not a picture of the bank.'
        remedy = f"Put the file into {FOLDER} and write ![…]({FOLDER}plan.png); no spaces."
        yield _problem(item, shown, "place", what, remedy)
    elif shown.name not in held:
        remedy = f"Put the file there, or mend the name.{did_you_mean(shown.name, held)}"
        yield _problem(item, shown, "missing", f"There is no {shown.name}.", remedy)
    elif isinstance(fault := held[shown.name], Problem):
        where = Where(item=item.id, path=shown.path, text=shown.name)
        yield replace(fault, where=where)


def _check_words(item: Item, shown: Shown) -> Iterator[Problem]:
    """Check that words stand for the picture, or that it is marked as one that needs none."""
    words = shown.alternative.strip()
    if shown.title not in ("", DECORATIVE):
        what = f'The title "{shown.title}" of {shown.name} is shown to nobody.'
        remedy = f'Say it in the alternative text; the only title is "{DECORATIVE}".'
        yield _problem(item, shown, "title", what, remedy)
    if shown.decorative and words:
        what = f"{shown.name} is marked decorative and has an alternative text."
        yield _problem(item, shown, "decorative", what, "Keep one of the two.")
    elif not words and not shown.decorative:
        what = f"{shown.name} has no alternative text."
        remedy = (
            f"Say what it shows: ![what it shows]({shown.name}); one that shows nothing needed"
            f' for the answer is written ![]({shown.name} "{DECORATIVE}").'
        )
        yield _problem(item, shown, "alternative", what, remedy)
    elif _FILE_NAME.fullmatch(words):
        what = f"The alternative text of {shown.name} is the name of a file."
        yield _problem(item, shown, "alternative", what, "Say what the picture shows.")


def _check_hints(item: Item, shown: Shown) -> Iterator[Problem]:
    """Check that the alternative text tells nobody the key."""
    if hint := _HINT.search(shown.alternative):
        what = f'The alternative text of {shown.name} speaks of the answer: "{hint[0]}".'
        remedy = "Say only what the picture shows; options change their letters."
        yield _problem(item, shown, "hint", what, remedy)
    if shown.path[0] == "options":
        return
    for key in (option for option in item.options if option.letter in item.key):
        if _names_only(key, item, shown.alternative):
            sure = len(_words(key.text).split()) > 1 or _words(key.text) == _words(
                shown.alternative
            )
            what = f"The alternative text of {shown.name} names the key, and no other option."
            remedy = "Say what the picture shows in words that leave the answer open."
            severity = Severity.ERROR if sure else Severity.WARNING
            yield _problem(item, shown, "key", what, remedy, severity)


def _names_only(key: Option, item: Item, alternative: str) -> bool:
    """Say whether a text has the words of a key in it and those of no distractor beside them."""
    said, wanted = f" {_words(alternative)} ", f" {_words(key.text)} "
    if not wanted.strip() or wanted not in said:
        return False
    others = said.replace(wanted, " | ")
    distractors = (_words(option.text) for option in item.distractors)
    return not any(words and f" {words} " in others for words in distractors)


def _check_options(item: Item, pictured: set[str]) -> Iterator[Problem]:
    """Check that options with pictures differ for whoever hears them."""
    heard: dict[str, str] = {}
    for option in item.options:
        words = _words(option.text)
        where = Where(item=item.id, path=("options", option.letter))
        if option.letter in pictured and not words:
            what = f"Option {option.letter} says nothing to whoever cannot see its picture."
            yield Problem(where, "picture.option", what, "Give the picture an alternative text.")
        elif words and words in heard and pictured & {option.letter, heard[words]}:
            what = f"Options {heard[words]} and {option.letter} sound the same."
            remedy = "Say in the alternative texts how their pictures differ."
            yield Problem(where, "picture.alike", what, remedy)
        heard.setdefault(words, option.letter)


def _words(markdown: str) -> str:
    """Return the words of a text as they are heard: pictures are their alternative text."""
    heard = _PICTURE.sub(r" \1 ", markdown).replace("*", "").replace("_", " ").casefold()
    return " ".join(_WORD.findall(heard))
