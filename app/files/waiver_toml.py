"""Rules of writing that are set aside, as bank files hold them: one table a rule."""

from collections.abc import Iterable

from app.domain.waiver import Waiver, in_order
from app.files import toml_text
from app.files.toml_table import Table


def read_waivers(table: Table) -> tuple[Waiver, ...]:
    """Return the waivers of an item or a bank, in the order of the file."""
    return tuple(_read_waiver(part) for part in table.parts("waiver"))


def _read_waiver(table: Table) -> Waiver:
    waiver = Waiver(table.require("rule", str, ""), table.require("reason", str, ""))
    table.close()
    return waiver


def format_waivers(waivers: Iterable[Waiver], head: str) -> list[str]:
    """Write each waiver as a table below [[head]], in canonical form and order."""
    return [
        f"[[{head}]]\n" + toml_text.fields({"rule": waiver.rule, "reason": waiver.reason})
        for waiver in in_order(waivers)
    ]
