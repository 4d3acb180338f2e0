"""Reading what became of a story: results as the centre or the awarding body sees them."""

from sqlalchemy import select

from app.domain.result import Result, ResultStatus
from app.domain.session_results import CandidateResult, SessionResults
from app.services.results import mark_sitting
from app.store.queries.results import results_of_session
from app.store.results import ResultRow
from tests.stories import (
    StorySession,
)


def mark(story: StorySession, place: int) -> Result | None:
    """Mark one sitting now."""
    with story.database.begin() as db:
        return mark_sitting(db, story.centre, story.sittings[place], story.clock.now)


def seen(story: StorySession, *, include_held: bool = False) -> SessionResults:
    """Read the results as the centre does, or with those held as the awarding body does."""
    with story.database.read() as db:
        centres, bodies = ([], [story.cast.body]) if include_held else ([story.centre], [])
        results = results_of_session(
            db, story.session, centres=centres, bodies=bodies, include_held=include_held
        )
    assert results is not None
    return results


def shown(story: StorySession, place: int) -> CandidateResult:
    """Read one candidate's line as the centre does."""
    return seen(story).lines[place]


def statuses(results: SessionResults) -> list[ResultStatus | None]:
    """List what each line says."""
    return [line.result.status if line.result else None for line in results.lines]


def versions(story: StorySession, place: int) -> list[ResultRow]:
    """Read every version of a candidate's result."""
    with story.database.read() as db:
        query = select(ResultRow).where(ResultRow.sitting_id == story.sittings[place])
        return list(db.scalars(query.order_by(ResultRow.version)))
