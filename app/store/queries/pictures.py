"""Pictures: kept once for each awarding body, found by who shows them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.picture import Picture
from app.store.content import ItemMediaRow, ItemRow, ItemVersionRow, MediaRow

IdVersion = tuple[str, int]  # an item's code and the number of a version


@dataclass(frozen=True, slots=True)
class Content:
    """A picture as it is sent: its media type and its bytes."""

    type: str
    content: bytes


def keep_picture(db: Session, body: UUID, picture: Picture, content: bytes) -> None:
    """Keep a picture for an awarding body, unless it is there."""
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    db.execute(
        insert(MediaRow)
        .values(
            awarding_body_id=body,
            hash=bytes.fromhex(picture.hash),
            type=picture.type,
            width=picture.width,
            height=picture.height,
            content=content,
        )
        .on_conflict_do_nothing()
    )


def picture_kept(db: Session, body: UUID, hash: str, name: str) -> Picture | None:
    """Return a picture that an awarding body keeps, by the name that it is given."""
    row = db.execute(
        select(MediaRow.hash, MediaRow.type, MediaRow.width, MediaRow.height).where(
            MediaRow.awarding_body_id == body, MediaRow.hash == bytes.fromhex(hash)
        )
    ).first()
    return _picture(name, *row) if row else None


def content_kept(db: Session, bodies: Collection[UUID], hash: str) -> Content | None:
    """Return a picture's content from the keeping of these awarding bodies."""
    row = db.execute(
        select(MediaRow.type, MediaRow.content)
        .where(MediaRow.hash == bytes.fromhex(hash), MediaRow.awarding_body_id.in_(bodies))
        .limit(1)
    ).first()
    return Content(*row) if row else None


def pictures_of(db: Session, version_id: UUID) -> dict[str, Picture]:
    """Return the pictures that an item version shows, by name."""
    rows = db.execute(_shown().where(ItemMediaRow.item_version_id == version_id))
    return {row.name: _of_row(row) for row in rows}


def pictures_in(db: Session, bank_id: UUID) -> dict[IdVersion, dict[str, Picture]]:
    """Return the pictures that every version of the bank's items shows, by name."""
    rows = db.execute(_shown().where(ItemRow.bank_id == bank_id))
    found: dict[IdVersion, dict[str, Picture]] = {}
    for row in rows:
        found.setdefault((row.code, row.version), {})[row.name] = _of_row(row)
    return found


def shown_by(db: Session, bank_id: UUID, hash: str) -> frozenset[IdVersion]:
    """Return which item versions of the bank show a picture."""
    rows = db.execute(
        select(ItemRow.code, ItemVersionRow.version)
        .join_from(ItemMediaRow, ItemVersionRow)
        .join(ItemRow)
        .where(ItemRow.bank_id == bank_id, ItemMediaRow.media_hash == bytes.fromhex(hash))
    )
    return frozenset((code, version) for code, version in rows)


def contents_of(db: Session, body: UUID, hashes: Iterable[str]) -> dict[str, bytes]:
    """Return the content of an awarding body's pictures by hash."""
    wanted = [bytes.fromhex(hash) for hash in hashes]
    rows = db.execute(
        select(MediaRow.hash, MediaRow.content).where(
            MediaRow.awarding_body_id == body, MediaRow.hash.in_(wanted)
        )
    )
    return {hash.hex(): content for hash, content in rows}


def _shown() -> Select[str, int, str, bytes, str, int, int]:
    return (
        select(
            ItemRow.code,
            ItemVersionRow.version,
            ItemMediaRow.name,
            MediaRow.hash,
            MediaRow.type,
            MediaRow.width,
            MediaRow.height,
        )
        .join_from(ItemMediaRow, MediaRow)
        .join(ItemVersionRow, ItemVersionRow.id == ItemMediaRow.item_version_id)
        .join(ItemRow, ItemRow.id == ItemVersionRow.item_id)
        .order_by(ItemMediaRow.name)
    )


def _of_row(row: Row[str, int, str, bytes, str, int, int]) -> Picture:
    return _picture(row.name, row.hash, row.type, row.width, row.height)


def _picture(name: str, hash: bytes, type: str, width: int, height: int) -> Picture:
    return Picture(name, bytes(hash).hex(), type, width, height)
