"""A file of items: every [[item]] in it with its place, and the canonical form of the whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.item import Item
from app.domain.problems import Where
from app.files.item_toml import format_item, in_order, read_item
from app.files.toml_source import TomlSource
from app.files.toml_table import Table

_WORDING = frozenset({"stem", "options", "key"})  # the fields that the rules of writing read


@dataclass(frozen=True, slots=True)
class Entry:
    """One [[item]] of a file: the item as far as it could be read, its place, and its table."""

    item: Item
    where: Where
    table: Table

    @property
    def id(self) -> str:
        """The id as written; empty where it is missing."""
        return self.where.item

    @property
    def legible(self) -> bool:
        """Whether stem, options and key are the author's own."""
        base = len(self.table.path)
        return not any(path[base] in _WORDING for path in self.table.faulty() if path[base:])

    @property
    def sound(self) -> bool:
        """Whether no error was found in the item."""
        return self.table.sound


def read_entries(source: TomlSource) -> list[Entry]:
    """Read every item of a file; what is wrong with the file itself goes to the source."""
    if not source.sound:
        return []
    file = Table(source)
    listed = [part.content for part in file.parts("item")]
    file.close()
    source.problems.extend(file.findings())
    entries = [_read_entry(source, content, n) for n, content in enumerate(listed)]
    if not file.findings() and all(entry.sound for entry in entries):
        source.check_form(format_items(entry.item for entry in entries))
    return entries


def _read_entry(source: TomlSource, content: dict[str, object], position: int) -> Entry:
    """Read one item with its place."""
    id = content.get("id")
    table = Table(source, ("item", position), content, id if isinstance(id, str) else "")
    where = Where(source.name, source.lines.of(table.path), table.item)
    return Entry(read_item(table), where, table)


def format_items(items: Iterable[Item]) -> str:
    """Write the items of one file in canonical form, in order of their ids."""
    return "\n".join(
        format_item(item) for item in sorted(items, key=lambda item: in_order(item.id))
    )
