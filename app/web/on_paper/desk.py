"""What the pages on paper tests show of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.domain.keying import Difference, Turn, to_key_again, turn_of
from app.domain.sitting import FINISHED, SessionState, SittingState
from app.services.paper_print import PRINTABLE
from app.services.paper_sittings import check_can_be_keyed
from app.store.candidates import CandidateRow
from app.store.organisations import CentreRow
from app.store.queries.paper_sittings import keyed_by_sitting, keyed_sheets, locked_papers
from app.store.queries.room import seated
from app.store.queries.sessions import SessionLine, session_line
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """A candidate of the session; `turn` is what I can do about the sheet, None when nothing."""

    sitting: SittingRow
    candidate: CandidateRow
    people: int
    turn: Turn | None

    @property
    def can_print(self) -> bool:
        """Whether the paper is still of use in print."""
        return self.sitting.state in PRINTABLE

    @property
    def done(self) -> bool:
        """Whether the sheet is keyed in and the test handed in."""
        return self.sitting.state in FINISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDesk:
    """One session with its candidates; `on_paper` are those who go on on paper."""

    session: ExamSessionRow
    heading: SessionLine
    centre: CentreRow
    lines: tuple[DeskLine, ...]

    @property
    def can_print(self) -> bool:
        """Whether papers are locked and the session not closed."""
        return self.session.state in (SessionState.RELEASED, SessionState.STARTED)

    @property
    def printable(self) -> list[DeskLine]:
        """The candidates whose paper can be printed."""
        return [line for line in self.lines if line.can_print]

    @property
    def on_paper(self) -> list[DeskLine]:
        """The candidates on paper whose test is not void."""
        return [
            line
            for line in self.lines
            if line.sitting.on_paper_at and line.sitting.state != SittingState.VOID
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyingTask:
    """One sheet as I may key it: how many options each question asked of me has."""

    turn: Turn
    number: str
    name: str
    items: int
    asked: Mapping[int, int]
    time: bool
    day: date


def desk_of(db: Session, session: ExamSessionRow, me: UUID) -> PaperDesk:
    """Return the session's candidates, and for each on paper what I can do."""
    rows = seated(db, session)
    waiting = [s.id for s, _ in rows if s.on_paper_at and s.state == SittingState.STARTED]
    sheets = keyed_by_sitting(db, session.centre_id, waiting)
    return PaperDesk(
        session=session,
        heading=session_line(db, session),
        centre=db.get_one(CentreRow, session.centre_id),
        lines=tuple(
            DeskLine(
                sitting=sitting,
                candidate=candidate,
                people=len({sheet.by for sheet in sheets.get(sitting.id, [])}),
                turn=turn_of(sheets[sitting.id], me) if sitting.id in sheets else None,
            )
            for sitting, candidate in rows
        ),
    )


def task_of(
    db: Session, session: ExamSessionRow, sitting_id: UUID, zone: str, me: UUID
) -> KeyingTask | None:
    """Return what I key of a sitting of the session; None for another's.

    Refuses a sitting that is not on paper or keyed in already.
    """
    found = next((pair for pair in seated(db, session) if pair[0].id == sitting_id), None)
    if found is None:
        return None
    sitting, candidate = found
    check_can_be_keyed(sitting)
    sheets = keyed_sheets(db, session.centre_id, sitting_id)
    paper = locked_papers(db, session, [sitting_id])[sitting_id]
    turn, every = turn_of(sheets, me), frozenset(paper.positions)
    asked = to_key_again(sheets, me) if turn is Turn.AGAIN else Difference(every, True)
    return KeyingTask(
        turn=turn,
        number=candidate.number,
        name=f"{candidate.given_names} {candidate.family_name}".strip(),
        items=len(every),
        asked={n: len(item.options) for n, item in paper.positions.items() if n in asked.positions},
        time=asked.time,
        day=session.opens_at.astimezone(ZoneInfo(zone)).date(),
    )
