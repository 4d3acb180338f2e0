"""Pictures of items: attached by examiners, shown to whoever has a question with them before them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.bank import Bank
from app.domain.picture import Picture
from app.domain.problems import Problem, ProblemsError, Where
from app.files.markup import shown_in
from app.files.media import PictureFile
from app.services.own_sitting import OwnSitting
from app.store.content import BankRow
from app.store.queries import content, pictures, room, sessions, sittings
from app.store.queries.paper_sittings import locked_papers
from app.store.queries.pictures import Content, IdVersion
from app.store.record import record

Pictures = Mapping[str, Picture]  # by the names that Markdown gives them


def keep_shown(db: Session, body: UUID, bank: Bank, files: Mapping[str, PictureFile]) -> None:
    """Keep the pictures that the items of a bank show."""
    for name in sorted({shown.name for item in bank.items for shown in shown_in(item)}):
        pictures.keep_picture(db, body, files[name].picture, files[name].content)


def attach_pictures(
    db: Session, bank_id: UUID, code: str, files: Iterable[PictureFile], by: UUID, now: datetime
) -> tuple[Picture, ...]:
    """Keep pictures for a version of the item that is being written; return them with their names.

    A name under which another item of the bank shows another picture gets a number.
    """
    bank = db.get_one(BankRow, bank_id)
    taken = _taken(db, bank, code)
    named = tuple(_named(file.picture, taken) for file in files)
    for picture, file in zip(named, files, strict=True):
        pictures.keep_picture(db, bank.awarding_body_id, picture, file.content)
    record(
        db,
        "attach_pictures",
        "bank",
        bank_id,
        now=now,
        by=by,
        body=bank.awarding_body_id,
        pictures=[picture.hash for picture in named],
    )
    return named


def read_own_picture(db: Session, own: OwnSitting, hash: str) -> Content | None:
    """Return a picture of the candidate's own paper; whoever calls has checked lease and step."""
    paper = sittings.paper_of_sitting(db, own.centre, own.sitting, own.draw)
    on_paper = {(item.id, item.version) for item in paper.items} if paper else set()
    if not on_paper & pictures.shown_by(db, own.bank, hash):
        return None
    bank = db.get_one(BankRow, own.bank)
    return pictures.content_kept(db, {bank.awarding_body_id}, hash)


def read_printed_picture(
    db: Session, session_id: UUID, centres: Collection[UUID], hash: str
) -> Content | None:
    """Return a picture of a locked paper of a session held at one of these centres."""
    session = sessions.session_for(db, session_id, centres)
    bank = content.bank_of_specification(db, session.specification_version_id) if session else None
    if session is None or bank is None:
        return None
    shown = pictures.shown_by(db, bank.id, hash)
    seated = [sitting.id for sitting, _ in room.seated(db, session)]
    papers = locked_papers(db, session, seated) if shown else {}
    if not any((i.id, i.version) in shown for paper in papers.values() for i in paper.items):
        return None
    return pictures.content_kept(db, {bank.awarding_body_id}, hash)


def bank_files(db: Session, row: BankRow, bank: Bank) -> tuple[PictureFile, ...]:
    """Return the pictures that the items of a bank show, as an export writes them.

    ProblemsError where two items show different pictures by one name.
    """
    kept = pictures.pictures_in(db, row.id)
    files: dict[str, Picture] = {}
    problems: list[Problem] = []
    for item in bank.items:
        for name, picture in kept.get((item.id, item.version), {}).items():
            if files.setdefault(name, picture).hash != picture.hash:
                what = f"It shows another picture by the name {name} than an item before it."
                remedy = "Edit one of the two, and attach its picture by another name."
                problems.append(Problem(Where(item=item.id), "picture.name", what, remedy))
    if problems:
        raise ProblemsError(problems)
    contents = pictures.contents_of(db, row.awarding_body_id, {p.hash for p in files.values()})
    return tuple(PictureFile(files[name], contents[files[name].hash]) for name in sorted(files))


def _taken(db: Session, bank: BankRow, code: str) -> dict[str, str]:
    """Return the hash that each name stands for in the bank's other items as they are now."""
    newest: dict[str, IdVersion] = {}
    kept = pictures.pictures_in(db, bank.id)
    for id, version in kept:
        newest[id] = max(newest.get(id, (id, 0)), (id, version))
    return {
        name: picture.hash
        for id, version in newest.values()
        if id != code
        for name, picture in kept[id, version].items()
    }


def _named(picture: Picture, taken: dict[str, str]) -> Picture:
    """Return the picture by the first name, numbered if need be, that stands for no other."""
    stem, dot, ending = picture.name.rpartition(".")
    name, number = picture.name, 1
    while taken.get(name, picture.hash) != picture.hash:
        number += 1
        name = f"{stem}-{number}.{ending}" if dot else f"{picture.name}-{number}"
    return Picture(name, picture.hash, picture.type, picture.width, picture.height)
