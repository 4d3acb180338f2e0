"""What every document of a pack is told: which session, where, and who is entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.domain.wording import clock_in_words, day_in_words
from app.store.organisations import CentreRow
from app.store.queries.sessions import EntryLine, SessionLine, session_line
from app.store.sessions import ExamSessionRow


@dataclass(frozen=True, slots=True)
class Facts:
    """A session, its line and its centre."""

    session: ExamSessionRow
    line: SessionLine
    centre: CentreRow

    @property
    def zone(self) -> str:
        """The zone the times are written in."""
        return self.centre.time_zone

    @property
    def day(self) -> str:
        """The day of the session."""
        return day_in_words(self.session.opens_at, self.zone)

    @property
    def opens(self) -> str:
        """The time from which the session may be opened."""
        return clock_in_words(self.session.opens_at, self.zone)

    def data(self, title: str) -> dict[str, Any]:
        """Return what stands at the head and the foot of a document."""
        centre = f"{self.centre.number} {self.centre.name}"
        return {
            "title": title,
            "foot": f"{title} · Centre {self.centre.number} · {self.session.room} · {self.day}",
            "facts": [
                ["Centre", centre],
                ["Room", self.session.room],
                ["Unit", f"{self.line.code} {self.line.title}"],
                ["Date", self.day],
                ["Session", f"opens {self.opens}"],
                ["Entered", str(self.line.entered)],
            ],
        }


def facts_of(db: Session, session: ExamSessionRow) -> Facts:
    """Read what the documents of a session are told."""
    centre = db.get_one(CentreRow, session.centre_id)
    return Facts(session, session_line(db, session), centre)


def people(lines: Sequence[EntryLine]) -> list[dict[str, str]]:
    """Return number, name and seat of each, and nothing else."""
    return [
        {
            "number": line.candidate.number,
            "name": f"{line.candidate.family_name}, {line.candidate.given_names}",
            "seat": line.sitting.seat,
        }
        for line in lines
    ]
