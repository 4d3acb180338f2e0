"""What is done to the candidates ticked in a room: at once, or after a page that asks."""

from uuid import UUID

from flask import g, render_template, request, session
from flask_wtf import FlaskForm
from werkzeug import Response

from app.domain.admission import Arrival
from app.domain.roles import Role
from app.extensions import database
from app.services import invigilation
from app.web.access import for_role, found, me
from app.web.invigilator.acts import Asked, perform
from app.web.invigilator.asking import (
    Tick,
    arrival,
    ask,
    first_error,
    fitting,
    form_of,
    is_asked,
    ticks_in,
)
from app.web.invigilator.blueprint import bp
from app.web.invigilator.forms import IdentityForm, MessageForm, ticked
from app.web.invigilator.frame import Frame, back_to, my_frame
from app.web.invigilator.seats import ask_seats
from app.web.invigilator.words import WORDS, Act, candidates
from app.web.look import clock_time

NOBODY = "Tick at least one candidate first. Nothing was changed."
NOBODY_HERE = "Nobody of those ticked is in this room. Nothing was changed."
UNFIT = "Nothing was changed: that does not fit how they stand now."
VERY_LATE = (
    " Very late: report it to the awarding body, which decides whether the test counts, and tell"
    " the candidate so."
)


@bp.post("/<uuid:session_id>/candidates")
@for_role(Role.INVIGILATOR)
def act(session_id: UUID) -> Response | str:
    """Do something to the candidates that are ticked, or ask about it first."""
    room, chosen = my_frame(session_id), _act(request.form.get("act", ""))
    ticks, known = ticks_in(room, ticked(request.form)), _known(chosen)
    if not ticks:
        return back_to(session_id, NOBODY_HERE if ticked(request.form) else NOBODY)
    if known is not None and not known.validate():
        return back_to(session_id, f"{first_error(known)}, then press Let in. Nobody was let in.")
    if chosen is Act.SEAT:
        return ask_seats(room, ticks)
    if is_asked(room, chosen, ticks):
        fit = fitting(room, chosen, ticks)
        return ask(room, chosen, fit) if fit else back_to(session_id, UNFIT)
    return _do(room, _asked(room, chosen, ticks, None, known))


@bp.post(
    "/<uuid:session_id>/candidates/<any('admit','back','extra-time','message','paper',"
    "'without-lockdown','finish','void'):chosen>"
)
@for_role(Role.INVIGILATOR)
def act_with_reason(session_id: UUID, chosen: str) -> Response | str:
    """Do what was asked about, now that it is known why, how long or in which words."""
    room, wanted = my_frame(session_id), Act(chosen)
    ticks, form, known = ticks_in(room, ticked(request.form)), form_of(wanted), _known(wanted)
    if not ticks or (known is not None and not known.validate()):
        return back_to(session_id, NOBODY_HERE)
    if not form.validate_on_submit():
        return ask(room, wanted, ticks, form)
    return _do(room, _asked(room, wanted, ticks, form, known))


@bp.route("/<uuid:session_id>/message", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR)
def message(session_id: UUID) -> Response | str:
    """Send a message to everybody in the room, those who come later left out."""
    room, form = my_frame(session_id), MessageForm()
    if not form.validate_on_submit():
        return render_template("invigilator/message.html", room=room, form=form)
    with database().begin() as db:
        count = invigilation.send_message(
            db, session_id, None, form.text.data or "", me().person_id, g.now
        )
    return back_to(session_id, WORDS[Act.MESSAGE].done.format(n=candidates(count)))


def _act(sent: str) -> Act:
    try:
        return Act(sent)
    except ValueError:
        return found(None)


def _known(chosen: Act) -> IdentityForm | None:
    return IdentityForm() if chosen is Act.ADMIT else None


def _asked(
    room: Frame, chosen: Act, ticks: list[Tick], form: FlaskForm | None, known: IdentityForm | None
) -> Asked:
    sent = form.data if form is not None else {}
    return Asked(
        act=chosen,
        session=room.session.id,
        sittings=[each.sitting.id for each in ticks],
        text=sent.get("reason") or sent.get("text") or "",
        minutes=sent.get("minutes") or 0,
        identity=known.known_by if known else None,
        note=(known.note.data or "") if known else "",
    )


def _do(room: Frame, asked: Asked) -> Response:
    with database().begin() as db:
        count = perform(db, asked, me().person_id, g.now)
    if asked.identity:
        session["identity"] = asked.identity.value  # chosen once for everybody who comes
    told = WORDS[asked.act].done.format(n=candidates(count), minutes=asked.minutes)
    return back_to(asked.session, f"{told}{_what_follows(room, asked)}" if count else UNFIT)


def _what_follows(room: Frame, asked: Asked) -> str:
    """Say whom to tell of an act that was done, or for how long the room is needed now."""
    if asked.act is Act.ADMIT and arrival(room) is Arrival.VERY_LATE:
        return VERY_LATE
    if asked.act is not Act.EXTRA_TIME:
        return ""
    with database().read() as db:
        late = invigilation.would_finish_late(db, room.session.id, asked.sittings, g.now)
    if not late:
        return ""
    until, needed = max(late.values()), room.session.latest_finish_at
    return (
        f" Keep the room until {clock_time(until, room.zone)}: {candidates(len(late))} may work past"
        f" {clock_time(needed, room.zone)}, when it is needed back. Nobody’s time is cut."
    )
