"""Another seat, and with it another computer, for the candidates ticked."""

from uuid import UUID

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.services import invigilation
from app.web.access import for_role, me
from app.web.errors import sentence_for
from app.web.invigilator.asking import Tick, ticks_in
from app.web.invigilator.blueprint import bp
from app.web.invigilator.forms import SeatsForm, ticked
from app.web.invigilator.frame import Frame, back_to, my_frame
from app.web.invigilator.words import WORDS, Act, candidates

NEXT = "They enter their keycode at the new computer. Saved answers are kept."
UNMOVED = "Nobody was moved: they have those seats already."


def ask_seats(
    room: Frame, ticks: list[Tick], form: SeatsForm | None = None, taken: Refusal | None = None
) -> str:
    """Show the page that asks for the new seats, and offers a swap where one is taken."""
    now = {"seats": [each.sitting.seat for each in ticks]}
    form = form or SeatsForm(formdata=None, data=now)
    return render_template(
        "invigilator/seats.html",
        room=room,
        lines=list(zip(ticks, form.seats, strict=True)),
        counted=candidates(len(ticks)),
        form=form,
        taken=sentence_for(taken) if taken else None,
    )


@bp.post("/<uuid:session_id>/seats")
@for_role(Role.INVIGILATOR)
def move_seats(session_id: UUID) -> ResponseReturnValue:
    """Move candidates to the seats written beside their names."""
    room, form, sittings = my_frame(session_id), SeatsForm(), ticked(request.form)
    ticks = ticks_in(room, sittings)
    if not form.validate_on_submit() or len(form.seats.data) != len(ticks):
        return ask_seats(room, ticks, form if len(form.seats.data) == len(ticks) else None)
    seats = dict(zip(sittings, form.seats.data, strict=False))
    try:
        count = _move(session_id, seats)
    except Refusal as refusal:
        if refusal.reason is not Reason.SEAT_TAKEN:
            raise
        return ask_seats(room, ticks, form, refusal), sentence_for(refusal).status
    moved = f"{WORDS[Act.SEAT].done.format(n=candidates(count))} {NEXT}"
    return back_to(session_id, moved if count else UNMOVED)


def _move(session_id: UUID, seats: dict[UUID, str]) -> int:
    swap = "swap" in request.form
    with database().begin() as db:
        return invigilation.move_seats(db, session_id, seats, me().person_id, g.now, swap=swap)
