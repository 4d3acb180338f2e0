"""Why entries and names are changed on the day: fixed reasons, so that a record names nobody."""

from enum import StrEnum


class NameReason(StrEnum):
    """Why a name or a date of birth is corrected."""

    MISSPELT = "misspelt"
    ORDER = "order"
    CHANGED = "changed"
    INCOMPLETE = "incomplete"
    BORN = "born"


class WithdrawalReason(StrEnum):
    """Why a candidate is taken off a session before starting."""

    NOT_HERE = "not_here"
    UNWELL = "unwell"
    ENTERED_BY_MISTAKE = "entered_by_mistake"
    IDENTITY = "identity"
    OTHER = "other"


class TransferReason(StrEnum):
    """Why a candidate goes to another session."""

    LATE = "late"
    UNWELL = "unwell"
    WRONG_SESSION = "wrong_session"
    ROOM = "room"
    ARRANGEMENT = "arrangement"
    OTHER = "other"
