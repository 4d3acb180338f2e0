"""What a page shows of a file that cannot be taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.problems import Problem
from app.files.candidates_csv import COLUMNS


@dataclass(frozen=True, slots=True)
class BadCell:
    """A bad cell: its row in the spreadsheet, its column, what is wrong and what to do.

    A row without a number is named by its candidate, a column without a name is the whole row.
    """

    row: str
    column: str
    what: str
    remedy: str


def bad_cells(problems: Iterable[Problem]) -> list[BadCell]:
    """Return problems as rows of a table."""
    return [_bad_cell(problem) for problem in problems]


def _bad_cell(problem: Problem) -> BadCell:
    row = str(problem.where.line or "")
    column = problem.rule.partition(".")[0]
    column = column if column in COLUMNS else ""
    what = problem.what.removeprefix(f"Row {row}, column {column}: ")
    return BadCell(row, column, what, problem.remedy)
