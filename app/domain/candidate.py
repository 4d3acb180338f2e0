"""A candidate as a centre names them: number, name and what identifies the person."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

ULN_LENGTH = 10
NUMBER = re.compile(r"[A-Za-z0-9]+(?:[/-][A-Za-z0-9]+)*")  # of a candidate, as centres write it
MAX_TEXT = 100  # characters of a number or a name
MAX_EXTRA_TIME = 100  # per cent; more is arranged in person
EARLIEST_YEAR = 1900  # of birth


@dataclass(frozen=True, slots=True)
class CandidateDetails:
    """What a centre tells of a candidate. `uln` is the Unique Learner Number.

    `number` is text: its leading noughts count. `extra_time_percent` is the access arrangement.
    """

    number: str
    family_name: str
    given_names: str
    date_of_birth: date | None = None
    uln: str | None = None
    extra_time_percent: int = 0


def check_uln(uln: str) -> str:
    """Return why this cannot be a Unique Learner Number, or nothing when it can.

    Ten digits, the first not nought; the digits times 10, 9, 8 … 1 add up to 10 more than a
    multiple of 11. It is the rule of the Learning Records Service, as HESA publishes it
    (field ULN, hesa.ac.uk/collection/c17051/a/ULN; its example is 9276308686).
    """
    if len(uln) != ULN_LENGTH or not (uln.isascii() and uln.isdigit()):
        return f"A ULN has {ULN_LENGTH} digits."
    if uln[0] == "0":
        return "A ULN does not begin with 0."
    weighted = sum(int(digit) * (ULN_LENGTH - place) for place, digit in enumerate(uln))
    return "" if weighted % 11 == 10 else "The check digit does not fit: a digit is wrong."


class Person(Protocol):
    """What tells two people apart."""

    @property
    def uln(self) -> str | None: ...
    @property
    def date_of_birth(self) -> date | None: ...
    @property
    def family_name(self) -> str: ...


def is_somebody_else(known: Person, details: Person) -> bool:
    """Say whether details can hardly be meant for the candidate who has their number.

    So it is when the learner numbers differ, or both date of birth and family name do.
    """
    if known.uln and details.uln and known.uln != details.uln:
        return True
    born, birth = known.date_of_birth, details.date_of_birth
    same_family = known.family_name.casefold() == details.family_name.casefold()
    return born is not None and birth is not None and born != birth and not same_family
