"""Changing every secret under the feet of the application, so that what it says can be compared."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pysqlite3 import dbapi2 as sqlite

from app.domain.paper import PaperItem, pack, unpack
from tests.rules.world import World

TURNED = str.maketrans("ABCD", "BCDA")


@contextmanager
def _unguarded(world: World) -> Iterator[sqlite.Connection]:
    """Open the world's SQLite file with nothing that guards the past."""
    live = sqlite.connect(str(world.database.engine.url.database))
    for (name,) in live.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        live.execute(f"DROP TRIGGER {name}")
    yield live
    live.commit()
    live.close()
    world.forget()


def change_secrets(world: World) -> None:
    """Change all that a candidate may not know; what is displayed stays as it was.

    Item ids, levels, facilities, guidance, keys and rationales become others, and the authored
    letters of every item move on by one: papers and answers follow them.
    """
    with _unguarded(world) as live:
        live.execute("UPDATE item SET code = 'another-' || code")
        live.execute(
            "UPDATE item_version SET facility = 0.25, guidance = 'other', level = 'recall'"
        )
        _turn_options(live)
        _turn_keys(live)
        _turn_papers(live)
        for table in ("response", "late_response"):
            for row, chosen in live.execute(f"SELECT rowid, chosen FROM {table}").fetchall():  # noqa: S608
                turned = "".join(sorted(chosen.translate(TURNED)))
                live.execute(f"UPDATE {table} SET chosen = ? WHERE rowid = ?", (turned, row))  # noqa: S608


def _turn_options(live: sqlite.Connection) -> None:
    query = "SELECT rowid, options, options_html FROM item_version"
    for row, options, html in live.execute(query).fetchall():
        written = [each["text"] for each in json.loads(options)]
        moved = [
            {"letter": letter, "text": text}
            for letter, text in zip("ABCD", written[-1:] + written[:-1], strict=True)
        ]
        shown = json.loads(html)
        live.execute(
            "UPDATE item_version SET options = ?, options_html = ? WHERE rowid = ?",
            (json.dumps(moved), json.dumps(shown[-1:] + shown[:-1]), row),
        )


def _turn_keys(live: sqlite.Connection) -> None:
    """Give every item another key than it had: an option that was wrong before."""
    for row, letters in live.execute("SELECT rowid, letters FROM key_version").fetchall():
        live.execute(
            "UPDATE key_version SET letters = ?, rationales = ? WHERE rowid = ?",
            (letters.translate(TURNED).translate(TURNED), json.dumps({"A": "Because."}), row),
        )


def _turn_papers(live: sqlite.Connection) -> None:
    for row, packed in live.execute("SELECT rowid, packed FROM paper").fetchall():
        paper = unpack(packed)
        items = tuple(_turned(item) for item in paper.items)
        changed = pack(replace(paper, items=items))
        live.execute("UPDATE paper SET packed = ? WHERE rowid = ?", (changed, row))


def _turned(item: PaperItem) -> PaperItem:
    return replace(item, id=f"another-{item.id}", options=item.options.translate(TURNED))


def change_marks(world: World, *, released: bool = True) -> None:
    """Change every mark and grade; with `released` false only those that are not given out."""
    with _unguarded(world) as live:
        live.execute(
            "UPDATE result SET mark = maximum - mark, grade = CASE grade WHEN 'pass' THEN 'fail'"
            " ELSE 'pass' END, profile = '[]' WHERE mark IS NOT NULL"
            " AND (? OR sitting_id NOT IN (SELECT sitting_id FROM result_release))",
            (released,),
        )
