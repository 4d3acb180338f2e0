"""On the day: who comes, goes or is called otherwise than the list says, and who helps to watch."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.on_the_day import NameReason, WithdrawalReason
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services import on_the_day
from app.services.on_the_day import WalkIn
from app.store.queries import sessions as queries
from app.store.queries.candidates import (
    CandidateLine,
    candidate_not_entered,
    candidates_not_entered,
)
from app.store.queries.sessions import EntryLine
from app.store.sessions import ExamSessionRow
from app.web.access import for_role, found, me
from app.web.invigilator.blueprint import bp
from app.web.invigilator.day_forms import (
    InvigilatorForm,
    NameForm,
    WalkInForm,
    WithdrawForm,
    as_named,
)
from app.web.invigilator.frame import my_frame

SHOWN = 12  # found by a search; more words find fewer
Answer = str | Response | tuple[str, int]


@bp.get("/<uuid:session_id>/day")
@for_role(Role.INVIGILATOR)
def day(session_id: UUID) -> str:
    """Show what can be changed about who sits and who watches."""
    room, search = my_frame(session_id), request.args.get("search", "").strip()
    with database().read() as db:
        session = room.session
        named = queries.invigilators_of(db, session)
        lines = _found(db, session, search)
        others = [p for p in queries.invigilators_at(db, session.centre_id) if p not in named]
        entries = queries.entries_of(db, session)
    return render_template(
        "invigilator/day.html",
        room=room,
        search=search,
        lines=lines,
        full=len(lines) == SHOWN,
        entries=entries,
        named=named,
        others=others,
    )


@bp.post("/<uuid:session_id>/day/candidates/<uuid:candidate_id>")
@for_role(Role.INVIGILATOR)
def enter_walk_in(session_id: UUID, candidate_id: UUID) -> str:
    """Enter somebody on the centre's list, and show the keycode once."""
    my_frame(session_id)
    with database().begin() as db:
        came = on_the_day.enter_walk_in(db, session_id, candidate_id, me().person_id, g.now)
    return _slip(session_id, came)


@bp.route("/<uuid:session_id>/day/walk-in", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR)
def walk_in(session_id: UUID) -> Answer:
    """Enter somebody who is not on the centre's list, once it is clear that they are not."""
    room, form = my_frame(session_id), WalkInForm()
    alike: list[tuple[object, bool]] = []
    if form.validate_on_submit():
        try:
            return _slip(session_id, _add(session_id, form))
        except Refusal as refusal:
            alike = _alike(room.session, form, refusal)
    page = render_template("invigilator/walk_in.html", room=room, form=form, alike=alike)
    return page, 422 if form.errors or alike else 200


@bp.route("/<uuid:session_id>/day/sittings/<uuid:sitting_id>/name", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR)
def correct_name(session_id: UUID, sitting_id: UUID) -> Answer:
    """Put a candidate's name or date of birth right."""
    room, line = my_frame(session_id), _line(session_id, sitting_id)
    form = NameForm(data=as_named(line.candidate))
    if not form.validate_on_submit():
        page = render_template("invigilator/correct_name.html", room=room, form=form, line=line)
        return page, 422 if form.errors else 200
    names = (form.family_name.data or "", form.given_names.data or "", form.date_of_birth.data)
    reason, words = NameReason(form.reason.data), form.words.data or ""
    with database().begin() as db:
        changed = on_the_day.correct_name(
            db, session_id, sitting_id, names, reason, me().person_id, g.now, words
        )
    number = line.candidate.number
    flash(f"Candidate {number} is put right." if changed else "Nothing was changed.")
    return redirect(url_for(".day", session_id=session_id))


@bp.route("/<uuid:session_id>/day/sittings/<uuid:sitting_id>/withdraw", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR)
def withdraw(session_id: UUID, sitting_id: UUID) -> Answer:
    """Take a candidate off the session, with a reason."""
    room, line, form = my_frame(session_id), _line(session_id, sitting_id), WithdrawForm()
    if not form.validate_on_submit():
        page = render_template("invigilator/withdraw.html", room=room, form=form, line=line)
        return page, 422 if form.errors else 200
    reason, words = WithdrawalReason(form.reason.data), form.words.data or ""
    with database().begin() as db:
        on_the_day.withdraw_from_room(
            db, session_id, sitting_id, reason, me().person_id, g.now, words
        )
    flash(f"Candidate {line.candidate.number} is withdrawn.")
    return redirect(url_for(".day", session_id=session_id))


@bp.post("/<uuid:session_id>/day/invigilators")
@for_role(Role.INVIGILATOR)
def name_invigilator(session_id: UUID) -> Response:
    """Name another invigilator for the session."""
    my_frame(session_id)
    form = InvigilatorForm()
    if not form.validate() or form.person.data is None:
        flash("Choose an invigilator first. Nothing was changed.")
        return redirect(url_for(".day", session_id=session_id))
    with database().begin() as db:
        by = me().person_id
        named = on_the_day.name_invigilator(db, session_id, form.person.data, by, g.now)
    flash("The invigilator is named." if named else "They were named already.")
    return redirect(url_for(".day", session_id=session_id))


def _found(db: Session, session: ExamSessionRow, search: str) -> Sequence[CandidateLine]:
    """Find who is not entered; whoever signed in for this session alone has to know the number."""
    if not search:
        return ()
    if me().one_room:
        return candidate_not_entered(db, session, search)
    return candidates_not_entered(db, session, search, limit=SHOWN)


def _add(session_id: UUID, form: WalkInForm) -> WalkIn:
    with database().begin() as db:
        return on_the_day.add_walk_in(
            db, session_id, form.details(), form.sure.data, me().person_id, g.now
        )


def _alike(
    session: ExamSessionRow, form: WalkInForm, refusal: Refusal
) -> list[tuple[object, bool]]:
    """Say beside the number that it is taken; return who may be the same, and who is entered."""
    if refusal.reason is Reason.NUMBER_TAKEN:
        form.show(refusal)
    elif refusal.reason is not Reason.POSSIBLE_DUPLICATE:
        raise refusal
    with database().read() as db:
        found = on_the_day.people_alike(db, session.centre_id, form.details())
        entered = {line.candidate.id for line in queries.entries_of(db, session)}
    return [(row, row.id in entered) for row in found]


def _line(session_id: UUID, sitting_id: UUID) -> EntryLine:
    with database().read() as db:
        session = db.get_one(ExamSessionRow, session_id)
        return found(queries.entry_of_sitting(db, session, sitting_id))


def _slip(session_id: UUID, came: WalkIn) -> str:
    """Show who is entered now, with the slip where there is a keycode: once, for it is kept nowhere."""
    return render_template("invigilator/slip.html", room=my_frame(session_id), came=came)
