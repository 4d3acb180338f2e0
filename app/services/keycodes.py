"""Keycodes of a session: derived when needed, found by their hash, stored nowhere."""

from sqlalchemy.orm import Session

from app.domain.keycode import fast_hash, keycode_for
from app.domain.sitting import SessionState
from app.store.sessions import ExamSessionRow
from app.store.sittings import KeycodeRow, SittingRow

OPEN = frozenset({SessionState.RELEASED, SessionState.STARTED})


def keycode_of(session: ExamSessionRow, sitting: SittingRow) -> str:
    """Return the sitting's keycode."""
    return keycode_for(session.secret, str(sitting.id), sitting.keycode_issue)


def issue_keycode(db: Session, session: ExamSessionRow, sitting: SittingRow) -> None:
    """Make the sitting's keycode lead to it; nothing happens when it does already."""
    hashed = fast_hash(keycode_of(session, sitting))
    if db.get(KeycodeRow, hashed) is None:
        db.add(
            KeycodeRow(
                hash=hashed,
                awarding_body_id=sitting.awarding_body_id,
                centre_id=sitting.centre_id,
                sitting_id=sitting.id,
            )
        )


def revoke_keycode(db: Session, session: ExamSessionRow, sitting: SittingRow) -> None:
    """Make the sitting's keycode lead nowhere; nothing happens when it does not lead anywhere."""
    row = db.get(KeycodeRow, fast_hash(keycode_of(session, sitting)))
    if row is not None:
        db.delete(row)
        db.flush()
