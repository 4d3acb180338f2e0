"""Rules about questions put in the negative, which a candidate who knows may misread."""

import re
from collections.abc import Iterator

from app.domain.problems import Problem
from app.domain.writing.reading import Reading
from app.domain.writing.words import as_read

_BOLD = re.compile(r"(\*\*|__|<u>)(?=\S)(.+?)(?<=\S)(?:\1|</u>)", re.DOTALL)
_DENIES = re.compile(r"\b(?:not|never|cannot|\w+n['’]t|no longer)\b", re.IGNORECASE)
# These deny nothing that is asked for.
_HARMLESS = re.compile(
    r"\b(?:or|and|but|whether|if|why|than|only|as|certainly) not\b|, not\b|\bnot (?:only|just|"
    r"merely|all|every|always|necessarily|long|least)\b|"
    r"\bnot to\b(?! (?:do|say|use|ask|include|promise)\b)",
    re.IGNORECASE,
)
# After one of these words a clause begins that only says what the question is about.
_SUBORDINATE = re.compile(
    r"(?<!^)\b(?:who|whom|whose|that|which|if|because|when|where|while|since|although|though|"
    r"unless|until|till|after|before|once|whenever|wherever|whether|but|why|how|what|as|so|with|"
    r"without|despite|sure|certain|thinks?|believes?|knows?|means?|shows?|ensures?|suggests?|"
    r"feels?|finds?|explains?|proves?|to(?= (?!(?:the|a|an|his|her|their|its|our|your|my|each|"
    r"every|this|these|those|all|any|some|one|customers?|people|staff)\b)\w+))\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\b(?:(?:some|any|every)thing|things?|an? (?:\w+ )?(?:action|step|task|thing|way|duty|item)|"
    r"the (?:one|option|statement|answer|item|word|action|step|thing))"
    r" (?:that|which)\b",
    re.IGNORECASE,
)
_BEFORE = r"(?:(?:in|at|to|for|of|on|from|by|with|under|into|about|during|through) )?"
_WH = r"(?:which|what|who|whom|whose|how)"
_START = re.compile(rf"[\"'(\s]*{_BEFORE}{_WH}\b", re.IGNORECASE)
_LATER = re.compile(
    rf"(?:[,;:–—]|\b(?:so|and|but|then))\s+(?:so |and |but |then )?({_BEFORE}{_WH}\b)",
    re.IGNORECASE,
)
_AGAINST_WHY = re.compile(
    r"^\W*(?:why\b|how come\b)|[,;] (?:and |so |then )?why\b|\bwh(?:at|ich) (?:\w+ ){0,4}reason\b",
    re.IGNORECASE,
)
# The candidate is asked for a reason or a case, and the rest is told, negative or not.
_GIVES_REASON = re.compile(r"\b(?:because|since|as|so|when|if|unless|until|while)\b", re.IGNORECASE)
_LAST_TURN = re.compile(r"[,;–—]\s+(?=\S+(?:\s+\S+){2,}\s*[:_…]*$)")
_LEAST = re.compile(
    r"(?<!\bat )(?<!\bnot )\bleast\b(?!,? but| common (?:multiple|denominator)| squares?|"
    r" (?:money|time|effort|amount|number|space|energy|power|weight|work|costly|expensive|"
    r"an?|the|he|she|it|they|that|you)\b)",
    re.IGNORECASE,
)
_SPENT_LEAST = re.compile(
    r"\b(?:costs?|takes?|pays?|paid|spends?|spent|needs?|uses?|used|weighs?|earns?|sold|sells?)\b"
    r"(?: \w+){0,3} least\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:all|every|each|any|everything|always)\b.*?\b(except|apart from|other than|excluding|"
    r"but one|with the exception of)\b|\b(except|apart from)(?: for)?(?: one)?\W*$",
    re.IGNORECASE,
)
_UNTRUE = (
    r"(?:(?:most |least |more |clearly |factually )?(false|incorrect|untrue|wrong|inaccurate|"
    r"inappropriate|unsuitable|unlikely|unacceptable|invalid|unnecessary))"
)
_ANSWER = (
    r"(?:statements?|answers?|options?|ones?|ways?|words?|uses?|descriptions?|responses?|replies|"
    r"reply|actions?|things?|methods?|sentences?|choices?|claims?|examples?|reasons?)"
)
_ENDS = r"(?:\W*$|,| (?:of|for|in|as|to|here|about)\b)"
_ASKED_UNTRUE = (
    re.compile(
        rf"^[\"'(\s]*{_BEFORE}(?:which|what)\b(?:(?!\b(?:who|that|because|when|if|why|reason|"
        rf"shows?|after|before|since|evidence|suggests?)\b)[^,])*?\b(?:(?:is|are|was|were|be|being|"
        rf"seems?) {_UNTRUE}{_ENDS}|(?:the|an?) {_UNTRUE} {_ANSWER}\b)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:now )?(?:find|choose|identify|select|pick|name|mark|tick|give|state)\b[^,]*?\b"
        rf"(?:(?:that|which) (?:is|are) {_UNTRUE}\W*$|(?:the|an?) {_UNTRUE} {_ANSWER}\b)",
        re.IGNORECASE,
    ),
)
_FAULT = re.compile(r"\bwrong (?:with|about|in|on)\b", re.IGNORECASE)
_OPTION_DENIES = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t|neither|nor|none|nothing|nobody|no(?!\.? *\d))\b",
    re.IGNORECASE,
)


