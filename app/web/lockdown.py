"""Checking, on each request of a candidate, that it comes from the browser the session asks for.

Sessions that ask for none pay for one look at the cookie. Addresses are made of the installation's
own, never of what a request says: a Host header is anybody's to write.
"""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from flask import Flask, Response, current_app, g, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from app.domain.lockdown import (
    PROOF_LIFE,
    REFUSED,
    RENEWED_WITH,
    SEB,
    Check,
    Expected,
    Shown,
    judge,
    nonce_for,
    proof_for,
    proof_left,
    shows_own_page,
)
from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.extensions import csrf, database, testamur
from app.files.seb import address_hash
from app.services.lockdown import key_for, lockdown_needed, note_check
from app.services.own_sitting import Door
from app.store.queries.lockdown import SittingLockdown
from app.web.access import SittingPass, sitting_pass
from app.web.errors import answer_refusal, sentence_for, wants_json

HEADER = "X-SafeExamBrowser-ConfigKeyHash"
PAGE_HEADER = "X-Testamur-Lockdown"
COOKIE = "testamur-lockdown"
FREE = frozenset({"candidate.leave"})  # asks for nothing and shows nothing
KEPT = 20_000  # sittings and checks remembered in each process
WITH_LOCKDOWN = 4  # parts of a pass that names a browser
_SAFE = "/:@!$&'()*+,;=-._~"


@dataclass
class _Memory:
    """What need not be read again: a session's key is settled when its keycodes go out."""

    keys: dict[UUID, str] = field(default_factory=dict)
    noted: set[tuple[UUID, str, Check]] = field(default_factory=set)


def _memory() -> _Memory:
    held: _Memory = current_app.extensions["testamur_lockdown"]
    return held


def address_asked() -> str:
    """Return the absolute address of this request as a browser at the public address asks for it."""
    path = quote(request.environ.get("PATH_INFO", "/").encode("latin-1"), safe=_SAFE)
    query = request.environ.get("QUERY_STRING", "")
    return testamur().settings.known_url + path + (f"?{query}" if query else "")


def page_path(sitting: UUID, lease: str) -> str:
    """Return the path of the page where this device, and no other, shows its key."""
    return f"/lockdown/{nonce_for(testamur().settings.secret_key, sitting.hex, lease)}"


def check(held: SittingPass, page: str = "") -> Check:
    """Say whether this request comes from the browser the sitting asks for.

    `page` is the value a form carries, if any. Whoever shows the key of this device's own page gets
    a proof that holds for some minutes, for page loads show none in the modern web view.
    """
    key = _key(held)
    if key is None:
        return Check.NOT_REQUIRED
    shown, expected = _shown(held, page), _expected(held, key)
    outcome = judge(shown, expected)
    if not outcome.holds:
        return outcome if _needed(held) else Check.WAIVED
    if shows_own_page(shown, expected):
        _renew(held)
    return outcome


def _key(held: SittingPass) -> str | None:
    """Return the Config Key of the sitting's session; None when nothing is asked for."""
    keys = _memory().keys
    if held.sitting not in keys:
        needed = _needed(held)
        if needed is None:
            return None
        _make_room(keys)
        keys[held.sitting] = key_for(testamur().settings.known_url, needed.quit_password)
    return keys[held.sitting]


def _needed(held: SittingPass) -> SittingLockdown | None:
    with database().read() as db:
        return lockdown_needed(db, held.centre, held.sitting)


def _make_room(kept: dict[UUID, str] | set[tuple[UUID, str, Check]]) -> None:
    if len(kept) >= KEPT:
        kept.clear()


def _shown(held: SittingPass, page: str) -> Shown:
    return Shown(
        header=request.headers.get(HEADER, ""),
        page=page or request.headers.get(PAGE_HEADER, ""),
        agent=request.headers.get("User-Agent", ""),
        proven=_left(held) > timedelta(0),
    )


def _expected(held: SittingPass, key: str) -> Expected:
    page = testamur().settings.known_url + page_path(held.sitting, held.lease)
    return Expected(header=address_hash(address_asked(), key), page=address_hash(page, key))


