"""What the server has really kept of a sitting, held against what its candidate did and was told."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from app.domain.paper import unpack
from tests.story.sitter import Answer, Sheet, Sitter

_LOG = """SELECT sequence, position, chosen, flagged, client_id FROM response
    WHERE sitting_id = ? ORDER BY sequence"""
_LATE = """SELECT position, chosen, reason FROM late_response
    WHERE sitting_id = ? ORDER BY sequence"""


@dataclass(frozen=True)
class Kept:
    """One sitting as it stands in the database."""

    state: str
    log: Sequence[Answer]
    names: Sequence[str]  # of the writes, in the same order
    acts: Counter[str]  # of the audit log
    late: Sequence[tuple[int, tuple[int, ...], str]]  # position, places, why it came too late

    @property
    def sheet(self) -> Sheet:
        """What the log adds up to, position by position."""
        return {position: (chosen, flagged) for position, chosen, flagged in self.log}


def read_kept(file: Path, sitting: UUID) -> Kept:
    """Read a sitting with plain SQL."""
    db = sqlite3.connect(file, timeout=10)
    try:
        key = (sitting.bytes,)
        [state] = db.execute("SELECT state FROM sitting WHERE id = ?", key).fetchone()
        [packed] = db.execute("SELECT packed FROM paper WHERE sitting_id = ?", key).fetchone()
        orders = [item.options for item in unpack(bytes(packed)).items]
        rows = db.execute(_LOG, key).fetchall()
        late = db.execute(_LATE, key).fetchall()
        acts = db.execute("SELECT act FROM event WHERE subject_id = ?", key).fetchall()
    finally:
        db.close()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), "the log has a gap"
    return Kept(
        state=state,
        log=[(at, _places(orders, at, chosen), bool(flag)) for _, at, chosen, flag, _ in rows],
        names=[row[4] for row in rows],
        acts=Counter(act for (act,) in acts),
        late=[(at, _places(orders, at, chosen), why) for at, chosen, why in late],
    )


def _places(orders: Sequence[str], position: int, chosen: str) -> tuple[int, ...]:
    return tuple(sorted(orders[position - 1].index(letter) for letter in chosen))


def assert_nothing_lost(kept: Kept, sitter: Sitter, shown: Sheet) -> None:
    """Every act is in the log, in order, once; what was acknowledged is what is there; no more."""
    told = sitter.network.acknowledged()
    assert all(kept.names[sequence - 1] == name for name, sequence in told.items())
    assert len(set(kept.names)) == len(kept.names)
    assert list(kept.log) == sitter.acts, differing(kept.log, sitter.acts)
    assert {p: kept.sheet.get(p, ((), False)) for p in shown} == shown == sitter.sheet
    assert not kept.late, kept.late
    assert kept.state == "submitted"
    assert kept.acts["submit_sitting"] == kept.acts["start_sitting"] == 1, kept.acts
    assert not sitter.faults, sitter.faults


def differing(one: Sequence[Answer], other: Sequence[Answer]) -> str:
    """Name where two lists part."""
    at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), -1)
    return f"kept {len(one)}, done {len(other)}, parting at {at}: {one[at:][:3]} {other[at:][:3]}"
