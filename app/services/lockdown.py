"""Safe Exam Browser: what it is told for a session, whether it is used, and going on without it."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.lockdown import SEB, Check
from app.domain.refusals import Reason, Refusal
from app.domain.sitting import FINISHED, SessionState, SittingState
from app.files.seb import config_key, plain_file
from app.services.device_keys import device_mark
from app.store.queries import lockdown as queries
from app.store.queries.locks import lock_sittings
from app.store.queries.sessions import session_to_change
from app.store.record import record, record_about
from app.store.sessions import ExamSessionRow

ENDED = FINISHED | {SittingState.VOID}
QUIT_PATH = "/lockdown/end"

# What every session tells the browser. Only what stands in the file counts for the Config Key.
_ALWAYS: dict[str, Any] = {
    "originatorVersion": "Testamur",
    "sebConfigPurpose": 0,  # for one exam; the computer's own settings come back afterwards
    "sendBrowserExamKey": True,  # the headers that are checked
    "browserWindowWebView": 3,  # the modern web view, where a page can ask for its key
    "allowQuit": True,  # with the password
    "quitURLConfirm": True,
    "examSessionClearCookiesOnStart": True,
    "examSessionClearCookiesOnEnd": True,
    "allowSpellCheck": False,
    "allowDictionaryLookup": False,
    "enableZoomPage": True,
    "enableZoomText": True,
    "browserWindowAllowReload": True,
    "showReloadButton": True,
    "newBrowserWindowByLinkPolicy": 1,  # in the same window
    "newBrowserWindowByScriptPolicy": 1,
    "allowDownUploads": False,
    "allowPreferencesWindow": False,
    "URLFilterEnable": True,
    "URLFilterEnableContentFilter": False,
}


def configuration(base: str, quit_password: str) -> dict[str, Any]:
    """Return a session's settings: they start at the door and stay on this installation.

    `base` is the address of the installation as browsers see it, without a stroke at its end.
    """
    place = urlsplit(base)
    within = f"{place.netloc}{place.path}"
    return _ALWAYS | {
        "startURL": f"{base}/",
        "quitURL": f"{base}{QUIT_PATH}",
        "hashedQuitPassword": hashlib.sha256(quit_password.encode()).hexdigest(),
        "URLFilterRules": [
            {"action": 1, "active": True, "expression": f"{within}/*", "regex": False}
        ],
    }


def key_for(base: str, quit_password: str) -> str:
    """Return the Config Key of a session's settings."""
    return config_key(configuration(base, quit_password))


def hand_out_configuration(
    db: Session, session: UUID, base: str, by: UUID, now: datetime, *, encrypted: bool = False
) -> bytes:
    """Return a session's `.seb` file, and record that it was handed out.

    Refuses a session that does not ask for Safe Exam Browser (LOCKDOWN_NOT_USED).
    """
    held = _locked_down(db, session)
    record_about(db, "download_lockdown", held, now=now, by=by, encrypted=encrypted)
    return plain_file(configuration(base, held.quit_password))


def hand_out_link(db: Session, session: UUID, until: datetime, by: UUID, now: datetime) -> None:
    """Record that a link to the configuration was shown.

    Refuses a session that does not ask for Safe Exam Browser (LOCKDOWN_NOT_USED).
    """
    held = _locked_down(db, session)
    record_about(db, "show_lockdown_link", held, now=now, by=by, until=until.isoformat())


def configuration_behind(db: Session, session: UUID, base: str) -> bytes:
    """Return the `.seb` file behind a link that holds; refuses once the session is closed."""
    held = queries.session_of_any_centre(db, session)
    if held is None or held.lockdown != SEB:
        raise Refusal(Reason.LOCKDOWN_NOT_USED)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    return plain_file(configuration(base, held.quit_password))


def lockdown_needed(db: Session, centre: UUID, sitting: UUID) -> queries.SittingLockdown | None:
    """Return what a sitting's devices must show now; None when nothing, or nothing any more."""
    known = queries.sitting_lockdown(db, centre, sitting)
    if known is None or known.lockdown != SEB or known.waived_at or known.state in ENDED:
        return None
    return known


def note_check(
    db: Session, centre: UUID, sitting: UUID, lease: str, outcome: Check, now: datetime
) -> bool:
    """Record what a check came to, once for each kind and lease; return whether it was new."""
    known = queries.sitting_lockdown(db, centre, sitting)
    device = device_mark(lease) if lease else ""
    facts = {"outcome": str(outcome), "device": device}
    if known is None or any(event.facts == facts for event in queries.checks_of(db, sitting)):
        return False
    record(
        db,
        queries.CHECKED,
        "sitting",
        sitting,
        now=now,
        body=known.awarding_body,
        centre=centre,
        facts=facts,
    )
    return True


def go_on_without_lockdown(
    db: Session, session: UUID, sittings: Collection[UUID], reason: str, by: UUID, now: datetime
) -> int:
    """Let candidates go on in any browser, with a reason; return how many had not been let before.

    Refuses without a reason, in a closed session, and where Safe Exam Browser is not asked for.
    """
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    held = _locked_down(db, session)
    if held.state == SessionState.CLOSED:
        raise Refusal(Reason.SESSION_CLOSED)
    rows = lock_sittings(db, held, sittings)
    changed = [row for row in rows if row.lockdown_waived_at is None and row.state not in ENDED]
    for row in changed:
        row.lockdown_waived_at, row.lockdown_waived_reason = now, reason.strip()
        record_about(db, "waive_lockdown", row, now=now, by=by)
    return len(changed)


def _locked_down(db: Session, session: UUID) -> ExamSessionRow:
    held = session_to_change(db, session)
    if held is None or held.lockdown != SEB:
        raise Refusal(Reason.LOCKDOWN_NOT_USED)
    return held
