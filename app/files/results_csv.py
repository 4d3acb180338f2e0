"""The centre's download: one line a candidate, everything a centre can act on."""

from app.domain.result import ResultStatus, percentage_text
from app.domain.session_results import CandidateResult, SessionResults
from app.files.csv_text import Cell, write_csv

_BEFORE = (
    "centre_number",
    "session_date",
    "room",
    "specification",
    "specification_version",
    "candidate_number",
    "family_name",
    "given_names",
    "date_of_birth",
    "uln",
    "status",
    "mark",
    "maximum",
    "percentage",
    "pass_mark",
    "pass_mark_note",
    "grade",
)
_AFTER = ("started_utc", "finished_utc", "minutes_taken", "result_version", "released_utc")


def write_results(results: SessionResults) -> str:
    """Write a session's results as CSV: mark, percentage, grade, profile by outcome, times in UTC.

    Each outcome has two columns, marks and their maximum. Nought is 0; absent, void and withheld
    are said in `status` and leave the marks empty, as does a result that is not released.
    """
    profile = [name for outcome, _ in results.outcomes for name in _profile_names(outcome)]
    header = (*_BEFORE, *profile, *_AFTER)
    return write_csv(header, [_row(results, line) for line in results.lines])


def _profile_names(outcome: str) -> tuple[str, str]:
    return f"outcome_{outcome}_mark", f"outcome_{outcome}_maximum"


def _row(results: SessionResults, line: CandidateResult) -> list[Cell]:
    result = line.result
    before: list[Cell] = [
        results.centre_number,
        results.opens_at.date(),
        results.room,
        results.specification,
        results.specification_version,
        line.candidate_number,
        line.family_name,
        line.given_names,
        line.date_of_birth,
        line.uln,
        result.status if result else "not_released",
        result.mark if result else None,
        result.maximum if result else None,
        percentage_text(result.percentage) if result else None,
        result.pass_mark if result else None,
        line.pass_mark_note,
        result.grade if result else None,
    ]
    return [*before, *_profile(results, line), *_after(line)]


def _profile(results: SessionResults, line: CandidateResult) -> list[Cell]:
    earned = {part.id: part for part in line.result.profile} if line.result else {}
    cells: list[Cell] = []
    for outcome, _ in results.outcomes:
        part = earned.get(outcome)
        cells += [part.mark, part.maximum] if part else [None, None]
    return cells


def _after(line: CandidateResult) -> list[Cell]:
    taken = None
    marked = line.result is not None and line.result.status is ResultStatus.MARKED
    if marked and line.started_at and line.finished_at:
        taken = f"{(line.finished_at - line.started_at).total_seconds() / 60:.1f}"
    moments = (line.started_at, line.finished_at)
    started, finished = (m.strftime("%Y-%m-%dT%H:%M:%SZ") if m else None for m in moments)
    released = line.released_at.strftime("%Y-%m-%dT%H:%M:%SZ") if line.released_at else None
    return [started, finished, taken, line.version, released]
