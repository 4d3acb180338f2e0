"""An exam room of the Monday, before its keycodes are out."""

from datetime import datetime
from uuid import UUID

from app.domain.candidate import CandidateDetails
from app.services import invigilation
from app.services.entries import enter_from_file
from app.store.database import Database
from tests.cast import Cast
from tests.timetable import ADA, BEN, THE_DAY_BEFORE, publish_sample, schedule


def entered(database: Database, cast: Cast, *people: CandidateDetails) -> UUID:
    """Schedule the Monday's session and enter people; its keycodes are held back."""
    with database.begin() as db:
        session = schedule(db, cast, publish_sample(db, cast))
        enter_from_file(db, session, people or (ADA, BEN), cast.cora, THE_DAY_BEFORE)
    return session


def open_room(database: Database, cast: Cast, session: UUID, now: datetime) -> int:
    """Let Ivy release the keycodes."""
    with database.begin() as db:
        return invigilation.release_keycodes(db, session, cast.ivy, now)
