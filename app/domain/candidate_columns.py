"""The columns of a list of candidates, and how a column is known by its heading."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from app.domain.arrangement import ArrangementKind


class Column(StrEnum):
    """What one column of a list says of each candidate."""

    NUMBER = "candidate_number"
    FAMILY_NAME = "family_name"
    GIVEN_NAMES = "given_names"
    DATE_OF_BIRTH = "date_of_birth"
    ULN = "uln"
    EXTRA_TIME_PERCENT = "extra_time_percent"
    EXTRA_TIME_MINUTES = "extra_time_minutes"
    REST_BREAKS = "rest_breaks"
    COMPUTER_READER = "computer_reader"
    HUMAN_READER = "human_reader"
    SCRIBE = "scribe"
    PROMPTER = "prompter"
    PRACTICAL_ASSISTANT = "practical_assistant"
    SIGN_LANGUAGE = "sign_language"
    BILINGUAL_DICTIONARY = "bilingual_dictionary"
    PAPER_VERSION = "paper_version"
    SEPARATE_ROOM = "separate_room"
    COLOUR_SCHEME = "colour_scheme"
    EVIDENCE = "evidence"
    SESSION = "session"
    ROOM = "room"
    SESSION_DATE = "session_date"
    SESSION_TIME = "session_time"


REQUIRED = (Column.NUMBER, Column.FAMILY_NAME, Column.GIVEN_NAMES)
DATES = (Column.DATE_OF_BIRTH, Column.SESSION_DATE)

# Columns that say no more than whether an arrangement is allowed.
YES_OR_NO = tuple(
    Column(kind)
    for kind in ArrangementKind
    if kind.value in frozenset(Column)
    and kind
    not in (
        ArrangementKind.EXTRA_TIME_PERCENT,
        ArrangementKind.EXTRA_TIME_MINUTES,
        ArrangementKind.REST_BREAKS,
        ArrangementKind.COLOUR_SCHEME,
    )
)

NAMES: Mapping[Column, str] = {
    Column.NUMBER: "Candidate number",
    Column.FAMILY_NAME: "Family name",
    Column.GIVEN_NAMES: "Given names",
    Column.DATE_OF_BIRTH: "Date of birth",
    Column.ULN: "ULN",
    Column.EXTRA_TIME_PERCENT: "Extra time percent",
    Column.EXTRA_TIME_MINUTES: "Extra time minutes",
    Column.REST_BREAKS: "Rest breaks",
    Column.COMPUTER_READER: "Computer reader",
    Column.HUMAN_READER: "Reader",
    Column.SCRIBE: "Scribe",
    Column.PROMPTER: "Prompter",
    Column.PRACTICAL_ASSISTANT: "Practical assistant",
    Column.SIGN_LANGUAGE: "Sign language",
    Column.BILINGUAL_DICTIONARY: "Bilingual dictionary",
    Column.PAPER_VERSION: "Paper version",
    Column.SEPARATE_ROOM: "Separate room",
    Column.COLOUR_SCHEME: "Colour scheme",
    Column.EVIDENCE: "Evidence",
    Column.SESSION: "Session",
    Column.ROOM: "Room",
    Column.SESSION_DATE: "Session date",
    Column.SESSION_TIME: "Session time",
}

# What a sheet of ours adds in front; it is passed over when the sheet comes back.
REASON = "Reason refused"

# Other headings for the same, as `heading_key` writes them.
_OTHERWISE: Mapping[Column, str] = {
    Column.NUMBER: "number; no; candidate; candidate no; cand no; cand number; cand num; candidate"
    " ref; candidate reference; candidate id; candidateno; candidatenumber; exam number; exam no;"
    " examination number; entry number; learner number; learner ref; learner reference",
    Column.FAMILY_NAME: "surname; last name; lastname; second name; familyname; family; candidate"
    " surname; candidate family name; learner surname; legal surname",
    Column.GIVEN_NAMES: "first name; first names; firstname; forename; forenames; forename s;"
    " given name; givenname; first name s; candidate forename; candidate forenames; candidate first"
    " name; learner forename; legal forename",
    Column.DATE_OF_BIRTH: "dob; d o b; birth date; birthdate; born; birthday; date birth; candidate"
    " dob; dateofbirth",
    Column.ULN: "unique learner number; unique learner no; learner uln; uln number; uln no",
    Column.EXTRA_TIME_PERCENT: "extra time; extra time percentage; et; percent extra time;"
    " percentage extra time; additional time",
    Column.EXTRA_TIME_MINUTES: "extra minutes; fixed extra time; extra time mins; additional"
    " minutes",
    Column.REST_BREAKS: "rest break; supervised rest breaks; supervised rest break; breaks; rest"
    " breaks minutes; srb",
    Column.COMPUTER_READER: "screen reader; text to speech; tts; reading software",
    Column.HUMAN_READER: "human reader; reader person",
    Column.SCRIBE: "amanuensis; writer",
    Column.PROMPTER: "prompt",
    Column.PRACTICAL_ASSISTANT: "practical assistance; assistant",
    Column.SIGN_LANGUAGE: "communication professional; bsl; sign language interpreter",
    Column.BILINGUAL_DICTIONARY: "dictionary; bilingual translation dictionary",
    Column.PAPER_VERSION: "on paper; paper copy",
    Column.SEPARATE_ROOM: "separate invigilation; own room; alternative rooming; alternative room;"
    " small room",
    Column.COLOUR_SCHEME: "colour; color scheme; overlay; coloured overlay; colour overlay; screen"
    " colour; background colour",
    Column.EVIDENCE: "evidence reference; evidence ref; evidence kept; form 8; where the evidence"
    " is kept",
    Column.SESSION: "session reference; session ref; exam session; session code",
    Column.ROOM: "exam room; session room; venue; location",
    Column.SESSION_DATE: "exam date; test date; date of exam; date of test; date",
    Column.SESSION_TIME: "exam time; test time; start time; opens; time; opening time",
}


def heading_key(heading: str) -> str:
    """Return what two spellings of a heading have in common: its words in small letters."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9%]+", " ", plain.replace("%", " percent ")).split()
    return " ".join(words)


KNOWN: Mapping[str, Column] = {
    **{key: column for column, keys in _OTHERWISE.items() for key in keys.split("; ")},
    **{heading_key(name): column for column, name in NAMES.items()},
    **{heading_key(column): column for column in Column},
}
_PASSED_OVER = frozenset({heading_key(REASON), "reason", "why refused"})


def guess_columns(headings: Sequence[str]) -> dict[int, Column]:
    """Return which column stands at each place, by its heading; the first of two alike counts."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        column = KNOWN.get(heading_key(heading))
        if column is not None and column not in found.values():
            found[place] = column
    return found


def is_passed_over(heading: str) -> bool:
    """Say whether it is the column that our own sheet of refused rows begins with."""
    return heading_key(heading) in _PASSED_OVER


def headings_key(headings: Iterable[str]) -> tuple[str, ...]:
    """Return what the headings of two files have in common when a mapping serves both."""
    keys = tuple(map(heading_key, headings))
    return keys[1:] if keys and keys[0] in _PASSED_OVER else keys


def missing_columns(mapping: Mapping[int, Column]) -> tuple[Column, ...]:
    """Return the columns without which nobody can be told apart and that no place has."""
    return tuple(column for column in REQUIRED if column not in mapping.values())


def doubled_columns(mapping: Mapping[int, Column]) -> tuple[Column, ...]:
    """Return the columns that stand at several places."""
    given = list(mapping.values())
    return tuple(column for column in Column if given.count(column) > 1)
