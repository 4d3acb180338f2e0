"""The words of a stem or an option as the rules compare them."""

import re
import unicodedata
from functools import lru_cache

# What Markdown's marks stand around or before, each with what is read instead.
_MARKS = (
    (re.compile(r"!?\[([^\]\[]*)\]\([^()]*\)"), r"\1"),  # a picture is read as its description
    (
        re.compile(r"^ *(?:>(?= *\S)|[-*+](?= )|```.*$)", re.MULTILINE),
        " ",
    ),  # quotations, lists, fences
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL), r"\2"),
    (re.compile(r"(?<![*\w\\])\*(?=[^\s*])([^*]*?[^\s*\\])\*(?![*\w])"), r"\1"),
    (re.compile(r"(?<![_\w\\])_(?=[^\s_])([^_]*?[^\s_\\])_(?![_\w])"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"\\([^A-Za-z0-9\s])"), r"\1"),  # a mark that is meant as it stands
)
_TABLE_LINE = re.compile(r"^ *\|.*$", re.MULTILINE)
_TABLE_MARK = re.compile(r"\||:?-{3,}:?")
# Compatible forms would read 10² as 102 and 2½ as 21/2.
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FRACTION = re.compile("(?<=[0-9])(?=[¼½¾⅐-⅞])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDINGS = ("ing", "es", "ed", "s")
_NO_MEANING = """
    a about after all also an and any are as at be been before being but by can could did do does
    for from had has have he her hers him his how i if in into is it its may me might more most must
    my no nor not of on or our out own she should so some such than that the their them then there
    these they this those to too up us was we were what when where which while who whom whose why
    will with would you your
"""
# Words that carry no meaning of their own, so that sharing them tells nothing.
STOP = frozenset(_NO_MEANING.split())


@lru_cache(maxsize=8192)
def as_read(markdown: str) -> str:
    """Return the text without Markdown's marks and with single spaces, its letters as written."""
    plain = _TABLE_LINE.sub(lambda line: _TABLE_MARK.sub(" ", line[0]), markdown)
    for mark, instead in _MARKS:
        plain = mark.sub(instead, plain)
    plain = _FRACTION.sub(" ", _RAISED.sub(lambda match: f"^{match[0]}", plain))
    return " ".join(unicodedata.normalize("NFKC", plain).replace("\u2044", "/").split())


def words(markdown: str) -> list[str]:
    """Return the words in order, in small letters."""
    return _WORD.findall(as_read(markdown).casefold())


def stem_of(word: str) -> str:
    """Return the word without -s, -es, -ed or -ing, so that forms of one word compare equal."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def content_words(markdown: str) -> frozenset[str]:
    """Return the words that carry meaning, without their endings."""
    return frozenset(stem_of(word) for word in words(markdown) if word not in STOP)
