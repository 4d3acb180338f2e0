"""Pictures that come with the form in which an item is written."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from flask import g
from werkzeug.datastructures import FileStorage

from app.domain.picture import FOLDER, NAME, Picture
from app.domain.problems import Problem
from app.extensions import database
from app.files.media import MOST_BYTES, PictureFile, measure
from app.services.pictures import attach_pictures
from app.store.content import BankRow
from app.store.queries.pictures import picture_kept
from app.web.access import me
from app.web.examiner.forms import Finding, ItemForm

_KEPT = re.compile(rf"({NAME.pattern}) ([0-9a-f]{{64}})")


def pictures_kept(bank: BankRow, form: ItemForm) -> dict[str, Picture]:
    """Return the pictures that the form had brought before, as far as the awarding body keeps them."""
    named = [_KEPT.fullmatch(entry.data or "") for entry in form.kept]
    with database().read() as db:
        found = [
            picture_kept(db, bank.awarding_body_id, each[2], each[1]) for each in named if each
        ]
    return {picture.name: picture for picture in found if picture}


def attach(bank: BankRow, form: ItemForm) -> tuple[dict[str, Picture], list[Finding]]:
    """Keep the pictures that came with this request; return them by name, and what was wrong."""
    files = [_measured(sent) for sent in _sent(form)]
    refused = [("files", f"{f.what} {f.remedy}") for f in files if isinstance(f, Problem)]
    good = [file for file in files if isinstance(file, PictureFile)]
    if not good:
        return {}, refused
    with database().begin() as db:
        code = form.code.data or ""
        attached = attach_pictures(db, bank.id, code, good, me().person_id, g.now)
    return {picture.name: picture for picture in attached}, refused


def _sent(form: ItemForm) -> Iterator[FileStorage]:
    return (sent for sent in form.files.data or () if isinstance(sent, FileStorage) and sent)


def _measured(sent: FileStorage) -> PictureFile | Problem:
    return measure(_name_of(sent.filename or ""), sent.stream.read(MOST_BYTES + 1))


def _name_of(filename: str) -> str:
    """Return the name by which Markdown shows an uploaded file."""
    last = PurePosixPath(filename.replace("\\", "/")).name
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", last).strip(".-_")
    return FOLDER + (plain or "picture")
