"""Publishing in one line, for tests of what it does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.domain.bank import Bank
from app.domain.specification import Specification
from app.files.media import PictureFile
from app.services.bank_publication import Published
from app.services.publishing import publish_bank, publish_specification
from app.store.database import Database
from app.store.queries import content
from tests.cast import LONG_AGO, Cast, sample_bank, sample_specification


def publish(
    database: Database,
    cast: Cast,
    bank: Bank,
    now: datetime = LONG_AGO,
    pictures: Sequence[PictureFile] = (),
) -> Published:
    """Publish a bank: Edgar puts it forward, Esme approves it."""
    with database.begin() as db:
        return publish_bank(db, cast.body, bank, cast.edgar, cast.esme, now, pictures)


def publish_sample(
    database: Database, cast: Cast, spec: Specification | None = None
) -> tuple[UUID, UUID]:
    """Publish the sample bank and specification; return the bank and the specification's version."""
    bank = publish(database, cast, sample_bank())
    with database.begin() as db:
        version = publish_specification(
            db,
            cast.body,
            spec or sample_specification(),
            cast.edgar,
            LONG_AGO,
            approved_by=cast.esme,
        )
    return bank.bank_id, version


def with_first(bank: Bank, **changed: object) -> Bank:
    """Give the bank with something about its first item changed."""
    first, *others = bank.items
    return replace(bank, items=(replace(first, **changed), *others))  # type: ignore[arg-type]


def bank_in(database: Database, cast: Cast, bank_id: UUID) -> Bank:
    """Read a bank back as an export would write it."""
    with database.read() as db:
        row = content.bank_for(db, bank_id, {cast.body})
        assert row is not None
        return content.bank_with(db, row)
