"""Publishing one bank item by item: what is added, what is changed, what is withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.domain.bank import Bank
from app.domain.item import Item, ItemStatus
from app.domain.picture import Picture
from app.domain.refusals import Reason, Refusal
from app.files.markup import shown_in
from app.services import versions
from app.services.approvals import approve, propose
from app.store.content import BankRow, ItemRow, ItemVersionRow
from app.store.mapping import item_of
from app.store.queries.items import written_here
from app.store.queries.pictures import pictures_in

Pictures = Mapping[str, Picture]  # by the names that Markdown gives them


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of publishing a bank; items are named by their ids.

    `added` have a new version, `changed` other facts about the version they had, `withdrawn` were
    no longer in the bank; `still_withdrawn` come back only with a version that is new. What was
    written on the pages stays: `newer_here` have a later version, `only_here` are in no file.
    """

    bank_id: UUID
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    still_withdrawn: tuple[str, ...] = ()
    newer_here: tuple[str, ...] = ()
    only_here: tuple[str, ...] = ()


def refuse_changed(
    db: Session, bank_id: UUID, bank: Bank, kept: dict[str, ItemRow], pictures: Pictures
) -> None:
    """Refuse, all at once, items whose published version reads otherwise or shows other pictures."""
    before = pictures_in(db, bank_id)
    changed = [
        (item.id, item.version)
        for item in bank.items
        if (row := kept.get(item.id))
        and (version := versions.numbered(row, item.version))
        and (
            versions.asks_otherwise(item_of(row, version), item)
            or before.get((item.id, item.version), {}) != _shown(item, pictures)
        )
    ]
    if changed:
        names = ", ".join(f"{id} version {version}" for id, version in changed)
        raise Refusal(Reason.ITEM_CHANGED, items=names, changed=tuple(changed))


def _shown(item: Item, pictures: Pictures) -> dict[str, Picture]:
    return {each.name: pictures[each.name] for each in shown_in(item)}


@dataclass(slots=True)
class Publication:
    """One publishing of one bank: who stands behind it, and what is there already."""

    db: Session
    bank: BankRow
    kept: dict[str, ItemRow]
    pictures: Pictures
    by: UUID
    approved_by: UUID
    now: datetime

    def publish(self, bank: Bank) -> Published:
        """Publish every item and withdraw what the bank no longer holds."""
        told: dict[str, list[str]] = {}
        for item in bank.items:
            told.setdefault(self._publish_item(item), []).append(item.id)
            if (row := self.kept.get(item.id)) and row.versions[-1].version > item.version:
                told.setdefault("newer_here", []).append(item.id)
        self._withdraw_others({item.id for item in bank.items}, told)
        self.db.flush()
        return Published(bank_id=self.bank.id, **{name: tuple(ids) for name, ids in told.items()})

    def _withdraw_others(self, known: set[str], told: dict[str, list[str]]) -> None:
        """Withdraw the items that the bank no longer holds; keep those it cannot know."""
        here = written_here(self.db, self.bank.id)
        for row in self.kept.values():
            if row.code in known or row.withdrawn_at:
                continue
            told.setdefault("only_here" if row.code in here else "withdrawn", []).append(row.code)
            if row.code not in here:
                row.withdrawn_at = self.now

    def _publish_item(self, item: Item) -> str:
        """Publish one item and say what became of it: the name of a field of `Published`."""
        row = self.kept.get(item.id) or versions.new_item(self.db, self.bank, item)
        version = versions.numbered(row, item.version)
        if version is None:
            version = versions.add_version(self.db, row, item, self.pictures, self.by, self.now)
            row.withdrawn_at = None
            told = "added"
        elif row.withdrawn_at:
            return "still_withdrawn"
        else:
            told = "changed" if self._update(row, version, item) else "unchanged"
        if item.status is ItemStatus.APPROVED:
            self._stand_behind(version)
        return told

    def _update(self, row: ItemRow, version: ItemVersionRow, item: Item) -> bool:
        """Bring the facts about a version up to date; say whether any was different."""
        before = item_of(row, version)
        if versions.explains_otherwise(before, item):
            key = versions.add_key(self.db, version, item, self.by, self.now, "rationales revised")
            propose(self.db, key, "key_version", self.by, self.now)
            approve(self.db, key, "key_version", self.approved_by, self.now)
        versions.write_facts(row, version, item)
        return before != item_of(row, version)

    def _stand_behind(self, version: ItemVersionRow) -> None:
        """Keep who put the version forward and who approved it, unless that is known."""
        propose(self.db, version, versions.ITEM_VERSION, self.by, self.now)
        approve(self.db, version, versions.ITEM_VERSION, self.approved_by, self.now)
