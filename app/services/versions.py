"""How an item version is made, and what may be said anew of one that exists."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.item import Item
from app.domain.picture import Picture
from app.files.markup import render, render_line, shown_in
from app.store.content import BankRow, ItemMediaRow, ItemRow, ItemVersionRow, KeyVersionRow
from app.store.mapping import waivers_json

ITEM_VERSION = "item_version"


def numbered(row: ItemRow, version: int) -> ItemVersionRow | None:
    """Return the item's version of this number."""
    return next((v for v in row.versions if v.version == version), None)


def asks_otherwise(kept: Item, item: Item) -> bool:
    """Say whether two versions differ in what a candidate meets or in which option is right."""

    def asked(of: Item) -> tuple[object, ...]:
        return of.stem, [(o.letter, o.text) for o in of.options], of.kind, of.shuffle, of.key

    return asked(kept) != asked(item)


def explains_otherwise(kept: Item, item: Item) -> bool:
    """Say whether two versions of the same words differ in why their options are right or wrong."""
    return [o.rationale for o in kept.options] != [o.rationale for o in item.options]


def new_item(db: Session, bank: BankRow, item: Item) -> ItemRow:
    """Add an item, as yet without any version, to the bank."""
    row = ItemRow(
        awarding_body_id=bank.awarding_body_id,
        bank_id=bank.id,
        code=item.id,
        language=bank.language,
        versions=[],
    )
    db.add(row)
    return row


def add_version(
    db: Session,
    row: ItemRow,
    item: Item,
    pictures: Mapping[str, Picture],
    by: UUID,
    now: datetime,
) -> ItemVersionRow:
    """Add a version with its first key; its HTML is made and cleaned here, once for ever.

    The pictures it shows are kept already.
    """
    version = ItemVersionRow(
        awarding_body_id=row.awarding_body_id,
        version=item.version,
        kind=item.kind,
        shuffle=item.shuffle,
        stem=item.stem,
        options=[{"letter": o.letter, "text": o.text} for o in item.options],
        stem_html=render(item.stem, pictures),
        options_html=[render_line(o.text, pictures) for o in item.options],
        created_by=by,
        created_at=now,
        keys=[],
    )
    write_facts(row, version, item)
    row.versions.append(version)
    row.versions.sort(key=lambda v: v.version)
    add_key(db, version, item, by, now)
    _add_pictures(db, version, item, pictures)
    return version


def _add_pictures(
    db: Session, version: ItemVersionRow, item: Item, pictures: Mapping[str, Picture]
) -> None:
    """Note which pictures the version shows, each with the first words that stand for it."""
    shown = {each.name: each for each in reversed(shown_in(item))}
    for name, each in shown.items():
        db.add(
            ItemMediaRow(
                awarding_body_id=version.awarding_body_id,
                item_version_id=version.id,
                name=name,
                media_hash=bytes.fromhex(pictures[name].hash),
                alternative=each.alternative,
                decorative=each.decorative,
            )
        )
    db.flush()


def add_key(
    db: Session, version: ItemVersionRow, item: Item, by: UUID, now: datetime, reason: str = ""
) -> KeyVersionRow:
    """Add a version of the key with its rationales."""
    key = KeyVersionRow(
        awarding_body_id=version.awarding_body_id,
        version=len(version.keys) + 1,
        letters="".join(sorted(item.key)),
        rationales={o.letter: o.rationale for o in item.options if o.rationale},
        reason=reason,
        created_by=by,
        created_at=now,
    )
    version.keys.append(key)
    db.flush()
    return key


def write_facts(row: ItemRow, version: ItemVersionRow, item: Item) -> None:
    """Write what is said about an item and changes nothing that a candidate meets."""
    row.replaces = item.replaces
    row.set_code = item.set_id
    version.criterion = item.criterion
    version.level = item.level
    version.status = item.status
    version.facility = item.facility
    version.guidance = item.guidance
    version.law_as_at = item.law_as_at
    version.review_by = item.review_by
    version.enemies = sorted(item.enemies)
    version.waivers = waivers_json(item.waivers)
