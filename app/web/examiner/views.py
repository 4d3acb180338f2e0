"""Banks, criteria, items and specifications, as an examiner reads and writes them."""

from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import Response as Answer
from werkzeug import Response

from app.domain.item import ItemStatus
from app.domain.roles import Role
from app.domain.waivers import can_be_set_aside
from app.domain.writing.check import RULES
from app.extensions import database
from app.services import authoring, publishing
from app.store.mapping import bank_of, item_of
from app.store.queries import content, items
from app.store.queries.pictures import content_kept, pictures_of
from app.web.access import for_role, found, me, my_bodies
from app.web.examiner import pages, writing
from app.web.examiner.forms import ItemForm, as_written, told
from app.web.examiner.writing import Draft
from app.web.pictures import ADDRESS, is_hash, send_picture

bp = Blueprint("examiner", __name__, url_prefix="/banks")


@bp.get("")
@for_role(Role.EXAMINER)
def banks() -> str:
    """List the banks and what waits for this person's approval."""
    with database().read() as db:
        page = pages.desk(db, my_bodies(Role.EXAMINER), me().person_id, g.now.date())
    return render_template("examiner/banks.html", page=page, ItemStatus=ItemStatus)


@bp.get("/<uuid:bank_id>")
@for_role(Role.EXAMINER)
def bank(bank_id: UUID) -> str:
    """Show a bank with its coverage and its corrections of the source."""
    with database().read() as db:
        page = found(
            pages.bank_page(db, bank_id, my_bodies(Role.EXAMINER), me().person_id, g.now.date())
        )
    return render_template("examiner/bank.html", page=page, ItemStatus=ItemStatus, told=told)


@bp.get("/<uuid:bank_id>/criteria/<string:criterion_id>")
@for_role(Role.EXAMINER)
def criterion(bank_id: UUID, criterion_id: str) -> str:
    """List the items of one criterion."""
    with database().read() as db:
        page = found(pages.criterion_page(db, bank_id, criterion_id, my_bodies(Role.EXAMINER)))
    return render_template("examiner/criterion.html", page=page, today=g.now.date())


@bp.get("/items/<uuid:item_id>")
@for_role(Role.EXAMINER)
def item(item_id: UUID) -> str:
    """Show an item as candidates see it, with its key, its findings and its history."""
    with database().read() as db:
        page = found(
            pages.item_page(db, item_id, my_bodies(Role.EXAMINER), me().person_id, g.now.date())
        )
    return render_template(
        "examiner/item.html",
        page=page,
        told=told,
        rules=RULES,
        about_writing=[p for p in page.problems if can_be_set_aside(p)],
        other_findings=[p for p in page.problems if not can_be_set_aside(p)],
    )


@bp.get(f"/media/{ADDRESS}")
@for_role(Role.EXAMINER)
def picture(picture: str) -> Answer:
    """Send a picture that one of my awarding bodies keeps."""
    with database().read() as db:
        held = content_kept(db, my_bodies(Role.EXAMINER), picture) if is_hash(picture) else None
    return send_picture(held)


@bp.route("/<uuid:bank_id>/items/new", methods=["GET", "POST"])
@for_role(Role.EXAMINER)
def new_item(bank_id: UUID) -> Response | str:
    """Write a new item for a bank."""
    with database().read() as db:
        row = found(content.bank_for(db, bank_id, my_bodies(Role.EXAMINER)))
        codes = [item.code for item in items.item_rows(db, bank_id)]
    offered = {
        "code": pages.next_item_id(row.unit, codes),
        "criterion": request.args.get("criterion"),
    }
    return writing.answer(Draft(ItemForm(bank_of(row), data=offered), row))


@bp.route("/items/<uuid:item_id>/edit", methods=["GET", "POST"])
@for_role(Role.EXAMINER)
def edit_item(item_id: UUID) -> Response | str:
    """Edit an item: what is saved is its next version."""
    with database().read() as db:
        row = found(items.item_for(db, item_id, my_bodies(Role.EXAMINER)))
        bank_row = found(content.bank_for(db, row.bank_id, my_bodies(Role.EXAMINER)))
        before = item_of(row, row.versions[-1])
        pictures = pictures_of(db, row.versions[-1].id)
    form = ItemForm(bank_of(bank_row), data=as_written(before))
    return writing.answer(Draft(form, bank_row, before, item_id, pictures))


@bp.post("/versions/<uuid:version_id>/approve")
@for_role(Role.EXAMINER)
def approve(version_id: UUID) -> Response:
    """Approve the version of an item that was looked at."""
    with database().begin() as db:
        version = found(items.version_for(db, version_id, my_bodies(Role.EXAMINER)))
        authoring.approve_item(db, version_id, me().person_id, g.now)
        item_id, told = version.item_id, f"{version.item.code} version {version.version}"
    flash(f"Item {told} is approved. Papers can be drawn with it from now on.")
    return redirect(url_for(".item", item_id=item_id))


@bp.get("/items/<uuid:item_id>/withdraw")
@for_role(Role.EXAMINER)
def ask_withdraw(item_id: UUID) -> str:
    """Say what withdrawing an item will do, and ask."""
    with database().read() as db:
        row = found(items.item_for(db, item_id, my_bodies(Role.EXAMINER)))
    return render_template("examiner/withdraw.html", row=row)


@bp.post("/items/<uuid:item_id>/withdraw")
@for_role(Role.EXAMINER)
def withdraw(item_id: UUID) -> Response:
    """Withdraw an item from every paper that is not locked."""
    with database().begin() as db:
        row = found(items.item_for(db, item_id, my_bodies(Role.EXAMINER)))
        authoring.withdraw_item(db, item_id, me().person_id, g.now)
    flash(f"Item {row.code} is withdrawn.")
    return redirect(url_for(".item", item_id=item_id))


@bp.get("/specifications/<uuid:specification_id>")
@for_role(Role.EXAMINER)
def specification(specification_id: UUID) -> str:
    """Show a specification, its versions, and whether its bank can fill it."""
    with database().read() as db:
        page = found(
            pages.specification_page(db, specification_id, my_bodies(Role.EXAMINER), me().person_id)
        )
    return render_template("examiner/specification.html", page=page)


@bp.post("/specifications/versions/<uuid:version_id>/approve")
@for_role(Role.EXAMINER)
def approve_specification(version_id: UUID) -> Response:
    """Approve the version of a specification that was looked at."""
    with database().begin() as db:
        bodies = my_bodies(Role.EXAMINER)
        version = found(content.specification_version_for(db, version_id, bodies))
        publishing.approve_specification(db, version_id, bodies, me().person_id, g.now)
    flash(f"Version {version.version} is approved. Centres can schedule it from now on.")
    return redirect(url_for(".specification", specification_id=version.specification_id))
