"""A centre's list of candidates."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.domain.arrangement import Arrangement, ArrangementKind
from app.domain.problems import ProblemsError
from app.domain.refusals import Reason, Refusal
from app.domain.timing import allowance
from app.services.arrangements import set_arrangements
from app.services.candidates import add_candidate, change_candidate
from app.services.entries import enter_candidate
from app.services.invigilation import release_keycodes
from app.services.ledger import ledger_for
from app.services.papers import lock_papers
from app.store.audit import EventRow
from app.store.candidates import AccessArrangementRow, CandidateRow
from app.store.database import Database
from app.store.queries.candidates import candidates_of, count_candidates, extra_time_of
from app.store.sessions import ExamSessionRow
from app.store.sittings import SittingRow
from tests.cast import Cast
from tests.timetable import ADA, BEN, OPENS, THE_DAY_BEFORE, add, publish_sample, save, schedule


def extra_time(percent: int) -> list[Arrangement]:
    """Agree on a percentage and nothing else."""
    return [Arrangement(kind=ArrangementKind.EXTRA_TIME_PERCENT, percent=percent)]


def test_a_candidate_is_added_with_an_access_arrangement(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        candidate = add(db, cast)

        row = db.get_one(CandidateRow, candidate)
        assert (row.number, row.family_name, row.uln) == ("0012", "Adeyemi", "9276308686")
        arrangement = db.query(AccessArrangementRow).one()
        assert (arrangement.kind, arrangement.percent) == ("extra_time_percent", 25)
        assert arrangement.recorded_by == cast.cora


def test_a_number_on_the_list_cannot_be_added_again(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        add(db, cast)

        with pytest.raises(Refusal) as refusal:
            add(db, cast, replace(BEN, number=ADA.number))

    assert refusal.value.reason is Reason.NUMBER_TAKEN


def test_of_two_who_are_given_one_number_at_once_the_second_is_refused(
    database: Database, cast: Cast
) -> None:
    def second() -> None:
        with database.begin() as db:
            add(db, cast, replace(BEN, number=ADA.number))

    with ThreadPoolExecutor() as beside:
        with database.begin() as db:
            add(db, cast, ADA)
            adding = beside.submit(second)
            wait([adding], timeout=0.5)
        with pytest.raises(Refusal) as refusal:
            adding.result()

    assert refusal.value.reason is Reason.NUMBER_TAKEN


def test_two_centres_with_the_same_candidate_number_do_not_meet(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        ours = add(db, cast, ADA)
        theirs = add(db, cast, replace(BEN, number=ADA.number), centre=cast.southport)
        save(db, cast.southport, [replace(BEN, number="0012")], cast.dora)

        assert db.get_one(CandidateRow, ours).family_name == "Adeyemi"
        assert db.get_one(CandidateRow, theirs).family_name == "Beck"
        assert [line.candidate.id for line in candidates_of(db, cast.northtown)] == [ours]


def test_leading_noughts_of_a_number_count(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        add(db, cast, replace(BEN, number="13"))

        add(db, cast, BEN)

        assert count_candidates(db, cast.northtown) == 2


def test_saving_brings_the_candidate_of_that_number_up_to_date(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        candidate = add(db, cast)
        married = replace(ADA, family_name="Adeyemi-Clark")

        assert save(db, cast.northtown, [married], cast.cora).changed == (candidate,)

        assert db.get_one(CandidateRow, candidate).family_name == "Adeyemi-Clark"


def test_what_a_list_leaves_empty_stays_as_it_is_known(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        candidate = add(db, cast)
        bare = replace(ADA, date_of_birth=None, uln=None, extra_time_percent=0)

        save(db, cast.northtown, [bare], cast.cora)

        row = db.get_one(CandidateRow, candidate)
        assert (row.date_of_birth, row.uln) == (ADA.date_of_birth, ADA.uln)
        assert extra_time_of(db, cast.northtown, [candidate])[candidate].percent == 25


def test_editing_somebodys_details_leaves_their_extra_time_as_it_is(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        candidate = add(db, cast)

        change_candidate(db, candidate, replace(ADA, extra_time_percent=0), cast.cora, OPENS)

        assert extra_time_of(db, cast.northtown, [candidate])[candidate].percent == 25


def test_an_arrangement_that_ends_is_kept_as_the_record(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        candidate = add(db, cast)

        set_arrangements(db, candidate, [], cast.cora, OPENS)

        assert extra_time_of(db, cast.northtown, [candidate]) == {}
        assert db.query(AccessArrangementRow).one().ended_at == OPENS


def test_a_candidate_cannot_take_over_the_number_of_another(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
        ben = add(db, cast, BEN)

        with pytest.raises(Refusal) as refusal:
            change_candidate(db, ben, replace(BEN, number=ADA.number), cast.cora, OPENS)

    assert refusal.value.reason is Reason.NUMBER_TAKEN


@pytest.mark.parametrize(
    "other",
    [
        {"uln": "1000000019"},
        {"family_name": "Beck", "uln": None, "date_of_birth": date(2007, 1, 31)},
    ],
)
def test_a_list_cannot_turn_a_candidate_into_somebody_else(
    database: Database, cast: Cast, other: dict[str, Any]
) -> None:
    with database.begin() as db:
        add(db, cast)

    with pytest.raises(ProblemsError) as error, database.begin() as db:
        changed = replace(ADA, **other)
        save(db, cast.northtown, [BEN, changed], cast.cora)

    assert [problem.where.item for problem in error.value.problems] == ["0012"]
    with database.read() as db:
        assert count_candidates(db, cast.northtown) == 1


def test_a_list_says_how_many_were_added_and_changed(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        add(db, cast, ADA)
        add(db, cast, BEN)
        cai = replace(BEN, number="0014", family_name="Cai")

        listed = [ADA, replace(BEN, extra_time_percent=10), cai]
        saved = save(db, cast.northtown, listed, cast.cora)

        assert (len(saved.candidates), len(saved.added), len(saved.changed)) == (3, 1, 1)


def test_extra_time_agreed_after_papers_are_locked_still_counts(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        candidate = add(db, cast, BEN)
        sitting = _locked(db, cast, candidate)

        for percent in (50, 25):
            set_arrangements(db, candidate, extra_time(percent), cast.cora, OPENS)

        assert allowance(ledger_for(db, sitting)) == timedelta(minutes=37, seconds=30)


def test_extra_time_agreed_while_keycodes_are_being_released_still_counts(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        candidate = add(db, cast, BEN)
        session = schedule(db, cast, publish_sample(db, cast))
        sitting = enter_candidate(db, session, candidate, cast.cora, THE_DAY_BEFORE)

    def agree() -> None:
        with database.begin() as db:
            set_arrangements(db, candidate, extra_time(50), cast.cora, OPENS)

    with ThreadPoolExecutor() as beside:
        with database.begin() as db:
            release_keycodes(db, session, cast.ivy, OPENS)
            agreeing = beside.submit(agree)
            wait([agreeing], timeout=0.5)
        agreeing.result()

    with database.read() as db:
        row = db.get_one(SittingRow, (cast.northtown, sitting))
        assert allowance(ledger_for(db, row)) == timedelta(minutes=45)


def test_extra_time_does_not_change_under_a_running_sitting(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        candidate = add(db, cast, BEN)
        sitting = _locked(db, cast, candidate)
        sitting.state = "started"

        set_arrangements(db, candidate, extra_time(50), cast.cora, OPENS)

        assert allowance(ledger_for(db, sitting)) == timedelta(minutes=30)


def _locked(db: Session, cast: Cast, candidate: UUID) -> SittingRow:
    session = schedule(db, cast, publish_sample(db, cast))
    sitting = enter_candidate(db, session, candidate, cast.cora, THE_DAY_BEFORE)
    lock_papers(db, db.get_one(ExamSessionRow, session), OPENS, cast.ivy)
    return db.get_one(SittingRow, (cast.northtown, sitting))


@pytest.mark.parametrize("search", ["ade", "ADA", "0012", "ada adeyemi", "927630"])
def test_candidates_are_found_by_number_name_or_learner_number(
    database: Database, cast: Cast, search: str
) -> None:
    with database.begin() as db:
        ada = add(db, cast, ADA)
        add(db, cast, BEN)

        assert [line.candidate.id for line in candidates_of(db, cast.northtown, search)] == [ada]


def test_a_search_takes_its_signs_literally(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        add(db, cast)

        assert candidates_of(db, cast.northtown, "%") == []


def test_names_and_learner_numbers_never_reach_the_event_log(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        candidate = add(db, cast)
        change_candidate(db, candidate, replace(ADA, given_names="Adah"), cast.cora, OPENS)
        save(db, cast.northtown, [ADA, BEN], cast.cora)

        log = " ".join(str(event.facts) for event in db.query(EventRow))
        for personal in ("Adeyemi", "Ada", "Beck", "9276308686", "2008"):
            assert personal not in log


def test_the_event_names_the_fields_that_changed(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        candidate = add_candidate(db, cast.northtown, BEN, cast.cora, OPENS)
        changed = replace(BEN, given_names="Benedict", uln="9276308686")
        change_candidate(db, candidate, changed, cast.cora, OPENS)

        event = db.query(EventRow).order_by(EventRow.sequence.desc()).first()
        assert event is not None
        assert event.facts == {"added": False, "changed": ["given_names", "uln"]}
