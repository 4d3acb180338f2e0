"""What an awarding body had to be told, as a table: who, when, where and what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from app.files.csv_text import Cell, write_csv

HEADER = (
    "centre_number",
    "centre",
    "session_date",
    "test",
    "room",
    "candidate_number",
    "category",
    "happened_at",
    "written_at",
    "time_zone",
    "text",
    "corrects",
    "written_by",
    "session",
    "incident",
)


class Session(Protocol):
    """What of a session is told."""

    @property
    def id(self) -> object: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def room(self) -> str: ...


class Incident(Protocol):
    """What of an incident is told."""

    @property
    def id(self) -> object: ...
    @property
    def category_name(self) -> str: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def at(self) -> datetime: ...
    @property
    def text(self) -> str: ...
    @property
    def corrects_id(self) -> object: ...


class Written(Protocol):
    """An incident with whom it is about and who wrote it down."""

    @property
    def incident(self) -> Incident: ...
    @property
    def candidate_number(self) -> str: ...
    @property
    def by(self) -> str: ...


class Reported(Protocol):
    """An incident with its session and centre."""

    @property
    def written(self) -> Written: ...
    @property
    def session(self) -> Session: ...
    @property
    def centre_number(self) -> str: ...
    @property
    def centre_name(self) -> str: ...
    @property
    def zone(self) -> str: ...
    @property
    def title(self) -> str: ...


def write_incidents(told: Iterable[Reported]) -> str:
    """Write incidents as CSV; times are those of the centre, a correction names what it corrects."""
    return write_csv(HEADER, [_row(each) for each in told])


def _row(told: Reported) -> list[Cell]:
    row, session, zone = told.written.incident, told.session, ZoneInfo(told.zone)
    return [
        told.centre_number,
        told.centre_name,
        session.opens_at.astimezone(zone).date(),
        told.title,
        session.room,
        told.written.candidate_number or None,
        row.category_name,
        f"{row.happened_at.astimezone(zone):%Y-%m-%d %H:%M}",
        f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}",
        told.zone,
        row.text,
        str(row.corrects_id) if row.corrects_id else None,
        told.written.by,
        str(session.id),
        str(row.id),
    ]
