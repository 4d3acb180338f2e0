"""The centre's download: one line a candidate, everything a centre can act on."""

import re
from datetime import UTC, datetime, timedelta

from app.domain.result import percentage_text
from app.domain.session_results import CandidateResult, SessionResults
from app.files.csv_text import Cell, write_csv

_BEFORE = (
    "centre_number",
    "session_date",
    "room",
    "specification",
    "specification_version",
    "title",
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
_AFTER = (
    "started_utc",
    "finished_utc",
    "minutes_taken",
    "void_reason",
    "result_version",
    "released_utc",
)


def results_file_name(results: SessionResults) -> str:
    """Name the download by centre, specification and the day at the centre."""
    centre = re.sub(r"[^A-Za-z0-9]+", "-", results.centre_number).strip("-")
    return f"results-{centre}-{results.specification}-{results.day.isoformat()}.csv"


def write_results(results: SessionResults) -> str:
    """Write a session's results as CSV: mark, percentage, grade, profile by outcome, times in UTC.

    Each outcome has two columns, marks and their maximum. Nought is 0; absent, void and withheld
    are said in `status` and leave the marks empty, as does a result that is not released.
    """
    profile = [name for outcome in results.outcomes for name in _profile_names(outcome.id)]
    header = (*_BEFORE, *profile, *_AFTER)
    return write_csv(header, [_row(results, line) for line in results.lines])


def _profile_names(outcome: str) -> tuple[str, str]:
    return f"outcome_{outcome}_mark", f"outcome_{outcome}_maximum"


def _row(results: SessionResults, line: CandidateResult) -> list[Cell]:
    result = line.result
    before: list[Cell] = [
        results.centre_number,
        results.day,
        results.room,
        results.specification,
        results.specification_version,
        results.title,
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
    for outcome in results.outcomes:
        part = earned.get(outcome.id)
        cells += [part.mark, part.maximum] if part else [None, None]
    return cells


def _after(line: CandidateResult) -> list[Cell]:
    taken = line.time_taken
    return [
        _utc(line.started_at),
        _utc(line.finished_at),
        f"{taken / timedelta(minutes=1):.1f}" if taken is not None else None,
        line.void_reason if line.result else None,
        line.version,
        _utc(line.released_at),
    ]


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
