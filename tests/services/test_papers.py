"""Papers: provisional until they are locked, and the time that is fixed with them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.domain.chance import paper_seed
from app.domain.fingerprint import bank_hash
from app.domain.item import ItemStatus
from app.domain.paper import draw_paper, paper_digest, unpack
from app.domain.refusals import Reason, Refusal
from app.domain.timing import TimeKind, allowance
from app.services.entries import enter_candidate, withdraw_entry
from app.services.ledger import ledger_for
from app.services.papers import lock_papers
from app.services.publishing import publish_bank
from app.store.audit import EventRow
from app.store.candidates import AccessArrangementRow
from app.store.database import Database
from app.store.queries import content
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import PaperRow, SittingRow
from tests.cast import Cast, sample_bank, sample_specification
from tests.timetable import ADA, BEN, OPENS, SECRET, THE_DAY_BEFORE, add, publish_sample, schedule


class Desk:
    """A scheduled session, with what the tests ask of it."""

    def __init__(self, db: Session, cast: Cast) -> None:
        self.db, self.cast = db, cast
        self.version = publish_sample(db, cast)
        self.session = db.get_one(ExamSessionRow, schedule(db, cast, self.version))

    def enter(self, details: Any = ADA) -> SittingRow:
        """Enter a new candidate and return the sitting."""
        candidate = add(self.db, self.cast, details)
        now = THE_DAY_BEFORE
        return self.sitting(
            enter_candidate(self.db, self.session.id, candidate, self.cast.cora, now)
        )

    def sitting(self, id: UUID) -> SittingRow:
        """Return a sitting."""
        return self.db.get_one(SittingRow, (self.cast.northtown, id))

    def paper(self, sitting: SittingRow) -> PaperRow:
        """Return the paper of a sitting's last draw."""
        return self.db.get_one(PaperRow, (sitting.centre_id, sitting.id, sitting.draw))

    def republish(self, items: int, retired: int = 0) -> None:
        """Publish the bank with another number of items, the first of them retired."""
        bank = sample_bank(items)
        changed = [
            replace(item, status=ItemStatus.RETIRED) if n < retired else item
            for n, item in enumerate(bank.items)
        ]
        bank = replace(bank, items=tuple(changed))
        publish_bank(self.db, self.cast.body, bank, self.cast.edgar, self.cast.esme, OPENS)

    def lock(self) -> int:
        """Lock all papers of the session as it opens."""
        return lock_papers(self.db, self.session, OPENS, self.cast.ivy)


def test_a_paper_can_be_drawn_again_from_the_record(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)

        sitting = desk.enter()

        row = desk.paper(sitting)
        bank = content.bank_of_specification(db, desk.version)
        found = content.specification_version_for(db, desk.version)
        assert bank is not None and found is not None
        pool = content.pool_for(db, bank.id)
        again = draw_paper(
            sample_specification(),
            pool,
            paper_seed(SECRET, str(sitting.id), 1),
            specification_hash=found.hash,
            bank_hash=bank_hash(pool),
        )
        assert (row.draw, row.seed) == (1, again.seed)
        assert unpack(row.packed) == again
        assert row.digest == paper_digest(again)


def test_a_new_paper_is_provisional_and_no_time_is_fixed(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)

        sitting = desk.enter()

        assert desk.paper(sitting).locked_at is None
        assert sitting.ledger_entries == 0


def test_a_paper_whose_bank_is_unchanged_is_locked_as_it_is(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        sitting = desk.enter()
        before = desk.paper(sitting).digest

        assert desk.lock() == 1

        assert (sitting.draw, desk.paper(sitting).digest) == (1, before)
        assert desk.paper(sitting).locked_at == OPENS


def test_a_provisional_paper_is_drawn_again_when_the_bank_has_changed(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        sitting = desk.enter()
        desk.republish(12, retired=1)

        desk.lock()

        first, second = db.query(PaperRow).order_by(PaperRow.draw).all()
        assert (first.draw, second.draw, sitting.draw) == (1, 2, 2)
        assert (first.locked_at, second.locked_at) == (None, OPENS)
        assert second.seed == paper_seed(SECRET, str(sitting.id), 2)
        assert "s-001" not in {item.id for item in unpack(second.packed).items}


def test_a_paper_whose_specification_has_another_fingerprint_is_drawn_again(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        sitting = desk.enter()
        desk.paper(sitting).specification_hash = "older"

        desk.lock()

        assert sitting.draw == 2


def test_a_locked_paper_never_changes(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        sitting = desk.enter()
        desk.lock()
        before = desk.paper(sitting).digest
        desk.republish(12, retired=1)

        assert desk.lock() == 0

        assert (sitting.draw, desk.paper(sitting).digest) == (1, before)
        assert sitting.ledger_entries == 2


def test_locking_is_refused_when_the_bank_can_no_longer_fill_a_paper(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        desk.enter()
        desk.republish(2)

        with pytest.raises(Refusal) as refusal:
            desk.lock()

    assert refusal.value.reason is Reason.PAPER_SHORT
    assert "Outcome 2 needs 2 items; 0 are approved: 2 short" in str(
        refusal.value.facts["shortages"]
    )


def test_locking_fixes_the_base_time_and_the_percentage(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        ada, ben = desk.enter(ADA), desk.enter(BEN)

        desk.lock()

        kinds = [(entry.kind, entry.percent) for entry in ledger_for(db, ada).entries]
        assert kinds == [(TimeKind.BASE, 0), (TimeKind.PERCENT, 25)]
        assert allowance(ledger_for(db, ada)) == timedelta(minutes=37, seconds=30)
        assert allowance(ledger_for(db, ben)) == timedelta(minutes=30)


def test_locking_fixes_extra_minutes_and_leaves_out_what_has_ended(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        ben = desk.enter(BEN)
        candidate = db.get_one(EntryRow, ben.entry_id).candidate_id
        for minutes, ended in ((10, None), (99, THE_DAY_BEFORE)):
            db.add(
                AccessArrangementRow(
                    awarding_body_id=cast.body,
                    centre_id=cast.northtown,
                    candidate_id=candidate,
                    kind="extra_time_minutes",
                    minutes=minutes,
                    recorded_at=THE_DAY_BEFORE,
                    ended_at=ended,
                )
            )

        desk.lock()

        assert allowance(ledger_for(db, ben)) == timedelta(minutes=40)


def test_a_withdrawn_entry_is_not_locked(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        sitting = desk.enter()
        withdraw_entry(db, sitting.entry_id, cast.cora, THE_DAY_BEFORE)

        assert desk.lock() == 0

        assert desk.paper(sitting).locked_at is None


def test_papers_locked_before_are_left_alone_when_a_late_entry_is_locked(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        desk.enter(ADA)
        desk.lock()
        ben = desk.enter(BEN)

        assert desk.lock() == 1

        event = db.query(EventRow).order_by(EventRow.sequence.desc()).first()
        assert event is not None
        assert event.facts["papers"] == {str(ben.id): desk.paper(ben).digest}
        assert desk.paper(ben).locked_at == OPENS
        assert allowance(ledger_for(db, ben)) == timedelta(minutes=30)


def test_the_digest_of_each_locked_paper_stands_in_the_event_log(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        desk = Desk(db, cast)
        sittings = [desk.enter(ADA), desk.enter(BEN)]

        desk.lock()

        event = db.query(EventRow).filter_by(act="lock_papers").one()
        assert event.subject_id == desk.session.id
        assert event.facts["papers"] == {str(s.id): desk.paper(s).digest for s in sittings}
