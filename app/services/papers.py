"""Papers: drawn when a candidate is entered, locked for the day, and drawn anew in between if need be.

Until it is locked a paper is provisional: when the bank or the specification no longer is what it
was drawn from, locking draws it again. A locked paper never changes, and with it stands the time
the candidate has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.chance import paper_seed
from app.domain.draw import NEVER_COVERED
from app.domain.feasibility import PaperShort, Shortage, shortages
from app.domain.fingerprint import bank_hash
from app.domain.paper import ALGORITHM, Paper, PoolItem, draw_paper, pack, paper_digest
from app.domain.refusals import Reason, Refusal
from app.domain.specification import Specification
from app.domain.timing import ZERO, TimeEntry, TimeKind, TimeLedger
from app.services.ledger import add_time_entry, ledger_for
from app.store.queries import content
from app.store.queries.candidates import NO_EXTRA_TIME, ExtraTime, extra_time_of
from app.store.queries.sessions import DrawnPaper, papers_to_lock
from app.store.record import record_about
from app.store.sessions import ExamSessionRow
from app.store.sittings import PaperRow, SittingRow
from app.store.types import new_id


@dataclass(frozen=True, slots=True)
class Source:
    """What papers are drawn from, with the fingerprints that stand on each paper."""

    specification: Specification
    specification_hash: str
    pool: tuple[PoolItem, ...]
    bank_hash: str

    def made(self, paper: PaperRow) -> bool:
        """Say whether the paper was drawn from just this."""
        return (paper.algorithm, paper.specification_hash, paper.bank_hash) == (
            ALGORITHM,
            self.specification_hash,
            self.bank_hash,
        )


@dataclass(frozen=True, slots=True)
class DrawnAhead:
    """Papers drawn before anything was held, each for a sitting that is still to be made."""

    session: UUID
    source: Source
    papers: Mapping[UUID, Paper]

    def fits(self, session: ExamSessionRow, source: Source) -> bool:
        """Say whether the papers are those that would be drawn for the session now."""
        return (self.session, self.source.specification_hash, self.source.bank_hash) == (
            session.id,
            source.specification_hash,
            source.bank_hash,
        )


def source_for(db: Session, specification_version_id: UUID) -> Source:
    """Return what papers to this version of a specification are drawn from now.

    Refuses a version that there is not.
    """
    version = content.specification_version_for(db, specification_version_id)
    if version is None:
        raise Refusal(Reason.NOT_PUBLISHED)
    pool = content.pool_for(db, version.bank_id)
    return Source(version.specification, version.hash, pool, bank_hash(pool))


def prove_fillable(source: Source) -> None:
    """Refuse a specification that its bank cannot fill, naming all that is short."""
    if short := shortages(source.specification, source.pool):
        raise _too_short(short)


def draw_provisional(
    db: Session,
    session: ExamSessionRow,
    sitting: SittingRow,
    now: datetime,
    *,
    source: Source | None = None,
    coverage: Mapping[str, int] = NEVER_COVERED,
) -> PaperRow:
    """Draw the paper of the sitting's current draw number; it is not yet locked.

    Refuses when the bank cannot fill the specification. `coverage` ranks the criteria by when the
    candidate last met them.
    """
    source = source or source_for(db, session.specification_version_id)
    seed = paper_seed(session.secret, str(sitting.id), sitting.draw)
    row = _paper_row(sitting, _draw(source, seed, coverage), now)
    db.add(row)
    return row


def draw_ahead(db: Session, session: ExamSessionRow, count: int) -> DrawnAhead:
    """Draw papers for sittings to come, outside any transaction that others wait for.

    A paper takes milliseconds of arithmetic and nothing but reading; hundreds would hold up a room.
    Refuses when the bank cannot fill the specification.
    """
    source = source_for(db, session.specification_version_id)
    sittings = [new_id() for _ in range(count)]
    seeds = {each: paper_seed(session.secret, str(each), 1) for each in sittings}
    papers = {each: _draw(source, seed, NEVER_COVERED) for each, seed in seeds.items()}
    return DrawnAhead(session.id, source, papers)


def keep_drawn(db: Session, sitting: SittingRow, paper: Paper, now: datetime) -> None:
    """Write down a sitting's first paper, which was drawn ahead; it is not yet locked."""
    db.add(_paper_row(sitting, paper, now))


