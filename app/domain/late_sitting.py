"""What came too late for a sitting, and what becomes of it, as pages and services read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.late import LateChange, LateResponse
from app.domain.sitting import FINISHED, SessionKind, SessionState, SittingState
from app.domain.timing import TimeLedger, deadline


@dataclass(frozen=True, slots=True)
class Statement:
    """What an invigilator had to say about a sitting's late answers."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a late response, by whom and why."""

    counted: bool
    reason: str
    by: str
    at: datetime


class Fate(StrEnum):
    """What becomes of a late response."""

    NO_CHANGE = "no_change"  # it says what stands anyway
    NOT_LIVE = "not_live"  # of a practice or rehearsal
    VOID = "void"  # of a test that is void
    TO_DECIDE = "to_decide"  # as soon as the session is closed
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    AFTER_RELEASE = "after_release"  # the result was out already


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSitting:
    """A sitting with what came too late for it. Times are UTC.

    `kept` is all that still says something, `changes` what of it could change the sheet; `live` and
    `closed` are about its session.
    """

    sitting: UUID
    candidate_number: str
    family_name: str
    given_names: str
    state: SittingState
    live: bool
    closed: bool
    ledger: TimeLedger
    finished_at: datetime | None
    released_at: datetime | None
    kept: tuple[LateResponse, ...]
    changes: tuple[LateChange, ...]
    decisions: Mapping[UUID, Decision] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()

    @property
    def open(self) -> tuple[LateChange, ...]:
        """What has to be decided before the result can be given out."""
        ended = self.closed and self.state in FINISHED
        return self._with(Fate.TO_DECIDE) if ended else ()

    @property
    def after_release(self) -> tuple[LateChange, ...]:
        """What came when the result was out already: listed, and not decided here."""
        return self._with(Fate.AFTER_RELEASE)

    @property
    def decided(self) -> tuple[LateChange, ...]:
        """What somebody has decided."""
        return tuple(each for each in self.changes if each.counted is not None)

    @property
    def deadline(self) -> datetime | None:
        """When the time ran out, or would have; None for a sitting that never started."""
        latest = max((late.at for late in self.kept), default=self.finished_at)
        return deadline(self.ledger, self.finished_at or latest) if latest else None

    def after_deadline(self, late: LateResponse) -> timedelta | None:
        """Return how long after the deadline one of them arrived, below zero when before."""
        return late.at - self.deadline if self.deadline else None

    def fate(self, late: LateResponse) -> Fate:
        """Say what becomes of one of them."""
        change = next((each for each in self.changes if each.late.id == late.id), None)
        if change is None:
            return Fate.NO_CHANGE
        if change.counted is not None:
            return Fate.COUNTED if change.counted else Fate.NOT_COUNTED
        if not self.live:
            return Fate.NOT_LIVE
        if self.state is SittingState.VOID:
            return Fate.VOID
        return Fate.TO_DECIDE if self.released_at is None else Fate.AFTER_RELEASE

    def _with(self, fate: Fate) -> tuple[LateChange, ...]:
        return tuple(each for each in self.changes if self.fate(each.late) is fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSession:
    """A session with its sittings for which something came too late, by candidate number."""

    session: UUID
    centre: UUID
    centre_number: str
    centre_name: str
    zone: str
    title: str
    room: str
    opens_at: datetime
    kind: SessionKind
    state: SessionState
    sittings: tuple[LateSitting, ...]

    @property
    def open(self) -> int:
        """How many late answers have to be decided."""
        return sum(len(each.open) for each in self.sittings)

    def of(self, sitting: UUID) -> LateSitting | None:
        """Return one sitting, None if nothing came too late for it."""
        return next((each for each in self.sittings if each.sitting == sitting), None)
