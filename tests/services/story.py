"""What has to come of every act on a sitting, written down beside what the services make of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.answering import LATE, Answer
from app.domain.refusals import Reason, Refusal
from app.domain.response import Response, fold, verify
from app.domain.sitting import SittingState
from app.services import invigilation
from app.services.answering import Saved, save_answers
from app.services.closing import close_sitting_if_overdue
from app.services.device_keys import device_mark
from app.services.heartbeat import Heartbeat, read_heartbeat
from app.services.questions import PaperState, state_of
from app.services.sitting import confirm_details, start_sitting, submit_sitting, take_lease
from app.store.audit import EventRow
from app.store.queries.sittings import answers_of_sitting
from app.store.sittings import LateResponseRow, SittingRow
from tests.answer_log import responses_of
from tests.services.desk import Computer, Given, Tab, Unsent
from tests.services.hall import Hall
from tests.timetable import OPENS

ITEMS = 5
HALF_AN_HOUR = timedelta(minutes=30)
MOMENT = timedelta(microseconds=1)
NOUGHT = timedelta(0)
FATES = ("heard", "heard", "heard", "unheard", "lost", "delayed")
LENGTHS = tuple(timedelta(seconds=seconds) for seconds in (0, 0.000001, 1, 60, 600))

choices = st.sampled_from(["", "A", "B", "C", "D"]).map(frozenset)
positions = st.integers(1, 3)
places = st.integers(0, 7)  # of a tab among the open ones, modulo how many there are


class Story:
    """One sitting, its computers and tabs, and what must be kept of it."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.seat = self.hall.take()
        self.now = OPENS
        self.left, self.paused = HALF_AN_HOUR, False
        self.deadline: datetime | None = None  # known once it has passed
        self.submitted: datetime | None = None
        self.computers = [Computer("one"), Computer("two")]
        self.lease, self.leases = "", count(1)
        self.names, self.tabs = count(1), list[Tab]()
        self.closed = list[Tab]()
        self.delayed = list[list[Answer]]()
        self.acts: dict[str, tuple[Unsent, Computer]] = {}
        self.log: list[Unsent] = []
        self.late: dict[str, Reason] = {}
        self.overwritten: list[Unsent] = []
        self.move(self.computers[0])
        self.open(self.computers[0])

    @property
    def key(self) -> tuple[Any, Any]:
        return self.hall.centre, self.seat.sitting

    def tab(self, which: int) -> Tab:
        return self.tabs[which % len(self.tabs)]

    def close(self, tab: Tab) -> None:
        self.tabs = [each for each in self.tabs if each is not tab]
        self.closed.append(tab)

    def closed_by(self) -> Reason | None:
        if self.submitted:
            return Reason.ALREADY_SUBMITTED
        if self.left <= NOUGHT:
            return Reason.TIME_IS_UP
        return Reason.PAUSED if self.paused else None

    def let_pass(self, length: timedelta) -> None:
        if not (self.paused or self.submitted or self.deadline):
            if self.left <= length:
                self.deadline = self.now + self.left
            self.left -= length
        self.now += length

    def do(self, act: Callable[..., int], *args: Any, **also: Any) -> int:
        session, sittings, by = self.seat.session, [self.seat.sitting], self.hall.cast.ivy
        with self.hall.database.begin() as db:
            return act(db, session, sittings, *args, by=by, now=self.now, **also)

    def move(self, computer: Computer) -> None:
        if self.lease:
            self.do(invigilation.allow_reentry)
        token, first = f"lease-{next(self.leases)}", not self.lease
        with self.hall.database.begin() as db:
            take_lease(db, *self.key, self.now, token=token)
            if first:
                confirm_details(db, *self.key, token, self.now)
                start_sitting(db, *self.key, token, self.now)
        self.lease = computer.lease = token

    def open(self, computer: Computer) -> None:
        if computer.lease != self.lease or self.closed_by():
            return
        state = self.state()
        shows = {
            position: ((entry.chosen, entry.flagged), _name(state.newest.get(position)))
            for position, entry in state.sheet.items()
        }
        tab = Tab(computer, self.names, state.last_sequence, shows, computer.lease)
        tab.restore()
        self.tabs.append(tab)

    def state(self) -> PaperState:
        with self.hall.database.read() as db:
            return state_of(answers_of_sitting(db, *self.key), ITEMS)

    def told(self, lease: str) -> Heartbeat:
        return read_heartbeat(self.hall.database, self.hall.log, *self.key, lease, self.now)

    def follow(self, tab: Tab, told: Heartbeat) -> None:
        if told.refused is None:
            tab.held = False
            tab.must_agree = tab.must_agree or told.last_sequence > tab.sequence
        tab.over = tab.over or told.refused in LATE - {Reason.PAUSED}
        if told.refused is Reason.LEASE_LOST:
            tab.named |= {each.position for each in tab.queue}

    def agree(self, tab: Tab) -> None:
        told = self.told(tab.computer.lease)
        self.follow(tab, told)
        if told.refused is None:
            tab.agree(self.state())
        elif told.refused is not Reason.PAUSED:
            tab.must_agree = False  # what is held goes to the closed sheet as it is

    def save(self, answers: list[Answer]) -> Saved:
        receipts, kept, refused = self.expected(answers)
        database, log = self.hall.database, self.hall.log
        saved = save_answers(database.writer, log, *self.key, answers, self.now)
        assert [receipt.client_id for receipt in saved.receipts] == receipts
        assert (list(saved.kept_apart), saved.refused) == (kept, refused)
        assert saved.last_sequence == len(self.log)
        if saved.overdue:
            with database.begin() as db:
                assert close_sitting_if_overdue(db, *self.key, self.now)
        return saved

    def expected(self, answers: list[Answer]) -> tuple[list[str], list[str], Reason | None]:
        """Say what has to come of answers, and note what is saved."""
        receipts: list[str] = []
        kept: list[str] = []
        refused: Reason | None = None
        for answer in answers:
            made, _ = self.acts[answer.client_id]
            moved = None if answer.lease == self.lease else Reason.LEASE_LOST
            stale = None if answer.follows == len(self.log) else Reason.STALE_WRITER
            reason = self.closed_by() or moved or stale
            if made in self.log or reason is None:
                receipts.append(made.client_id)
                if made not in self.log:
                    self.note_saved(made)
                continue
            refused = reason
            if reason is Reason.STALE_WRITER:
                break
            self.late.setdefault(made.client_id, reason)
            kept.append(made.client_id)
        return receipts, kept, refused

    def note_saved(self, made: Unsent) -> None:
        """Note what is saved; it may stand only on what its candidate had seen there."""
        stood = next((each for each in reversed(self.log) if each.position == made.position), None)
        saved = {each.client_id for each in self.log}
        seen = made.saw
        while seen and seen not in saved:
            seen = self.acts[seen][0].saw
        if stood is not None and stood.client_id != seen:
            self.overwritten.append(made)
            assert _number(stood) > 0 and stood.client_id not in self._saved_before(made), (
                f"{made} went over {stood}, saved and not seen"
            )
        self.log.append(made)

    def _saved_before(self, made: Unsent) -> set[str]:
        return {each.client_id for each in self.log[: made.base]}

    def submit(self, lease: str) -> None:
        closed = self.closed_by()
        try:
            with self.hall.database.begin() as db:
                receipt = submit_sitting(db, *self.key, lease, self.now)
        except Refusal as refusal:
            expected = Reason.PAUSED if closed is Reason.PAUSED else Reason.LEASE_LOST
            assert refusal.reason is expected
            assert closed is Reason.PAUSED or (closed is None and lease != self.lease)
            return
        assert closed is not None or lease == self.lease
        if closed is None:
            self.submitted = self.now
        assert receipt.finished_at == (self.submitted or self.deadline)
        assert receipt.responses == len(self.log)

    def come_to_rest(self, tab: Tab) -> None:
        tab.held = False
        for _ in range(5):
            self.agree(tab)
            if tab.queue and not tab.over:
                tab.take(self.save(tab.request(self.seat.orders)))
        if not self.closed_by() and tab.computer.lease == self.lease and not tab.over:
            assert tab.queue == []
            assert {n: shown for n, (shown, _) in tab.shows.items()} == self.sheet()

    def sheet(self) -> dict[int, Given]:
        blank: Given = (frozenset(), False)
        sheet = dict.fromkeys(range(1, ITEMS + 1), blank)
        return sheet | {each.position: each.given for each in self.log}

    def look(self) -> None:
        """Let somebody look at the sitting, so that it is closed when it is over."""
        with self.hall.database.begin() as db:
            close_sitting_if_overdue(db, *self.key, self.now)

    def check_log(self) -> None:
        with self.hall.database.read() as db:
            rows = responses_of(db, *self.key)
            late = db.scalars(
                select(LateResponseRow).where(LateResponseRow.sitting_id == self.seat.sitting)
            ).all()
        kept = [_response(row) for row in rows]
        sheet = {n: (e.chosen, e.flagged) for n, e in fold(kept, ITEMS).items()}
        assert sheet == self.sheet()
        assert [each.client_id for each in kept] == [each.client_id for each in self.log]
        assert verify(kept, str(self.seat.sitting), self.seat.orders) is None
        kept_apart = sorted((row.client_id, row.reason) for row in late)
        assert kept_apart == sorted(self.late.items()), (kept_apart, self.late)

    def check_end(self) -> None:
        self.look()
        with self.hall.database.read() as db:
            row = db.get_one(SittingRow, self.key)
            ends = db.scalars(
                select(EventRow.act).where(
                    EventRow.subject_id == self.seat.sitting,
                    EventRow.act.in_(["submit_sitting", "close_sitting_at_deadline"]),
                )
            ).all()
        over = self.submitted or self.deadline
        assert (row.finished_at, len(ends)) == (over, 1 if over else 0)
        state = SittingState.SUBMITTED if self.submitted else SittingState.TIMED_OUT
        assert row.state == (state if over else SittingState.STARTED)

    def is_accounted_for(self, made: Unsent, computer: Computer) -> bool:
        if made in self.log or made.client_id in self.late or made.client_id in computer.shelf:
            return True
        here = [tab for tab in (*self.tabs, *self.closed) if tab.computer is computer]
        if any(made.position in tab.named for tab in here):
            return True
        return any(
            each.position == made.position and self.acts[each.client_id][1] is computer
            for each in self.log
            if _number(each) > _number(made)
        )


def _number(made: Unsent) -> int:
    return int(made.client_id.removeprefix("write-"))


def _name(response: Response | None) -> str:
    return response.client_id if response else ""


def marked(answer: Answer) -> Answer:
    return replace(answer, lease=device_mark(answer.lease))


def _response(row: Any) -> Response:
    return Response(
        sequence=row.sequence,
        position=row.position,
        chosen=frozenset(row.chosen),
        flagged=row.flagged,
        client_id=row.client_id,
        lease=row.lease,
        at=row.at,
        digest=row.digest,
    )
