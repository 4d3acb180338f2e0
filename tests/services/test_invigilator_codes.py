"""Codes with which an invigilator signs in once, for one session."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.config import Settings
from app.domain.keycode import is_invigilator_code, keycode_for
from app.domain.refusals import Reason, Refusal
from app.services import invigilation, people
from app.services.invigilator_codes import (
    end_sign_in,
    issue_code,
    issue_code_to_guest,
    note_wrong_code,
    revoke_code,
    use_code,
)
from app.services.scheduling import change_session
from app.store.audit import EventRow
from app.store.database import Database
from app.store.people import PersonRow, RoleGrantRow
from app.store.queries.invigilator_codes import may_invigilate
from app.store.queries.sessions import invigilators_of
from app.store.room import InvigilatorCodeRow
from app.store.sessions import ExamSessionRow
from tests.cast import Cast
from tests.services.room import entered, open_room
from tests.timetable import (
    LATEST_FINISH,
    LATEST_START,
    OPENS,
    SECRET,
    THE_DAY_BEFORE,
    schedule,
)

LIMITS = Settings()
HERE = "192.0.2.1"


def use(db: Session, code: str, **after: float) -> UUID:
    """Type a code at the opening, or some time before or after it."""
    return use_code(db, code, HERE, LIMITS, OPENS + timedelta(**after)).session


def refused(db: Session, code: str, **after: float) -> Reason:
    """Return why a code does not sign anybody in."""
    with pytest.raises(Refusal) as refusal:
        use(db, code, **after)
    return refusal.value.reason


def test_a_code_signs_its_invigilator_in_for_its_session_and_is_kept_as_a_hash(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        made = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)

        used = use_code(db, made.code.lower(), HERE, LIMITS, OPENS)

        assert (used.person, used.session) == (cast.ivy, session)
        row = db.query(InvigilatorCodeRow).one()
        assert made.code.encode() not in row.hash
        assert row.used_at == OPENS
        acts = {event.act: event for event in db.query(EventRow)}
        assert acts["issue_invigilator_code"].by_id == cast.cora
        assert acts["sign_in_with_code"].by_id == cast.ivy
        assert made.code not in str([event.facts for event in acts.values()])


def test_a_code_works_once(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        code = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE).code
        use(db, code)

        assert refused(db, code) is Reason.CODE_USED


@pytest.mark.parametrize(
    ("hours", "reason"),
    [(-2.1, Reason.CODE_TOO_EARLY), (2.5, Reason.CODE_ENDED)],  # its latest finish is at 11:30
)
def test_a_code_works_from_two_hours_before_until_a_session_nobody_opened_is_over(
    database: Database, cast: Cast, hours: float, reason: Reason
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        code = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE).code

        assert refused(db, code, hours=hours) is reason
        assert use(db, code, hours=-2) == session


def test_a_code_works_for_as_long_as_the_session_is_open_and_not_after(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    open_room(database, cast, session, OPENS)
    late = LATEST_FINISH + timedelta(hours=5)
    with database.begin() as db:
        first = issue_code(db, session, cast.ivy, cast.cora, OPENS).code
        assert use_code(db, first, HERE, LIMITS, late).session == session
        second = issue_code(db, session, cast.ivy, cast.cora, OPENS).code
        invigilation.close_session(db, session, cast.ivy, late)

        assert refused(db, second, hours=9) is Reason.CODE_ENDED
        with pytest.raises(Refusal) as refusal:
            issue_code(db, session, cast.ivy, cast.cora, late)
        assert refusal.value.reason is Reason.ENTRIES_CLOSED


def test_a_code_that_was_withdrawn_or_followed_by_another_no_longer_works(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        first = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)
        second = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)

        assert refused(db, first.code) is Reason.CODE_ENDED
        assert revoke_code(db, session, second.id, cast.cora, OPENS)
        assert not revoke_code(db, session, second.id, cast.cora, OPENS)
        assert refused(db, second.code) is Reason.CODE_ENDED


def test_a_code_of_another_session_cannot_be_withdrawn_here(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        made = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)
        other = ExamSessionRow(
            **{
                column.key: getattr(db.get_one(ExamSessionRow, session), column.key)
                for column in ExamSessionRow.__table__.columns
                if column.key != "id"
            }
        )
        db.add(other)
        db.flush()

        with pytest.raises(Refusal):
            revoke_code(db, other.id, made.id, cast.cora, OPENS)

        assert use(db, made.code) == session


def test_signing_out_ends_it_for_good(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        made = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)
        use(db, made.code)

        end_sign_in(db, made.id, OPENS)

        assert db.get_one(InvigilatorCodeRow, made.id).revoked_at == OPENS
        assert refused(db, made.code) is Reason.CODE_USED


def test_only_invigilators_of_the_centre_get_one(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        for stranger in (cast.ian, cast.cora, cast.edgar, session):
            with pytest.raises(Refusal) as refusal:
                issue_code(db, session, stranger, cast.cora, THE_DAY_BEFORE)
            assert refusal.value.reason is Reason.INVIGILATOR_UNKNOWN

        assert db.query(InvigilatorCodeRow).count() == 0


def test_whoever_gets_one_is_named_for_the_session(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        guest = issue_code_to_guest(db, session, " Gail Guest ", cast.cora, THE_DAY_BEFORE)

        named = invigilators_of(db, db.get_one(ExamSessionRow, session))
        assert [person.name for person in named] == ["Gail Guest", "Ivy"]
        assert db.query(RoleGrantRow).filter_by(person_id=guest.person).count() == 0
        assert use(db, guest.code) == session
        again = issue_code(db, session, guest.person, cast.cora, OPENS)
        assert use(db, again.code) == session


def test_a_code_does_not_outlive_the_role_or_a_suspension(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        first = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)
        grant = db.query(RoleGrantRow).filter_by(person_id=cast.ivy).one()
        people.revoke_grant(db, grant.id, cast.cora, OPENS)
        assert refused(db, first.code) is Reason.CODE_ENDED

        guest = issue_code_to_guest(db, session, "Gail", cast.cora, THE_DAY_BEFORE)
        people.suspend_person(db, guest.person, None, OPENS)
        assert refused(db, guest.code) is Reason.CODE_ENDED


def test_a_keycode_is_never_taken_for_a_code(database: Database, cast: Cast) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        sent = keycode_for(SECRET, str(session))

        assert refused(db, sent) is Reason.CODE_MISTYPED


def test_codes_that_there_are_not_are_counted_and_then_have_to_wait(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        made = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)
        row = db.get_one(InvigilatorCodeRow, made.id)
        row.hash = bytes(32)
        assert is_invigilator_code(made.code)
        assert refused(db, made.code) is Reason.CODE_UNKNOWN
        for _ in range(LIMITS.tries_allowed):
            note_wrong_code(db, HERE, LIMITS, OPENS)

        assert refused(db, made.code) is Reason.CODE_TRIES
        assert refused(db, made.code, minutes=6) is Reason.CODE_UNKNOWN


# Taken off the session


def change(
    db: Session, cast: Cast, session: UUID, named: list[UUID], shown: list[UUID] | None = None
) -> None:
    """Let Cora save the form of the session with these ticked; it showed others as named."""
    times = (OPENS, LATEST_START, LATEST_FINISH)
    change_session(db, session, "Room 4", *times, named, cast.cora, THE_DAY_BEFORE, shown=shown)


def named_now(db: Session, session: UUID) -> set[UUID]:
    """Return who is named for the session."""
    return {each.id for each in invigilators_of(db, db.get_one(ExamSessionRow, session))}


@pytest.mark.parametrize("used", [False, True])
def test_whoever_is_taken_off_the_session_loses_the_code_used_or_not(
    database: Database, cast: Cast, used: bool
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        made = issue_code_to_guest(db, session, "Gail", cast.cora, THE_DAY_BEFORE)
        ivys = issue_code(db, session, cast.ivy, cast.cora, THE_DAY_BEFORE)
        if used:
            use(db, made.code)

        change(db, cast, session, [cast.ivy])

        assert refused(db, made.code) is (Reason.CODE_USED if used else Reason.CODE_ENDED)
        assert db.get_one(InvigilatorCodeRow, made.id).revoked_at == THE_DAY_BEFORE
        [event] = db.query(EventRow).filter_by(act="revoke_invigilator_code")
        assert event.facts == {"code": str(made.id), "person": str(made.person)}
        assert use(db, ivys.code) == session


def test_a_guest_may_only_watch_the_session_they_are_named_for(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        guest = issue_code_to_guest(db, session, "Gail", cast.cora, THE_DAY_BEFORE)
        person = db.get_one(PersonRow, guest.person)
        other = schedule(db, cast, db.get_one(ExamSessionRow, session).specification_version_id)

        assert may_invigilate(db, person, db.get_one(ExamSessionRow, session))
        assert not may_invigilate(db, person, db.get_one(ExamSessionRow, other))


def test_who_was_named_after_the_form_was_opened_stays_named(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        guest = issue_code_to_guest(db, session, "Gail", cast.cora, THE_DAY_BEFORE)

        change(db, cast, session, [cast.ivy], shown=[cast.ivy])
        assert named_now(db, session) == {cast.ivy, guest.person}
        assert use(db, guest.code) == session

        change(db, cast, session, [], shown=[cast.ivy])
        assert named_now(db, session) == {guest.person}


def test_who_was_taken_off_after_the_form_was_opened_stays_off(
    database: Database, cast: Cast
) -> None:
    session = entered(database, cast)
    with database.begin() as db:
        guest = issue_code_to_guest(db, session, "Gail", cast.cora, THE_DAY_BEFORE)
        change(db, cast, session, [cast.ivy])

        both = [cast.ivy, guest.person]
        change(db, cast, session, both, shown=both)

        assert named_now(db, session) == {cast.ivy}
        assert refused(db, guest.code) is Reason.CODE_ENDED
