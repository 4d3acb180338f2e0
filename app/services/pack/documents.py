"""The documents by name, and those that are made of names and seats only."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.domain.keycode import grouped
from app.domain.wording import clock_in_words
from app.files.qr import qr_svg
from app.services.display import display_of
from app.services.invigilation import Slip
from app.services.pack.facts import Facts, facts_of, people
from app.services.pack.plan import blank_plan, seating_plan
from app.services.pack.sheet import invigilators_sheet
from app.store.queries.sessions import entries_of, invigilators_of
from app.store.sessions import ExamSessionRow

SPARE_LINES = 6  # on the register, for candidates who come without an entry


class Document(StrEnum):
    """A document of the pack that shows no keycode; its value stands in its address."""

    REGISTER = "register"
    SEATING_PLAN = "seating-plan"
    BLANK_PLAN = "blank-plan"
    SHEET = "invigilators-sheet"
    DISPLAY = "display-sheet"

    @property
    def template(self) -> str:
        """The template it is made with."""
        return _TEMPLATES[self]


_TEMPLATES: Mapping[Document, str] = {
    Document.REGISTER: "register",
    Document.SEATING_PLAN: "seating",
    Document.BLANK_PLAN: "seating",
    Document.SHEET: "sheet",
    Document.DISPLAY: "display",
}


def document_data(
    db: Session, session: ExamSessionRow, document: Document, now: datetime
) -> dict[str, Any]:
    """Return what a document of a session says, as its template reads it."""
    return _WRITERS[document](db, facts_of(db, session), now)


def slips_data(
    db: Session, session: ExamSessionRow, slips: Sequence[Slip], address: str
) -> dict[str, Any]:
    """Return what keycode slips say; `address` is where candidates enter them.

    The QR code leads to the door with the keycode behind a "#": browsers keep that to themselves.
    """
    facts = facts_of(db, session)
    return {
        **facts.data("Keycode slips"),
        "about": f"{session.room}, {facts.day}",
        "test": facts.line.title,
        "address": address,
        "slips": [
            {
                "name": f"{slip.given_names} {slip.family_name}",
                "number": slip.candidate_number,
                "seat": slip.seat,
                "keycode": grouped(slip.keycode),
                "qr": qr_svg(f"{address}#{slip.keycode}"),
            }
            for slip in slips
        ],
    }


def _register(db: Session, facts: Facts, now: datetime) -> dict[str, Any]:
    return {
        **facts.data("Attendance register"),
        "rows": people(entries_of(db, facts.session)),
        "spare": SPARE_LINES,
        "invigilators": [person.name for person in invigilators_of(db, facts.session)],
    }


def _display(db: Session, facts: Facts, now: datetime) -> dict[str, Any]:
    """Leave times to be written by hand: both until the start, the finish while a stop moves it."""
    shown = display_of(db, facts.session, now)
    finish = None if shown.moves_since else shown.finish
    return {
        **facts.data("Room display"),
        "test": facts.line.title,
        "room": facts.session.room,
        "date": facts.day,
        "centre": facts.centre.number,
        "moments": [_minute(moment, facts.zone) for moment in (shown.start, finish)],
    }


def _minute(moment: datetime | None, zone: str) -> str:
    return clock_in_words(moment.replace(second=0, microsecond=0), zone) if moment else ""


_WRITERS: Mapping[Document, Callable[[Session, Facts, datetime], dict[str, Any]]] = {
    Document.REGISTER: _register,
    Document.SEATING_PLAN: seating_plan,
    Document.BLANK_PLAN: blank_plan,
    Document.SHEET: invigilators_sheet,
    Document.DISPLAY: _display,
}