def negative_stem(reading: Reading) -> list[Problem]:
    """L10: the question asks in the negative, and the word that turns it does not stand out."""
    hidden = [word for word in negatives(reading) if not word.isupper()]
    if not hidden:
        return []
    what = f'The question turns on "{hidden[0]}", which is easily overlooked.'
    remedy = f"Ask it the other way round, or print the word in bold: **{hidden[0]}**."
    return [reading.error("L10", what, remedy, "stem")]


def double_negative(reading: Reading) -> list[Problem]:
    """L11: the question and an option are both in the negative."""
    if not negatives(reading):
        return []
    remedy = "Ask the question the other way round, or say the option without a negative."
    return [
        reading.problem(
            "L11",
            f'The question is in the negative, and so is option {letter} ("{found[0]}").',
            remedy,
            "options",
            letter,
        )
        for letter, text in reading.options.items()
        if (found := _OPTION_DENIES.search(text))
    ]


def negatives(reading: Reading) -> list[str]:
    """Return the words that turn what is asked into its negative, in capitals where they stand out."""
    asked = reading.stem.asked
    open_end = len(asked) - 1 if reading.stem.leads_on else -1
    return [word for n, text in enumerate(asked) for word in _turning(text, n == open_end)]


def _turning(sentence: str, leads_on: bool) -> list[str]:
    """Return the words that turn one sentence."""
    text = _with_capitals(sentence)
    found = [*_denials(text, leads_on), *_others(text)]
    return [word.lower() for word in found] if text.isupper() else found


def _with_capitals(sentence: str) -> str:
    """Return the sentence as read, with capitals for what is printed in bold."""
    return as_read(_BOLD.sub(lambda match: match[2].upper(), sentence))


def _others(text: str) -> Iterator[str]:
    """Yield "least", "except" and words such as "false" where they are what is asked for."""
    if not _SPENT_LEAST.search(text):
        yield from (match[0] for match in _LEAST.finditer(text))
    for pattern in (_EXCEPT, *_ASKED_UNTRUE):
        if (match := pattern.search(text)) and not _FAULT.search(text):
            yield next(group for group in match.groups() if group)


def _denials(text: str, leads_on: bool) -> Iterator[str]:
    """Yield "not" and its kin where they stand in the main clause of what is asked."""
    if _AGAINST_WHY.search(text):
        return
    clause = _LAST_TURN.split(text)[-1] if leads_on else _main_clause(text)
    clause = _GENERIC.sub(lambda match: match[0].rpartition(" ")[0], clause)
    clause = _HARMLESS.sub(" ", clause)
    turn = _SUBORDINATE.search(clause)
    if leads_on and _GIVES_REASON.search(clause):
        return
    main = clause[: turn.start()] if turn else clause
    yield from (match[0] for match in _DENIES.finditer(main))


def _main_clause(text: str) -> str:
    """Return what follows the word that asks, leaving out an if or a when before it."""
    if asking := _START.match(text):
        return text[asking.end() :]
    later = _LATER.search(text)
    return text[later.end(1) :] if later else text
