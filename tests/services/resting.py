"""Arranging rest breaks for somebody in a story."""

from app.store.candidates import AccessArrangementRow
from app.store.queries.sittings import candidate_of_sitting
from tests.stories import StorySession


def allow_breaks(story: StorySession, place: int, minutes: int = 0) -> None:
    """Record supervised rest breaks, of so many minutes in all; without limit for 0."""
    with story.database.begin() as db:
        arrangement = AccessArrangementRow(
            awarding_body_id=story.cast.body,
            centre_id=story.centre,
            candidate_id=candidate_of_sitting(db, story.centre, story.sittings[place]),
            kind="rest_breaks",
            minutes=minutes,
            recorded_by=story.cast.cora,
            recorded_at=story.clock.now,
        )
        db.add(arrangement)
