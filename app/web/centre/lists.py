"""A spreadsheet of candidates on its way: its columns, what would come of it, taking it."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from app.domain.candidate_columns import NAMES
from app.domain.candidate_plan import PlannedRow
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Role
from app.extensions import database
from app.files.candidate_sheet import Sheet
from app.files.candidate_sheet_out import refused_csv, refused_xlsx
from app.services import candidate_lists as lists
from app.services.candidate_entry import draw_for_list, take_list, taken_of
from app.services.candidate_lists import ReadList
from app.store.organisations import CentreRow
from app.store.queries.candidate_lists import list_for
from app.store.queries.sessions import session_for, session_line
from app.store.room import CandidateListRow
from app.web.access import for_role, found, me
from app.web.centre.blueprint import bp, my_centre
from app.web.centre.forms import ConfirmForm
from app.web.centre.list_forms import MendForm, SheetForm, TakeForm, columns_form
from app.web.centre.upload import a_file
from app.web.errors import sentence_for

PAGE = 50  # rows on one page of the preview
SAMPLES = 3  # values shown of each column


@bp.route("/<uuid:centre_id>/lists/<uuid:list_id>/columns", methods=["GET", "POST"])
@for_role(Role.EXAMS_OFFICER)
def list_columns(centre_id: UUID, list_id: UUID) -> str | Response:
    """Show what each column is taken for, to be corrected; first of all, which sheet is meant."""
    with database().read() as db:
        centre, row, line = _my_list(db, centre_id, list_id)
    if sheets := lists.waiting_sheets(row):
        form = SheetForm(sheets)
        return render_template("centre/upload_sheet.html", centre=centre, form=form, row=row)
    sheet = Sheet.of(row.sheet)
    form = columns_form(sheet.header, lists.mapping_of(row), bool(row.sheet.get("month_first")))
    if form.validate_on_submit():
        with database().begin() as db:
            month_first = form.dates.data == "month"
            lists.map_columns(db, list_id, form.mapping, month_first, me().person_id, g.now)
        return redirect(url_for(".list_preview", centre_id=centre_id, list_id=list_id))
    facts = {"sheet": sheet, "samples": _samples(sheet), "line": line, "row": row}
    return render_template("centre/upload_columns.html", centre=centre, form=form, **facts)


@bp.post("/<uuid:centre_id>/lists/<uuid:list_id>/sheet")
@for_role(Role.EXAMS_OFFICER)
def list_sheet(centre_id: UUID, list_id: UUID) -> Response | str:
    """Choose the sheet that holds the candidates."""
    with database().read() as db:
        centre, row, _ = _my_list(db, centre_id, list_id)
    form = SheetForm(lists.waiting_sheets(row))
    if not form.validate_on_submit():
        return render_template("centre/upload_sheet.html", centre=centre, form=form, row=row)
    with database().begin() as db:
        lists.choose_list_sheet(db, list_id, form.sheet.data, me().person_id, g.now)
    return redirect(url_for(".list_columns", centre_id=centre_id, list_id=list_id))


@bp.get("/<uuid:centre_id>/lists/<uuid:list_id>")
@for_role(Role.EXAMS_OFFICER)
def list_preview(centre_id: UUID, list_id: UUID) -> str | Response:
    """Show what would come of every row, bad cells to be mended first."""
    return _preview(centre_id, list_id)


@bp.post("/<uuid:centre_id>/lists/<uuid:list_id>")
@for_role(Role.EXAMS_OFFICER)
def mend_list(centre_id: UUID, list_id: UUID) -> Response:
    """Write bad cells anew, leave rows out or put them back."""
    with database().read() as db:
        _my_list(db, centre_id, list_id)
    form = MendForm()
    out, back = form.rows("out"), form.rows("back")
    with database().begin() as db:
        lists.mend_list(db, list_id, form.cells, out, back, me().person_id, g.now)
    return redirect(url_for(".list_preview", centre_id=centre_id, list_id=list_id))


@bp.post("/<uuid:centre_id>/lists/<uuid:list_id>/take")
@for_role(Role.EXAMS_OFFICER)
def take_candidates(centre_id: UUID, list_id: UUID) -> Response | str | tuple[str, int]:
    """Write all rows that are right, or all or none."""
    form = TakeForm()
    with database().read() as db:
        _, row, _ = _my_list(db, centre_id, list_id)
        papers = draw_for_list(db, row, g.now)
    try:
        with database().begin() as db:
            whole = form.how.data != "valid"
            seen = form.seen.data or ""
            take_list(db, list_id, seen, whole, me().person_id, g.now, papers)
    except Refusal as refusal:
        if refusal.reason not in (Reason.ROWS_REFUSED, Reason.NO_ROWS, Reason.LIST_CHANGED):
            raise
        return _preview(centre_id, list_id, refusal)
    return redirect(url_for(".list_preview", centre_id=centre_id, list_id=list_id))


@bp.post("/<uuid:centre_id>/lists/<uuid:list_id>/cancel")
@for_role(Role.EXAMS_OFFICER)
def cancel_list(centre_id: UUID, list_id: UUID) -> Response:
    """Throw the spreadsheet away."""
    with database().read() as db:
        _, row, _ = _my_list(db, centre_id, list_id)
    with database().begin() as db:
        lists.cancel_list(db, list_id, me().person_id, g.now)
    flash("The file is deleted." if taken_of(row) else "Nothing was written. The file is deleted.")
    return _leave(row)


@bp.get("/<uuid:centre_id>/lists/<uuid:list_id>/refused/<any(csv, xlsx):kind>")
@for_role(Role.EXAMS_OFFICER)
def refused_rows(centre_id: UUID, list_id: UUID, kind: str) -> Response:
    """Give the rows that cannot be taken, each with the reason, to be mended and sent again."""
    with database().read() as db:
        _, row, _ = _my_list(db, centre_id, list_id)
        read = lists.read_list(db, row, g.now)
    write = refused_xlsx if kind == "xlsx" else refused_csv
    return a_file(write(read.sheet.header, _with_reasons(read)), kind, f"refused-rows.{kind}")


def _my_list(
    db: Session, centre_id: UUID, list_id: UUID
) -> tuple[CentreRow, CandidateListRow, Any]:
    """Return my centre, a spreadsheet that waits there and the session it is for, else answer 404."""
    centre = my_centre(db, centre_id)
    row = found(list_for(db, list_id, {centre.id}, g.now - lists.KEPT))
    session = session_for(db, row.session_id, {centre.id}) if row.session_id else None
    return centre, row, session_line(db, session) if session else None


def _is_unread(row: CandidateListRow) -> bool:
    """Say whether nobody has said yet what its columns are."""
    return not row.sheet.get("mapped")


def _preview(centre_id: UUID, list_id: UUID, refusal: Refusal | None = None) -> Any:
    with database().read() as db:
        centre, row, line = _my_list(db, centre_id, list_id)
        if _is_unread(row):
            return redirect(url_for(".list_columns", centre_id=centre_id, list_id=list_id))
        read = lists.read_list(db, row, g.now)
    facts = {"centre": centre, "row": row, "line": line, "read": read, "taken": taken_of(row)}
    facts |= {"refusal": sentence_for(refusal) if refusal else None, **_page_of(read)}
    forms = {"mend": MendForm(), "take": TakeForm(seen=read.seen), "cancel": ConfirmForm()}
    return render_template("centre/upload_preview.html", names=NAMES, **forms, **facts), (
        409 if refusal else 200
    )


def _page_of(read: ReadList) -> dict[str, Any]:
    """Return one page of the rows, those to mend first."""
    page = max(request.args.get("page", 1, type=int), 1)
    rows = [*read.refused, *read.valid][PAGE * (page - 1) : PAGE * page]
    bad = {id(each) for each in read.refused}
    return {
        "page": page,
        "more": len(read.rows) > PAGE * page,
        "bad": [(each, _faulty_cells(read, each)) for each in rows if id(each) in bad],
        "good": [each for each in rows if id(each) not in bad],
    }


def _faulty_cells(read: ReadList, planned: PlannedRow) -> list[tuple[Any, str, str]]:
    """Return each bad cell of a row with its text and all that is said about it."""
    places = {column: place for place, column in read.mapping.items()}
    cells = planned.row.line.cells
    found: dict[Any, list[str]] = {}
    for fault in planned.row.faults:
        found.setdefault(fault.column, []).append(f"{fault.what} {fault.remedy}")
    return [
        (
            column,
            cells[place] if (place := places.get(column, len(cells))) < len(cells) else "",
            " ".join(said),
        )
        for column, said in found.items()
    ]


def _samples(sheet: Sheet) -> list[list[str]]:
    """Return the first values of each column."""
    columns = [
        [line.cells[place] for line in sheet.lines if place < len(line.cells) and line.cells[place]]
        for place in range(len(sheet.header))
    ]
    return [values[:SAMPLES] for values in columns]


def _with_reasons(read: ReadList) -> list[list[str]]:
    """Return the rows that were not taken, in the order of the file, the reason before each."""
    reasons = {
        each.row.line.number: (each.row.line, " ".join(map(str, each.row.faults)))
        for each in read.refused
    }
    reasons |= {line.number: (line, "Left out.") for line in read.left_out}
    return [[why, *line.cells] for _, (line, why) in sorted(reasons.items())]


def _leave(row: CandidateListRow) -> Response:
    """Go back to where the spreadsheet was sent from."""
    if row.session_id:
        return redirect(url_for(".session", centre_id=row.centre_id, session_id=row.session_id))
    return redirect(url_for(".candidates", centre_id=row.centre_id))
