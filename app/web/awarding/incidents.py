"""What the awarding body must be told of, and the categories its centres write incidents down in."""

from io import BytesIO
from uuid import UUID

from flask import flash, g, redirect, render_template, request, send_file, url_for
from werkzeug import Response

from app.domain.incident import Category
from app.domain.refusals import Refusal
from app.domain.roles import Role
from app.extensions import database
from app.files.csv_text import EXCEL_ENCODING
from app.files.incidents_csv import write_incidents
from app.services.incidents import add_category, change_category, offer_category
from app.store.organisations import AwardingBodyRow
from app.store.queries.incidents import categories_of, category_rows, to_tell
from app.store.queries.organisations import bodies_among, body_for
from app.store.queries.session_record import record_for
from app.web.access import for_role, found, me, my_bodies
from app.web.awarding.blueprint import bp
from app.web.awarding.forms import ApproveForm, CategoryForm
from app.web.record_pages import record_answer

PAGE = 50  # incidents on one page of the list


@bp.get("/incidents")
@for_role(Role.AWARDING_OFFICER)
def incidents() -> str:
    """List what the centres had to tell, the last first."""
    page = max(request.args.get("page", 1, type=int), 1)
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        told = to_tell(db, bodies, limit=PAGE + 1, offset=PAGE * (page - 1))
        mine = bodies_among(db, bodies)
    return render_template(
        "awarding/incidents.html", told=told[:PAGE], bodies=mine, page=page, more=len(told) > PAGE
    )


@bp.get("/incidents.csv")
@for_role(Role.AWARDING_OFFICER)
def incidents_file() -> Response:
    """Give what the centres had to tell as a file that spreadsheets open."""
    with database().read() as db:
        told = to_tell(db, my_bodies(Role.AWARDING_OFFICER))
    content = BytesIO(write_incidents(told).encode(EXCEL_ENCODING))
    name = f"incidents-{g.now:%Y-%m-%d}.csv"
    return send_file(content, "text/csv; charset=utf-8", as_attachment=True, download_name=name)


@bp.get("/sessions/<uuid:session_id>/record/<int:issue>/<any('json','pdf'):kind>")
@for_role(Role.AWARDING_OFFICER)
def record_file(session_id: UUID, issue: int, kind: str) -> Response:
    """Give one issue of a session's record to take away."""
    bodies = my_bodies(Role.AWARDING_OFFICER)
    with database().read() as db:
        row = found(record_for(db, session_id, issue, bodies=bodies))
    return record_answer(row, kind)


@bp.get("/bodies/<uuid:body_id>/incident-categories")
@for_role(Role.AWARDING_OFFICER)
def categories(body_id: UUID) -> str:
    """List the categories, those taken away too."""
    body, known = _known(body_id)
    with database().read() as db:
        standard = not category_rows(db, body_id)
    return render_template(
        "awarding/categories.html", body=body, known=known, standard=standard, form=ApproveForm()
    )


@bp.route("/bodies/<uuid:body_id>/incident-categories/new", methods=["GET", "POST"])
@for_role(Role.AWARDING_OFFICER)
def new_category(body_id: UUID) -> str | Response:
    """Put a category on the list."""
    body, _ = _known(body_id)
    form = CategoryForm()
    if form.validate_on_submit():
        try:
            with database().begin() as db:
                add_category(db, body_id, *form.told, me().person_id, g.now)
            return _saved(body_id, "It is on the list: rooms can choose it now.")
        except Refusal as refusal:
            form.show(refusal)
    return render_template("awarding/category.html", body=body, category=None, form=form)


@bp.route(
    "/bodies/<uuid:body_id>/incident-categories/<string:category>/change", methods=["GET", "POST"]
)
@for_role(Role.AWARDING_OFFICER)
def change_incident_category(body_id: UUID, category: str) -> str | Response:
    """Rename a category, and say whether and what the awarding body must be told."""
    body, known = _known(body_id)
    shown = found(next((each for each in known if each.code == category), None))
    form = CategoryForm(obj=shown)
    if form.validate_on_submit():
        try:
            with database().begin() as db:
                change_category(db, body_id, category, *form.told, me().person_id, g.now)
            return _saved(
                body_id, "It is changed. Incidents written down before keep its old name."
            )
        except Refusal as refusal:
            form.show(refusal)
    return render_template("awarding/category.html", body=body, category=shown, form=form)


@bp.post(
    "/bodies/<uuid:body_id>/incident-categories/<string:category>/<any('retire','offer'):wanted>"
)
@for_role(Role.AWARDING_OFFICER)
def offer_incident_category(body_id: UUID, category: str, wanted: str) -> Response:
    """Take a category off the list, or put it back."""
    _, known = _known(body_id)
    found(next((each for each in known if each.code == category), None))
    with database().begin() as db:
        offer_category(db, body_id, category, wanted == "offer", me().person_id, g.now)
    done = "back on the list" if wanted == "offer" else "off the list; incidents in it stay"
    return _saved(body_id, f"It is {done}.")


def _known(body_id: UUID) -> tuple[AwardingBodyRow, tuple[Category, ...]]:
    with database().read() as db:
        body = found(body_for(db, body_id, my_bodies(Role.AWARDING_OFFICER)))
        return body, categories_of(db, body_id)


def _saved(body_id: UUID, told: str) -> Response:
    flash(told)
    return redirect(url_for(".categories", body_id=body_id))
