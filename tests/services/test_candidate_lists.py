"""Taking a list of candidates: arrangements, papers drawn ahead, and what is refused."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.domain.arrangement import Arrangement, ArrangementKind
from app.domain.candidate_columns import Column, guess_columns
from app.domain.problems import ProblemsError
from app.domain.refusals import Reason, Refusal
from app.domain.timing import TimeKind
from app.files.candidate_sheet import Sheet, choose_sheet, read_sheets
from app.services import candidate_lists
from app.services.arrangements import read_arrangements, set_arrangements
from app.services.candidate_entry import draw_for_list, enter_sheet, take_list
from app.services.candidates import change_candidate
from app.services.entries import enter_candidate, enter_candidates, withdraw_entry
from app.services.invigilation import release_keycodes
from app.services.ledger import ledger_for
from app.services.papers import draw_ahead
from app.services.publishing import publish_bank
from app.store.audit import EventRow
from app.store.candidates import AccessArrangementRow, CandidatePreferenceRow, CandidateRow
from app.store.database import Database
from app.store.queries.candidates import candidates_among
from app.store.queries.locks import lock_session_sittings
from app.store.room import CandidateListRow
from app.store.sessions import EntryRow, ExamSessionRow
from app.store.sittings import PaperRow, SittingRow
from tests.cast import Cast, sample_bank
from tests.timetable import ADA, BEN, OPENS, THE_DAY_BEFORE, add, publish_sample, schedule

HEADER = "Candidate number,Surname,Forename,Extra time\n"
TWO = HEADER + "0012,Adeyemi,Ada,25\n0013,Beck,Ben,\n"
PERCENT = Arrangement(kind=ArrangementKind.EXTRA_TIME_PERCENT, percent=50)
SCRIBE = Arrangement(kind=ArrangementKind.SCRIBE, evidence="Form 8")
CREAM = Arrangement(kind=ArrangementKind.COLOUR_SCHEME, detail="cream")


def sheet_of(text: str) -> Sheet:
    sheet = choose_sheet(read_sheets(text.encode(), "x.csv"))
    assert sheet
    return sheet


def sent(
    db: Session, cast: Cast, text: str, session: UUID | None = None, *, now: Any = OPENS
) -> UUID:
    """Send a file and take its columns as they are guessed."""
    sheet = sheet_of(text)
    id = candidate_lists.send_list(db, cast.northtown, session, "x.csv", [sheet], cast.cora, now)
    mapping = guess_columns(sheet.header)
    candidate_lists.map_columns(db, id, mapping, False, cast.cora, now)
    return id


def seen(db: Session, id: UUID) -> str:
    return candidate_lists.read_list(db, db.get_one(CandidateListRow, id), OPENS).seen


def take(db: Session, cast: Cast, id: UUID, **more: Any) -> Any:
    return take_list(db, id, seen(db, id), True, cast.cora, OPENS, **more)


def reason_of(call: Any) -> Reason:
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.reason


# Papers


def test_papers_drawn_ahead_are_those_that_would_have_been_drawn(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        id = sent(db, cast, TWO, session)
    with database.read() as db:
        papers = draw_for_list(db, db.get_one(CandidateListRow, id), OPENS)

    with database.begin() as db:
        assert take(db, cast, id, papers=papers).entered == 2

    with database.read() as db:
        assert {row.id for row in db.query(SittingRow)} == set(papers[session].papers)
        rows = {row.sitting_id: row for row in db.query(PaperRow)}
        for sitting, paper in papers[session].papers.items():
            assert rows[sitting].seed == paper.seed
            assert rows[sitting].draw == 1


def test_papers_drawn_ahead_of_another_bank_are_not_taken(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        ada = add(db, cast, ADA)
        stale = draw_ahead(db, db.get_one(ExamSessionRow, session), 1)
        publish_bank(db, cast.body, sample_bank(14), cast.edgar, cast.esme, OPENS)

        [sitting] = enter_candidates(db, session, [ada], cast.cora, OPENS, stale)

        paper = db.query(PaperRow).filter_by(sitting_id=sitting).one()
        assert sitting not in stale.papers
        assert paper.bank_hash != stale.source.bank_hash


def test_those_entered_when_keycodes_are_out_are_ready_to_sit(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        enter_candidate(db, session, add(db, cast, BEN, number="0001"), cast.cora, THE_DAY_BEFORE)
        release_keycodes(db, session, cast.ivy, OPENS)
        take(db, cast, sent(db, cast, TWO, session))

    with database.read() as db:
        assert all(row.locked_at for row in db.query(PaperRow))
        percents = [_percent(db, row) for row in db.query(SittingRow)]
        assert sorted(percents) == [0, 0, 25]


def _percent(db: Session, sitting: SittingRow) -> int:
    return sum(entry.percent for entry in ledger_for(db, sitting).of(TimeKind.PERCENT))


# What is refused


def test_all_or_none_writes_nothing_when_a_row_is_refused(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        id = sent(db, cast, TWO + "0014,,Cy,\n")

        assert reason_of(lambda: take(db, cast, id)) is Reason.ROWS_REFUSED
        assert db.query(CandidateRow).count() == 0


def test_a_list_without_a_good_row_is_not_taken(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        id = sent(db, cast, HEADER + "0014,,Cy,\n")
        valid_rows = lambda: take_list(db, id, seen(db, id), False, cast.cora, OPENS)

        assert reason_of(valid_rows) is Reason.NO_ROWS


def test_a_list_that_was_changed_since_it_was_seen_is_not_taken(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        id = sent(db, cast, TWO)
        before = seen(db, id)
        candidate_lists.mend_list(db, id, {}, [2], [], cast.cora, OPENS)

        stale = lambda: take_list(db, id, before, True, cast.cora, OPENS)
        assert reason_of(stale) is Reason.LIST_CHANGED


# What others do after the preview


def _rename(db: Session, cast: Cast, ada: UUID, _: UUID) -> None:
    change_candidate(db, ada, replace(ADA, family_name="Adeyemo"), cast.cora, OPENS)


def _allow_a_scribe(db: Session, cast: Cast, ada: UUID, _: UUID) -> None:
    held = read_arrangements(db, cast.northtown, [ada])[ada]
    set_arrangements(db, ada, [*held, SCRIBE], cast.cora, OPENS)


def _add_the_new_one(db: Session, cast: Cast, _: UUID, __: UUID) -> None:
    add(db, cast, BEN)


def _withdraw(db: Session, cast: Cast, ada: UUID, session: UUID) -> None:
    entry = db.query(EntryRow).filter_by(session_id=session, candidate_id=ada).one()
    withdraw_entry(db, entry.id, cast.cora, OPENS)


@pytest.mark.parametrize("change", [_rename, _allow_a_scribe, _add_the_new_one, _withdraw])
def test_a_list_whose_rows_would_do_something_else_by_now_is_not_taken(
    database: Database, cast: Cast, change: Callable[[Session, Cast, UUID, UUID], None]
) -> None:
    text = TWO.replace("Ada,25", "Ada,50")
    with database.begin() as db:
        session, ada = schedule(db, cast, publish_sample(db, cast)), add(db, cast, ADA)
        enter_candidate(db, session, ada, cast.cora, THE_DAY_BEFORE)
        id = sent(db, cast, text, session)
        before = seen(db, id)
        change(db, cast, ada, session)
        acts = db.query(EventRow).count()

        stale = lambda: take_list(db, id, before, True, cast.cora, OPENS)
        assert reason_of(stale) is Reason.LIST_CHANGED
        assert db.query(EventRow).count() == acts
        assert take(db, cast, id)  # the preview as it is by now


def test_what_others_do_beside_the_rows_does_not_stop_a_list(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        id = sent(db, cast, TWO)
        before = seen(db, id)
        add(db, cast, BEN, number="0099", family_name="Cole")

        assert take_list(db, id, before, True, cast.cora, OPENS).added == 2


def test_an_arrangement_agreed_while_a_list_is_taken_does_not_end(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, ada = schedule(db, cast, publish_sample(db, cast)), add(db, cast, ADA)
        enter_candidate(db, session, ada, cast.cora, THE_DAY_BEFORE)
        release_keycodes(db, session, cast.ivy, OPENS)
        id = sent(db, cast, TWO.replace("Ada,25", "Ada,50"), session)
        before = seen(db, id)

    def confirm() -> None:
        with database.begin() as db:
            take_list(db, id, before, True, cast.cora, OPENS)

    with ThreadPoolExecutor() as beside:
        with database.begin() as db:
            held = read_arrangements(db, cast.northtown, [ada])[ada]
            set_arrangements(db, ada, [*held, SCRIBE], cast.cora, OPENS)
            confirming = beside.submit(confirm)
            wait([confirming], timeout=0.5)
        with pytest.raises(Refusal) as refused:
            confirming.result()

    assert refused.value.reason is Reason.LIST_CHANGED
    with database.read() as db:
        assert kinds(db, cast, ada) == ["extra_time_percent", "scribe"]


def test_a_list_being_taken_holds_nobody_back_from_agreeing_on_extra_time(
    database: Database, cast: Cast
) -> None:
    """Both need the candidate and the sitting, and take them in the same order."""
    with database.begin() as db:
        session, ada = schedule(db, cast, publish_sample(db, cast)), add(db, cast, ADA)
        enter_candidate(db, session, ada, cast.cora, THE_DAY_BEFORE)
        release_keycodes(db, session, cast.ivy, OPENS)
        id = sent(db, cast, TWO, session)
        before = seen(db, id)

    def confirm() -> int:
        with database.begin() as db:
            return int(take_list(db, id, before, True, cast.cora, OPENS).entered)

    with ThreadPoolExecutor() as beside:
        with database.begin() as db:
            candidates_among(db, cast.northtown, [ada])
            confirming = beside.submit(confirm)
            wait([confirming], timeout=0.5)
            lock_session_sittings(db, cast.northtown, session)
        assert confirming.result() == 1


def test_a_list_for_a_session_that_has_closed_meanwhile_writes_nothing(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        id = sent(db, cast, TWO, session)
        before = seen(db, id)
        db.get_one(ExamSessionRow, session).state = "closed"
        db.flush()

        stale = lambda: take_list(db, id, before, False, cast.cora, OPENS)
        assert reason_of(stale) is Reason.LIST_CHANGED
        again = lambda: take_list(db, id, seen(db, id), False, cast.cora, OPENS)
        assert reason_of(again) is Reason.NO_ROWS
        read = candidate_lists.read_list(db, db.get_one(CandidateListRow, id), OPENS)
        assert all("closed" in str(each.row.faults[0]) for each in read.rows)
        assert len(read.refused) == 2
        assert db.query(CandidateRow).count() == 0


def test_a_list_waits_for_a_day(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        id = sent(db, cast, TWO, now=OPENS - timedelta(days=1))

        assert reason_of(lambda: take(db, cast, id)) is Reason.LIST_GONE
        assert (
            reason_of(lambda: candidate_lists.cancel_list(db, id, cast.cora, OPENS))
            is Reason.LIST_GONE
        )


@pytest.mark.parametrize(
    "mapping",
    [
        {0: Column.NUMBER, 1: Column.FAMILY_NAME},
        {0: Column.NUMBER, 1: Column.FAMILY_NAME, 2: Column.GIVEN_NAMES, 3: Column.NUMBER},
    ],
)
def test_columns_that_tell_nobody_apart_are_refused(
    database: Database, cast: Cast, mapping: dict[int, Column]
) -> None:
    with database.begin() as db:
        id = sent(db, cast, TWO)

        def wrong() -> None:
            candidate_lists.map_columns(db, id, mapping, False, cast.cora, OPENS)

        assert reason_of(wrong) is Reason.COLUMNS_FAULTY


def test_a_list_of_which_nobody_has_said_the_columns_is_not_taken(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        sheets = [sheet_of(TWO), sheet_of(TWO)]
        id = candidate_lists.send_list(db, cast.northtown, None, "x.csv", sheets, cast.cora, OPENS)

        assert reason_of(lambda: seen(db, id)) is Reason.COLUMNS_FAULTY


def test_the_command_line_takes_all_rows_or_tells_of_every_bad_one(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        bad = sheet_of(TWO + "0014,,Cy,lots\n")
        with pytest.raises(ProblemsError) as told:
            enter_sheet(db, session, bad, "x.csv", cast.cora, OPENS)
        assert [problem.where.line for problem in told.value.problems] == [4, 4]
        assert db.query(CandidateRow).count() == 0

        taken = enter_sheet(db, session, sheet_of(TWO), "x.csv", cast.cora, OPENS)

        assert (taken.added, taken.entered) == (2, 2)


# What is recorded


def test_events_hold_numbers_and_nothing_of_anybody(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        take(db, cast, sent(db, cast, TWO, session))

        events = db.query(EventRow).order_by(EventRow.sequence).all()
        acts = [event.act for event in events]
        assert acts[-6:] == [
            "map_list_columns",
            "save_candidates",
            "set_arrangements",
            "enter_candidate",
            "enter_candidate",
            "take_candidate_list",
        ]
        told = " ".join(str(event.facts) for event in events)
        assert not [word for word in ("Adeyemi", "Beck", "0012", "25") if f"'{word}'" in told]
        entered = [event.facts["entry"] for event in events if event.act == "enter_candidate"]
        assert sorted(entered) == sorted(str(row.id) for row in db.query(EntryRow))


def test_a_list_that_is_taken_holds_nobody_any_more(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        id = sent(db, cast, TWO)
        take(db, cast, id)

        assert db.get_one(CandidateListRow, id).sheet["rows"] == []


# Arrangements


def kinds(db: Session, cast: Cast, candidate: UUID) -> Sequence[str]:
    held = read_arrangements(db, cast.northtown, [candidate]).get(candidate, ())
    return sorted(each.kind for each in held)


def test_just_the_arrangements_given_hold_and_what_is_the_same_stays(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        ada = add(db, cast, BEN)
        set_arrangements(db, ada, [PERCENT, SCRIBE], cast.cora, THE_DAY_BEFORE)
        set_arrangements(db, ada, [SCRIBE, CREAM], cast.cora, OPENS)

        assert kinds(db, cast, ada) == ["colour_scheme", "scribe"]
        rows = {row.kind: row for row in db.query(AccessArrangementRow)}
        assert rows["scribe"].recorded_at == THE_DAY_BEFORE
        assert rows["extra_time_percent"].ended_at == OPENS
        assert db.query(CandidatePreferenceRow).one().settings == {"scheme": "cream"}
        events = db.query(EventRow).filter_by(act="set_arrangements").all()
        assert [e.facts for e in events] == [{"added": 2, "ended": 0}, {"added": 1, "ended": 1}]


def test_what_changes_nothing_is_neither_written_nor_recorded(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        ada = add(db, cast, BEN)
        for _ in range(2):
            set_arrangements(db, ada, [SCRIBE], cast.cora, OPENS)

        assert db.query(AccessArrangementRow).count() == 1
        assert db.query(EventRow).filter_by(act="set_arrangements").count() == 1


def test_extra_time_counts_for_sittings_whose_papers_are_locked(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        session, ada = schedule(db, cast, publish_sample(db, cast)), add(db, cast, BEN)
        enter_candidate(db, session, ada, cast.cora, THE_DAY_BEFORE)
        release_keycodes(db, session, cast.ivy, OPENS)

        set_arrangements(db, ada, [PERCENT], cast.cora, OPENS)

        assert _percent(db, db.query(SittingRow).one()) == 50


@pytest.mark.parametrize(
    "wrong",
    [
        [Arrangement(kind=ArrangementKind.EXTRA_TIME_PERCENT, percent=101)],
        [Arrangement(kind=ArrangementKind.SCRIBE, minutes=5)],
        [SCRIBE, SCRIBE],
    ],
)
def test_amounts_that_do_not_fit_are_refused(
    database: Database, cast: Cast, wrong: list[Arrangement]
) -> None:
    with database.begin() as db:
        ada = add(db, cast, BEN)

        def setting() -> None:
            set_arrangements(db, ada, wrong, cast.cora, OPENS)

        assert reason_of(setting) is Reason.ARRANGEMENT_FAULTY
        assert kinds(db, cast, ada) == []