def _left(held: SittingPass) -> timedelta:
    secret, proof = testamur().settings.secret_key, request.cookies.get(COOKIE, "")
    return proof_left(secret, held.sitting.hex, held.lease, proof, g.now)


def _renew(held: SittingPass) -> None:
    if _left(held) <= RENEWED_WITH:
        secret = testamur().settings.secret_key
        g.lockdown_proof = proof_for(secret, held.sitting.hex, held.lease, g.now)


def note(held: SittingPass, outcome: Check) -> None:
    """Record what a check came to, once for each kind and device."""
    noted, this = _memory().noted, (held.sitting, held.lease, outcome)
    if this in noted:
        return
    with database().begin() as db:
        note_check(db, held.centre, held.sitting, held.lease, outcome, g.now)
    _make_room(noted)
    noted.add(this)


def own_page() -> str:
    """Return the path of this browser's page for showing its key; empty where none is asked for."""
    held = sitting_pass()
    return page_path(held.sitting, held.lease) if held is not None and held.lockdown else ""


# At the door


def lockdown_for(found: Door) -> str:
    """Return which locked-down browser a pass has to name; none for a sitting that is over."""
    held = SittingPass(found.centre, found.sitting, "")
    return SEB if not found.finished and _needed(held) else ""


def page_to_show_key(found: Door) -> str:
    """Return where a browser that has not shown its key yet may do so; empty when nothing is asked.

    It gets no lease before that, or the test would seem open in a browser it cannot be taken in.
    """
    session.pop("arriving", None)
    held = sitting_pass()
    mine = held.lease if held is not None and held.sitting == found.sitting else ""
    needed = None if found.finished else _needed(SittingPass(found.centre, found.sitting, mine))
    if needed is None:
        return ""
    arriving = SittingPass(found.centre, found.sitting, mine, SEB)
    outcome = check(arriving)
    if outcome.holds:
        note(arriving, outcome)
        return ""
    if needed.lease and needed.lease != mine:
        return ""  # taking the lease is refused, and names the device that holds it
    promised = needed.lease or os.urandom(18).hex()
    session["arriving"] = [found.centre.hex, found.sitting.hex, promised]
    return page_path(found.sitting, promised)


def arriving_pass() -> SittingPass | None:
    """Return the pass that is promised to a browser once it shows its key; None without one."""
    promised = session.get("arriving")
    if not promised:
        return None
    centre, sitting, lease = promised
    return SittingPass(UUID(hex=centre), UUID(hex=sitting), lease, SEB)


def _check_request() -> ResponseReturnValue | None:
    if len(session.get("sitting") or ()) < WITH_LOCKDOWN or request.endpoint in FREE:
        return None
    view, held = current_app.view_functions.get(request.endpoint or ""), sitting_pass()
    if held is None or Role.CANDIDATE not in getattr(view, "allowed_roles", ()):
        return None
    outcome = check(held)
    return None if outcome.holds else _refuse(held, outcome)


def _refuse(held: SittingPass, outcome: Check) -> ResponseReturnValue:
    """Say no without losing anything: a script keeps its answers, a form can be sent again."""
    refusal = Refusal(REFUSED[outcome])
    if wants_json():
        note(held, outcome)
        return answer_refusal(refusal)
    if request.method in ("GET", "HEAD"):
        return redirect(page_path(held.sitting, held.lease), 303)  # where scripts may yet show it
    csrf.protect()
    note(held, outcome)
    sentence = sentence_for(refusal)
    page = render_template("candidate/lockdown_again.html", sentence=sentence, sent=_sent())
    return page, sentence.status


def _sent() -> list[tuple[str, str]]:
    return [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]


def _keep_proof(response: Response) -> Response:
    if "lockdown_proof" in g:
        response.set_cookie(
            COOKIE,
            g.lockdown_proof,
            max_age=PROOF_LIFE,
            httponly=True,
            samesite="Lax",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
    return response


def init_app(app: Flask) -> None:
    """Check every request of a candidate whose session asks for a locked-down browser."""
    app.extensions["testamur_lockdown"] = _Memory()
    app.before_request(_check_request)
    app.after_request(_keep_proof)
    app.jinja_env.globals["lockdown_page"] = own_page
