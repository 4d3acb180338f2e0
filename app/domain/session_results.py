"""The results of one session as screens and files show them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.domain.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateResult:
    """One line of a session's results. `result` is None until it is released."""

    candidate_number: str
    family_name: str
    given_names: str
    date_of_birth: date | None
    uln: str | None
    sitting: UUID
    state: str
    started_at: datetime | None
    finished_at: datetime | None
    result: Result | None
    pass_mark_note: str
    version: int | None
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResults:
    """The results of one session with what stands at their head."""

    session: UUID
    centre_number: str
    centre_name: str
    zone: str
    specification: str
    specification_version: int
    title: str
    outcomes: tuple[tuple[str, int], ...]
    pass_mark: int | None
    pass_mark_note: str
    opens_at: datetime
    room: str
    state: str
    lines: tuple[CandidateResult, ...]

    @property
    def released(self) -> bool:
        """Whether any line has a released result."""
        return any(line.result is not None for line in self.lines)
