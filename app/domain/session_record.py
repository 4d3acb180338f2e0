"""Whether a session adds up: candidates and papers counted in and out, in words and in figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from app.domain.sitting import FINISHED, SittingState


class Check(StrEnum):
    """What is counted twice and has to agree."""

    REGISTER = "register"
    TESTS = "tests"
    ON_PAPER = "on_paper"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What of one candidate's entry is counted.

    `marked_absent` is whether staff said so, rather than the close; answers are numbers of saved
    answers: as the sitting counts them, and as its log holds them.
    """

    state: SittingState
    withdrawn: bool = False
    transferred: bool = False
    admitted: bool = False
    marked_absent: bool = False
    started: bool = False
    on_paper: bool = False
    acknowledged: int = 0
    logged: int = 0

    @property
    def gone(self) -> bool:
        """Whether the candidate was taken out of this session."""
        return self.withdrawn or self.transferred

    @property
    def came(self) -> bool:
        """Whether the candidate was let in, or started, and nobody said that they are absent."""
        absent = self.state is SittingState.ABSENT and self.marked_absent
        return (self.admitted or self.started) and not absent and not self.gone

    @property
    def open_on_paper(self) -> bool:
        """Whether the paper still has to be keyed in."""
        return self.on_paper and self.state is SittingState.STARTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of everything. Void are those let in first, void_outside those never let in."""

    entered: int = 0
    admitted: int = 0
    absent: int = 0
    withdrawn: int = 0
    transferred: int = 0
    void_outside: int = 0
    submitted: int = 0
    timed_out: int = 0
    void: int = 0
    on_paper: int = 0
    keyed_in: int = 0
    on_paper_open: int = 0
    on_paper_void: int = 0
    acknowledged: int = 0
    logged: int = 0

    @property
    def papers_in(self) -> int:
        """How many papers came back: handed in, closed at the deadline, or keyed in."""
        return self.submitted + self.timed_out

    def as_facts(self) -> dict[str, int]:
        """Return every figure by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Two counts that have to agree and do not."""

    check: Check
    said: str


def counts_of(entries: Iterable[Counted]) -> Counts:
    """Count a session. Whoever is neither let in nor void counts as absent."""
    every = list(entries)
    here = [each for each in every if not each.gone]
    came, stayed = [e for e in here if e.came], [e for e in here if not e.came]
    states = Counter(each.state for each in came)
    papers = [each for each in came if each.on_paper]
    return Counts(
        entered=len(every),
        admitted=len(came),
        absent=sum(each.state is not SittingState.VOID for each in stayed),
        void_outside=sum(each.state is SittingState.VOID for each in stayed),
        withdrawn=sum(each.withdrawn and not each.transferred for each in every),
        transferred=sum(each.transferred for each in every),
        submitted=states[SittingState.SUBMITTED],
        timed_out=states[SittingState.TIMED_OUT],
        void=states[SittingState.VOID],
        on_paper=len(papers),
        keyed_in=sum(each.state in FINISHED for each in papers),
        on_paper_open=sum(each.open_on_paper for each in papers),
        on_paper_void=sum(each.state is SittingState.VOID for each in papers),
        acknowledged=sum(each.acknowledged for each in every),
        logged=sum(each.logged for each in every),
    )


def reconcile(counts: Counts) -> tuple[Discrepancy, ...]:
    """Return what does not add up; nothing when all does."""
    checks = (_register(counts), _tests(counts), _on_paper(counts), _answers(counts))
    return tuple(each for each in checks if each is not None)


def in_words(counts: Counts) -> str:
    """Say how many came and what came back: 30 entered, 28 admitted, 28 papers submitted, 2 absent."""
    papers = "paper" if counts.papers_in == 1 else "papers"
    said = [
        f"{counts.entered} entered",
        f"{counts.admitted} admitted",
        f"{counts.papers_in} {papers} submitted",
        f"{counts.absent} absent",
    ]
    sometimes = (
        (counts.withdrawn, "withdrawn"),
        (counts.transferred, "transferred"),
        (counts.void + counts.void_outside, "void"),
        (counts.on_paper_open, "on paper and not keyed in yet"),
    )
    return ", ".join([*said, *(f"{n} {what}" for n, what in sometimes if n)])


def _register(c: Counts) -> Discrepancy | None:
    accounted = c.admitted + c.absent + c.withdrawn + c.transferred + c.void_outside
    if c.entered == accounted:
        return None
    return Discrepancy(
        Check.REGISTER,
        f"{_were(c.entered, 'entered')}, and {accounted} are accounted for: {c.admitted} admitted,"
        f" {c.absent} absent, {c.withdrawn} withdrawn, {c.transferred} transferred,"
        f" {c.void_outside} void without being let in.",
    )


def _tests(c: Counts) -> Discrepancy | None:
    back = c.submitted + c.timed_out + c.void + c.on_paper_open
    if c.admitted == back:
        return None
    return Discrepancy(
        Check.TESTS,
        f"{_were(c.admitted, 'let in')}, and {back} tests came back: {c.submitted} handed in,"
        f" {c.timed_out} closed when the time was up, {c.void} void, {c.on_paper_open} on paper and"
        " not keyed in yet.",
    )


def _on_paper(c: Counts) -> Discrepancy | None:
    back = c.keyed_in + c.on_paper_open + c.on_paper_void
    if c.on_paper == back:
        return None
    return Discrepancy(
        Check.ON_PAPER,
        f"{c.on_paper} went on on paper, and {back} are accounted for: {c.keyed_in} keyed in,"
        f" {c.on_paper_open} still to be keyed in, {c.on_paper_void} void.",
    )


def _answers(c: Counts) -> Discrepancy | None:
    if c.acknowledged == c.logged:
        return None
    return Discrepancy(
        Check.ANSWERS,
        f"{c.acknowledged} answers were acknowledged, and the log holds {c.logged}. Ring whoever looks"
        " after the server before you close.",
    )


def _were(count: int, what: str) -> str:
    return f"{count} {'candidate was' if count == 1 else 'candidates were'} {what}"