def lock_papers(db: Session, session: ExamSessionRow, now: datetime, by: UUID | None = None) -> int:
    """Lock the papers that are not locked yet and fix their time; return how many were locked.

    Papers drawn from what has changed since are drawn again. Refuses when the bank can no longer
    fill the specification.
    """
    return _Locking(db, session, now, by).lock(papers_to_lock(db, session))


def fix_extra_time(
    db: Session, sitting: SittingRow, extra: ExtraTime, now: datetime, by: UUID | None
) -> None:
    """Bring the ledger of a sitting that has not started up to the candidate's extra time."""
    ledger = ledger_for(db, sitting) if sitting.ledger_entries else TimeLedger()
    percent = extra.percent - sum(entry.percent for entry in ledger.of(TimeKind.PERCENT))
    fixed = extra.fixed - sum((entry.amount for entry in ledger.of(TimeKind.FIXED)), ZERO)
    if percent:
        add_time_entry(db, sitting, TimeEntry(kind=TimeKind.PERCENT, at=now, percent=percent), by)
    if fixed:
        add_time_entry(db, sitting, TimeEntry(kind=TimeKind.FIXED, at=now, amount=fixed), by)


@dataclass(frozen=True, slots=True)
class _Locking:
    """One act of locking papers."""

    db: Session
    session: ExamSessionRow
    now: datetime
    by: UUID | None

    def lock(self, papers: Sequence[DrawnPaper]) -> int:
        """Lock papers with one event that names each one's digest."""
        if not papers:
            return 0
        source = source_for(self.db, self.session.specification_version_id)
        candidates = [each.candidate_id for each in papers]
        extra = extra_time_of(self.db, self.session.centre_id, candidates)
        locked = {}
        for each in papers:
            paper = self._kept_or_redrawn(each, source)
            self._lock_one(each.sitting, paper, source, extra.get(each.candidate_id))
            locked[str(each.sitting.id)] = paper.digest
        record_about(self.db, "lock_papers", self.session, now=self.now, by=self.by, papers=locked)
        return len(locked)

    def _kept_or_redrawn(self, drawn: DrawnPaper, source: Source) -> PaperRow:
        if source.made(drawn.paper):
            return drawn.paper
        drawn.sitting.draw += 1
        return draw_provisional(self.db, self.session, drawn.sitting, self.now, source=source)

    def _lock_one(
        self, sitting: SittingRow, paper: PaperRow, source: Source, extra: ExtraTime | None
    ) -> None:
        paper.locked_at = self.now
        base = timedelta(minutes=source.specification.minutes)
        entry = TimeEntry(kind=TimeKind.BASE, at=self.now, amount=base)
        add_time_entry(self.db, sitting, entry, self.by)
        fix_extra_time(self.db, sitting, extra or NO_EXTRA_TIME, self.now, self.by)


def _draw(source: Source, seed: bytes, coverage: Mapping[str, int]) -> Paper:
    try:
        return draw_paper(
            source.specification,
            source.pool,
            seed,
            specification_hash=source.specification_hash,
            bank_hash=source.bank_hash,
            coverage=coverage,
        )
    except PaperShort as short:
        raise _too_short(short.shortages) from short


def _too_short(short: tuple[Shortage, ...]) -> Refusal:
    """Refuse with a sentence that names every outcome and criterion and the number short."""
    named = (f"Outcome {s.outcome}: {s.why}" if s.criterion else s.why for s in short)
    return Refusal(Reason.PAPER_SHORT, shortages="; ".join(named) + ".", short=short)


def _paper_row(sitting: SittingRow, paper: Paper, now: datetime) -> PaperRow:
    return PaperRow(
        awarding_body_id=sitting.awarding_body_id,
        centre_id=sitting.centre_id,
        sitting_id=sitting.id,
        draw=sitting.draw,
        algorithm=paper.algorithm,
        seed=paper.seed,
        specification_hash=paper.specification_hash,
        bank_hash=paper.bank_hash,
        relaxations=list(paper.relaxations),
        packed=pack(paper),
        digest=paper_digest(paper),
        drawn_at=now,
    )
