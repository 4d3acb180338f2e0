"""A practice test: a sitting by the same rules that counts for nothing and is kept by its browser.

It is a value that can be written down small: the last response at each position, and nothing older.
What was chosen is held as the places shown; a key or an authored letter is never part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from app.domain.answering import Answer, Standing, take_answer
from app.domain.digests import GENESIS
from app.domain.response import Response
from app.domain.sitting import SittingState, move
from app.domain.timing import Phase, TimeEntry, TimeKind, TimeLedger, deadline, phase_at


@dataclass(frozen=True, slots=True)
class Chosen:
    """The last response at a position; `shown` holds the 0-based places chosen, in order."""

    sequence: int
    position: int
    shown: tuple[int, ...]
    flagged: bool
    client_id: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeSitting:
    """One person's try. `of` fingerprints what its paper is drawn from, and its paper follows.

    `chosen` has one entry for each position with a response, in the order of writing. `time` is the
    time allowed; `may_listen` is whether a computer reader is tried, too. Times are UTC.
    """

    id: UUID
    of: str
    time: timedelta
    started_at: datetime
    chosen: tuple[Chosen, ...] = ()
    submitted_at: datetime | None = None
    may_listen: bool = False

    @property
    def lease(self) -> str:
        """What stands for the lease: whoever holds the sitting is its device."""
        return self.id.hex

    @property
    def last_sequence(self) -> int:
        """The sequence number of the last response, 0 before the first."""
        return self.chosen[-1].sequence if self.chosen else 0

    @property
    def last_digest(self) -> str:
        """The digest of the last response."""
        return self.chosen[-1].digest if self.chosen else GENESIS

    @property
    def ledger(self) -> TimeLedger:
        """The time ledger: the base time, running from the start."""
        base = TimeEntry(kind=TimeKind.BASE, at=self.started_at, amount=self.time)
        return TimeLedger((base, TimeEntry(kind=TimeKind.START, at=self.started_at)))

    def state(self, now: datetime) -> SittingState:
        """Return the state a sitting would be in."""
        if self.submitted_at is not None:
            return SittingState.SUBMITTED
        over = phase_at(self.ledger, now) is Phase.OVER
        return SittingState.TIMED_OUT if over else SittingState.STARTED

    def finished_at(self, now: datetime) -> datetime | None:
        """Return when it was handed in or its time ran out, None while it goes on."""
        timed_out = self.state(now) is SittingState.TIMED_OUT
        return deadline(self.ledger, now) if timed_out else self.submitted_at

    def log(self, orders: Sequence[str]) -> list[Response]:
        """Return the last response at each position; `orders` has the letters as they are shown."""
        return [
            Response(
                sequence=one.sequence,
                position=one.position,
                chosen=frozenset(orders[one.position - 1][place] for place in one.shown),
                flagged=one.flagged,
                client_id=one.client_id,
                at=self.started_at,
                digest=one.digest,
            )
            for one in self.chosen
        ]

    def shown_at(self, position: int) -> tuple[int, ...]:
        """Return the places chosen at a position."""
        return next((one.shown for one in self.chosen if one.position == position), ())

    def known(self, client_id: str) -> Chosen | None:
        """Return the response of this name if it still stands, so that it is answered as before."""
        return next((one for one in self.chosen if one.client_id == client_id), None)

    def answered(self, answer: Answer, orders: Sequence[str], now: datetime) -> Self:
        """Take one answer by the rules of every sitting; Refusal when it may not be."""
        standing = Standing(
            sitting=self.id.hex,
            state=self.state(now),
            ledger=self.ledger,
            lease=self.lease,
            last_sequence=self.last_sequence,
            last_digest=self.last_digest,
            orders=orders,
        )
        response = take_answer(standing, answer, now)
        chosen = Chosen(
            sequence=response.sequence,
            position=answer.position,
            shown=tuple(sorted(answer.shown)),
            flagged=answer.flagged,
            client_id=answer.client_id,
            digest=response.digest,
        )
        others = (one for one in self.chosen if one.position != answer.position)
        return replace(self, chosen=(*others, chosen))

    def handed_in(self, now: datetime) -> Self:
        """Hand it in; once it is finished it stays as it is."""
        if self.state(now) is not SittingState.STARTED:
            return self
        move(SittingState.STARTED, SittingState.SUBMITTED)
        return replace(self, submitted_at=now)

    def to_mapping(self) -> dict[str, Any]:
        """Write it with plain JSON values, as small as can be."""
        return {
            "id": self.id.hex,
            "of": self.of,
            "time": self.time // timedelta(seconds=1),
            "at": self.started_at.isoformat(),
            "in": self.submitted_at.isoformat() if self.submitted_at else "",
            "listen": self.may_listen,
            "chosen": [list(astuple(one)) for one in self.chosen],
        }

    @classmethod
    def from_mapping(cls, kept: Mapping[str, Any]) -> Self:
        """Read what `to_mapping` wrote; KeyError, TypeError or ValueError for anything else."""
        return cls(
            id=UUID(hex=kept["id"]),
            of=kept["of"],
            time=timedelta(seconds=kept["time"]),
            started_at=datetime.fromisoformat(kept["at"]),
            submitted_at=datetime.fromisoformat(kept["in"]) if kept["in"] else None,
            may_listen=kept["listen"],
            chosen=tuple(
                Chosen(sequence, position, tuple(shown), *rest)
                for sequence, position, shown, *rest in kept["chosen"]
            ),
        )
