"""A stem as its reader meets it: what is told, what is asked, and the blank to be filled."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from app.domain.writing.words import as_read

# A blank is drawn with underscores, dots or empty brackets.
BLANK = re.compile(
    r"(?:\\?_){3,}|(?<![\w_])__(?![\w_])|\.{4,}|…{2,}|[\[(]\s*(?:blank|gap)?\s*[\])]|"
    r"(?<!\S)(?:-{4,}|_(?: _){2,})(?!\S)",
    re.IGNORECASE,
)

_MATERIAL = re.compile(r" *(?:\||[-*+] |\d{1,3}[.)] |\(?[ivx]+[.)] |>|!\[[^\]]*\]\([^)]*\) *$)")
_GOES_ON = re.compile(r" {2,}\S")
_FENCE = re.compile(r" *(?:```|~~~)")
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’')\]*_]*\s+(?=[\"“‘'(*_]*[A-Z0-9“\"])")
_SHORT_FORM = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e|etc|approx)\.(?=\s)")
# What somebody is quoted as saying asks the candidate nothing.
_QUOTED = re.compile(r"[“\"]([^“”\"]*)[”\"]|(?<!\w)[‘']([^‘’']{2,200})[’'](?!\w)")
# Without a question mark, these ask as well: to choose, or which of the options differs.
_TELLS = re.compile(
    r"(?:now |then |please |from [\w\s]{3,40}, )?(?:answer|arrange|calculate|choose|complete|"
    r"compare|convert|count|describe|estimate|fill|find|give|identify|indicate|mark|match|name|"
    r"pick|put|select|simplify|solve|state|tick|work out|write)\b|.*\b(?:then|and) (?:choose|identify|pick|select|tick)\b|"
    r"(?:(?:only |all but )?one|all|each|two|three) of (?:these|the following|the options)\b",
    re.IGNORECASE,
)


class Part(StrEnum):
    """What a run of lines is: sentences, a blank line, or what they speak of, such as a table."""

    PROSE = "prose"
    MATERIAL = "material"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Stem:
    """The prose of a stem, paragraph by paragraph, with Markdown's marks.

    `asked` are the sentences that put the question, quotations left out; it is empty when nothing
    is asked. `leads_on` says that the last of them is left for an option to finish.
    """

    prose: tuple[str, ...]
    asked: tuple[str, ...]
    leads_on: bool


@lru_cache(maxsize=4096)
def read_stem(markdown: str) -> Stem:
    """Return the stem's prose and what it asks."""
    parts = _parts(markdown)
    prose = tuple(text for part, text in parts if part is Part.PROSE)
    asked = [sentence for text in prose for sentence in _sentences(text) if _asks(sentence)]
    rest = _left_open(parts) if prose else ""
    return Stem(prose, (*asked, rest) if rest else tuple(asked), bool(rest))


def _parts(markdown: str) -> list[tuple[Part, str]]:
    """Return the runs of lines of one kind, in order, each as one text."""
    kinds: list[tuple[Part, str]] = []
    fenced = False
    before = Part.EMPTY
    for line in markdown.splitlines():
        fence = bool(_FENCE.match(line))
        if fenced or fence:
            before = Part.MATERIAL
        else:
            before = _kind(line, before)
        fenced ^= fence
        kinds.append((before, line.strip()))
    runs = groupby(kinds, key=lambda kind: kind[0])
    return [
        (part, " ".join(line for _, line in lines)) for part, lines in runs if part != Part.EMPTY
    ]


def _kind(line: str, before: Part) -> Part:
    """Return what a line outside a fence is, after a line of the kind `before`."""
    if not line.strip():
        return Part.EMPTY
    in_code = line.startswith("    ") and before is not Part.PROSE
    goes_on = before is Part.MATERIAL and _GOES_ON.match(line)
    return Part.MATERIAL if in_code or goes_on or _MATERIAL.match(line) else Part.PROSE


def _sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph without what is quoted in them."""
    spoken = _QUOTED.sub(_what_stays, text)
    whole = _SHORT_FORM.sub(lambda match: match[0][:-1], spoken)
    return [sentence.strip() for sentence in _SENTENCE_END.split(whole) if sentence.strip()]


def _what_stays(quoted: re.Match[str]) -> str:
    """Return what is left of a quotation: empty marks, and the end of a sentence it ends."""
    said = (quoted[1] or quoted[2] or "").rstrip()
    return '"".' if said[-1:] in {".", "?", "!"} else '""'


def _asks(sentence: str) -> bool:
    """Whether a sentence is a question, has a blank, or tells the candidate what to find."""
    plain = as_read(sentence)
    return "?" in plain or bool(BLANK.search(sentence)) or bool(_TELLS.match(plain))


def _left_open(parts: list[tuple[Part, str]]) -> str:
    """Return the sentence at the very end that an option finishes, or nothing.

    A colon before a list or a table announces that, and leaves nothing open.
    """
    part, text = parts[-1]
    last = _sentences(text)[-1:]
    if part is not Part.PROSE or not last or _asks(last[0]):
        return ""
    ended = as_read(last[0]).rstrip("\"”’')]")
    return "" if ended.endswith((".", "!")) and not ended.endswith("...") else last[0]
