"""Papers in print, and keying in what was answered on them: for the room and the centre's desk."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, flash, g, redirect, render_template, send_file, url_for
from werkzeug import Response as Answer

from app.domain.keying import Turn
from app.domain.paper_print import PrintForm, Printing
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.files.braille_text import write_braille_text
from app.services.paper_print import print_papers
from app.services.paper_sittings import Outcome, key_sheet
from app.services.pictures import read_printed_picture
from app.store.queries.sessions import session_for
from app.web.access import for_role, found, me, my_centres
from app.web.on_paper.desk import KeyingTask, PaperDesk, desk_of, task_of
from app.web.on_paper.forms import FORMS, KeyingForm, PrintPapersForm, asking
from app.web.pictures import ADDRESS, is_hash, send_picture

bp = Blueprint("on_paper", __name__, url_prefix="/papers")

SAID = {
    Outcome.WAITS: "Candidate {number} is keyed in once. Now somebody else keys the same paper.",
    Outcome.DIFFERS: "What two people keyed for candidate {number} differs. Each of them looks at"
    " the paper again.",
    Outcome.AGREES: "Both sheets of candidate {number} agree: the test is handed in.",
}


@bp.get("/<uuid:session_id>")
@for_role(Role.INVIGILATOR, Role.EXAMS_OFFICER)
def desk(session_id: UUID) -> str:
    """Show whose paper can be printed, and whose sheet waits to be keyed in."""
    return _desk_page(_desk(session_id), PrintPapersForm())


@bp.post("/<uuid:session_id>/print")
@for_role(Role.INVIGILATOR, Role.EXAMS_OFFICER)
def print_chosen(session_id: UUID) -> str | Answer | tuple[str, int]:
    """Show the papers of the candidates ticked for printing, or give them as text for braille."""
    shown, form = _desk(session_id), PrintPapersForm()
    if not form.validate_on_submit():
        return _desk_page(shown, form), 422
    chosen, kind = form.sitting.data or [], PrintForm(form.print_form.data)
    with database().begin() as db:
        printing = print_papers(db, session_id, chosen, kind, me().person_id, g.now)
    if not printing.papers:
        flash("Nothing was printed: those tests are handed in or void.")
        return redirect(url_for(".desk", session_id=session_id))
    if kind is PrintForm.BRAILLE:
        return _text(printing)
    return render_template("on_paper/print.html", printing=printing, session_id=session_id)


@bp.get(f"/<uuid:session_id>/media/{ADDRESS}")
@for_role(Role.INVIGILATOR, Role.EXAMS_OFFICER)
def picture(session_id: UUID, picture: str) -> Response:
    """Send a picture that stands on a locked paper of the session."""
    centres = my_centres(Role.INVIGILATOR, Role.EXAMS_OFFICER)
    with database().read() as db:
        held = read_printed_picture(db, session_id, centres, picture) if is_hash(picture) else None
    return send_picture(held)


@bp.route("/<uuid:session_id>/keying/<uuid:sitting_id>", methods=["GET", "POST"])
@for_role(Role.INVIGILATOR, Role.EXAMS_OFFICER)
def key(session_id: UUID, sitting_id: UUID) -> str | Answer | tuple[str, int]:
    """Take the letters ticked on a candidate's print, as one person reads them."""
    shown = _desk(session_id)
    task = _task(shown, sitting_id)
    form = asking(task.asked, task.time)
    if form.validate_on_submit():
        try:
            outcome = _key(shown, sitting_id, task, form)
            flash(SAID[outcome].format(number=task.number))
            return redirect(url_for(".desk", session_id=session_id))
        except Refusal as refusal:
            _show(form, refusal)
    page = render_template("on_paper/keying.html", desk=shown, task=task, form=form, Turn=Turn)
    return page, 422 if form.errors else 200


def _key(shown: PaperDesk, sitting_id: UUID, task: KeyingTask, form: KeyingForm) -> Outcome:
    finished_at = form.finished_at(task.day, shown.centre.time_zone)
    with database().begin() as db:
        return key_sheet(
            db, shown.session.id, sitting_id, form.ticked, finished_at, me().person_id, g.now
        )


def _show(form: KeyingForm, refusal: Refusal) -> None:
    """Say an impossible time beside its field; every other refusal is a page."""
    if refusal.reason is not Reason.HANDED_IN_RANGE or "handed_in" not in form:
        raise refusal
    form.handed_in.errors = ["Time handed in must lie between the opening of the session and now"]


def _desk(session_id: UUID) -> PaperDesk:
    centres = my_centres(Role.INVIGILATOR, Role.EXAMS_OFFICER)
    with database().read() as db:
        return desk_of(db, found(session_for(db, session_id, centres)), me().person_id)


def _task(shown: PaperDesk, sitting_id: UUID) -> KeyingTask:
    zone = shown.centre.time_zone
    with database().read() as db:
        return found(task_of(db, shown.session, sitting_id, zone, me().person_id))


def _desk_page(shown: PaperDesk, form: PrintPapersForm) -> str:
    invigilates = shown.session.centre_id in my_centres(Role.INVIGILATOR)
    return render_template(
        "on_paper/desk.html", desk=shown, form=form, forms=FORMS, invigilates=invigilates, Turn=Turn
    )


def _text(printing: Printing) -> Response:
    content = BytesIO(write_braille_text(printing).encode())
    numbers = [paper.candidate_number for paper in printing.papers]
    whose = numbers[0] if len(numbers) == 1 else f"{len(numbers)}-candidates"
    name = f"paper-{printing.centre_number}-{printing.opens_at:%Y-%m-%d}-{whose}.txt"
    return send_file(content, "text/plain; charset=utf-8", as_attachment=True, download_name=name)
