"""One item as it stands in a bank file: read with every fault noted, written in a fixed order."""

from datetime import date

from app.domain.bank import by_number
from app.domain.item import LETTERS, Item, ItemKind, ItemStatus, Level, Option
from app.files import toml_text
from app.files.toml_table import Table
from app.files.waiver_toml import format_waivers, read_waivers

# The fields in canonical order. `set` is the item's set_id; its kind follows from its key's form.
FIELDS = (
    "id", "version", "criterion", "level", "status", "facility", "guidance", "law_as_at",
    "review_by", "replaces", "enemies", "set", "shuffle", "stem", "key", "options", "rationale",
    "waiver",
)  # fmt: skip


def read_item(table: Table) -> Item:
    """Return the item that the table holds, with something harmless where the table is faulty."""
    texts = _lettered(table, "options")
    rationales = _lettered(table, "rationale")
    options = tuple(
        Option(letter, text, rationales.pop(letter, "")) for letter, text in texts.items()
    )
    for letter in rationales:
        what = f"There is a rationale for {letter}, but no such option."
        remedy = "Add the option or remove the rationale."
        table.note("rationale.unknown", what, remedy, "rationale", letter)
    key, kind = _read_key(table)
    item = Item(
        id=table.require("id", str, ""),
        version=table.require("version", int, 1),
        criterion=table.require("criterion", str, ""),
        level=table.choose("level", Level, Level.UNDERSTAND, required=True),
        status=table.choose("status", ItemStatus, ItemStatus.DRAFT, required=True),
        facility=table.take("facility", float, None),
        guidance=table.take("guidance", str, ""),
        law_as_at=table.take("law_as_at", date, None),
        review_by=table.take("review_by", date, None),
        replaces=table.take("replaces", str, ""),
        enemies=table.texts("enemies"),
        set_id=table.take("set", str, ""),
        shuffle=table.take("shuffle", bool, True),
        stem=table.require("stem", str, "").removesuffix("\n"),
        options=options,
        key=key,
        kind=kind,
        waivers=read_waivers(table),
    )
    table.close()
    return item


def _lettered(table: Table, name: str) -> dict[str, str]:
    """Return the texts below [item.options] or [item.rationale]; a faulty one is its letter."""
    part = table.part(name)
    letters = [field for field in part.content if field in set(LETTERS)]
    for field in part.content.keys() - set(letters):
        remedy = f"Use the capital letters A to {LETTERS[-1]}."
        if field in FIELDS:
            table.excused.add(field)
            remedy = f"Move it above [item.{name}]."
        part.note("options.letter", f'"{field}" is not an option letter.', remedy, field)
    return {letter: part.take(letter, str, letter) for letter in letters}


def _read_key(table: Table) -> tuple[frozenset[str], ItemKind]:
    """Return the keyed letters: one text is a single key, a list makes a multiple item."""
    if isinstance(table.content.get("key"), list):
        letters = table.texts("key")
        for letter in {letter for letter in letters if letters.count(letter) > 1}:
            table.note("key.repeated", f"The key names {letter} twice.", "Name it once.", "key")
        return frozenset(letters), ItemKind.MULTIPLE
    return frozenset(filter(None, [table.require("key", str, "")])), ItemKind.SINGLE


def format_item(item: Item) -> str:
    """Write one item in canonical form."""
    head: toml_text.Fields = {
        "id": item.id,
        "version": item.version,
        "criterion": item.criterion,
        "level": item.level.value,
        "status": item.status.value,
        "facility": item.facility,
        "guidance": item.guidance or None,
        "law_as_at": item.law_as_at,
        "review_by": item.review_by,
        "replaces": item.replaces or None,
        "enemies": sorted(item.enemies, key=in_order) or None,
        "set": item.set_id or None,
        "shuffle": None if item.shuffle else False,
    }
    stem = f"stem = {toml_text.lines(item.stem)}\n"
    return "".join(
        ["[[item]]\n", toml_text.fields(head), stem, toml_text.fields({"key": _written_key(item)})]
        + ["\n[item.options]\n", toml_text.fields({o.letter: o.text for o in item.options})]
        + _written_rationales(item)
        + [f"\n{part}" for part in format_waivers(item.waivers, "item.waiver")]
    )


def _written_key(item: Item) -> str | list[str]:
    """Return the key as the file holds it: one letter, or a list for a multiple item."""
    letters = sorted(item.key)
    return letters if item.kind is ItemKind.MULTIPLE else "".join(letters)


def _written_rationales(item: Item) -> list[str]:
    """Return the rationales as the file holds them; nothing when no option has one."""
    rationales = {option.letter: option.rationale for option in item.options if option.rationale}
    return ["\n[item.rationale]\n", toml_text.fields(rationales)] if rationales else []


def in_order(id: str) -> tuple[object, str]:
    """Sort key for ids: numeric parts as numbers, then as text, so that no two ids tie."""
    return by_number(id), id
