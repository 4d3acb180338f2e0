"""What a rehearsal showed, from what each candidate met; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.rehearsal import Finding
from app.rehearsal.driver import Seat

SLOW_START = 5.0  # seconds to the first question that a room notices
SLOW_SAVE = 2.0
SLOW_BEAT = 5.0
MOST_ERRORS = 20

NOT_COVERED = (
    "The room’s own network and computers: every pretend candidate sat at this very machine.",
    "Pictures: practice items have none, so pages are smaller than those of a bank with pictures.",
    "Safe Exam Browser, computer readers and whatever else only a real browser shows.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """Under which conditions a rehearsal was held; lengths in seconds, sizes in bytes."""

    candidates: int
    invented: int
    between: float
    arrive: float
    processors: int
    copied_from: str
    server_ready: float
    copy_bytes: int
    copy_bytes_after: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How the copy's session ended: its sittings by state, and why it could not be closed."""

    states: dict[str, int]
    refused: str = ""


def spread(lengths: Iterable[float]) -> dict[str, Any]:
    """Return number, median, 95th percentile (nearest rank) and longest of lengths, in milliseconds."""
    ordered = sorted(lengths)
    if not ordered:
        return {"count": 0, "median_ms": None, "p95_ms": None, "slowest_ms": None}
    return {
        "count": len(ordered),
        "median_ms": _ms(_rank(ordered, 0.5)),
        "p95_ms": _ms(_rank(ordered, 0.95)),
        "slowest_ms": _ms(ordered[-1]),
    }


def make_report(
    seats: Sequence[Seat], conditions: Conditions, ending: Ending, planned: Sequence[Finding]
) -> dict[str, Any]:
    """Return the whole report as plain JSON; `planned` is what the session's plan showed."""
    saves = [length for seat in seats for length in seat.saves]
    beats = [length for seat in seats for length in seat.beats]
    slowest = max(
        (s for s in seats if s.start_up is not None), key=lambda s: s.start_up or 0, default=None
    )
    return {
        "conditions": _conditions(conditions),
        "counts": {"seats": len(seats), **ending.states},
        "start_up": spread(s.start_up for s in seats if s.start_up is not None)
        | {"slowest_seat": _named(slowest)},
        "arrival": spread(s.arrival for s in seats if s.arrival is not None),
        "saves": spread(saves),
        "heartbeats": spread(beats),
        "tried_again": sum(seat.tried_again for seat in seats),
        "errors": _errors(seats),
        "bytes_per_candidate": {
            "received": _mean(seat.received for seat in seats),
            "sent": _mean(seat.sent for seat in seats),
            "kept": _kept(conditions),
        },
        "would_fail": [asdict(each) for each in [*planned, *found(seats, ending)]],
        "not_covered": list(NOT_COVERED),
        "seats": [_seat(seat) for seat in seats],
    }


def found(seats: Sequence[Seat], ending: Ending) -> list[Finding]:
    """Return what went wrong while the session was played."""
    findings = []
    broken = [seat for seat in seats if seat.errors]
    if broken:
        step, what = broken[0].errors[0]
        findings.append(
            Finding(
                "sittings",
                f"{len(broken)} of {len(seats)} candidates could not finish. The first, at seat"
                f" {broken[0].seat}, while {step}: {what}.",
                "Rehearse with fewer candidates, then look at server.log of the rehearsal.",
            )
        )
    if ending.refused:
        findings.append(
            Finding(
                "close",
                f"The session could not be closed: {ending.refused}",
                "Mend what is named above, then rehearse again.",
            )
        )
    findings += _slow("start", [s.start_up for s in seats if s.start_up], SLOW_START)
    findings += _slow("saving", [length for s in seats for length in s.saves], SLOW_SAVE)
    findings += _slow("heartbeats", [length for s in seats for length in s.beats], SLOW_BEAT)
    return findings


def _slow(what: str, lengths: Sequence[float], limit: float) -> list[Finding]:
    p95 = _rank(sorted(lengths), 0.95) if lengths else 0.0
    if p95 <= limit:
        return []
    said = f"One in twenty waited {p95:.1f} s or more ({what}); {limit:.0f} s is what a room bears."
    remedy = "Use a faster machine, end other programs on it, or split the session."
    return [Finding(f"speed: {what}", said, remedy)]


def in_words(report: dict[str, Any]) -> list[str]:
    """Write a report as lines of plain text."""
    held, start, bytes_ = report["conditions"], report["start_up"], report["bytes_per_candidate"]
    lines = [
        f"Candidates: {held['candidates']} ({held['invented']} invented beyond those entered).",
        f"One answer every {held['between_s']:g} s. Processors: {held['processors']}.",
        f"Served from SQLite, copied from {held['copied_from']}.",
        f"Server ready after {held['server_ready_s']:g} s.",
        f"Start-up, from Start to the first question: {_line(start)}.",
    ]
    if slow := start["slowest_seat"]:
        lines.append(f"Slowest seat: {slow['seat']}, {slow['name']}, {slow['start_up_ms']} ms.")
    lines += [
        f"Saving an answer: {_line(report['saves'])}.",
        f"Heartbeats, from due to heard: {_line(report['heartbeats'])}.",
        "Bytes a candidate: "
        + ", ".join(f"{bytes_[what]} {what}" for what in ("received", "sent", "kept"))
        + ".",
        f"Connections tried again: {report['tried_again']}. Errors: {len(report['errors'])}.",
    ]
    lines += [f"  seat {e['seat']}, {e['step']}: {e['what']}" for e in report["errors"]]
    return [*lines, *_findings_in_words(report)]


def _findings_in_words(report: dict[str, Any]) -> list[str]:
    findings = report["would_fail"]
    failing = [each for each in findings if each["fails"]]
    noted = [each for each in findings if not each["fails"]]
    lines = ["", "What would fail on the day:" if failing else "Nothing found that would fail."]
    lines += [f"  {each['what']} {each['remedy']}" for each in failing]
    lines += ["", "To look at:"] if noted else []
    lines += [f"  {each['what']} {each['remedy']}" for each in noted]
    return [*lines, "", "Not rehearsed:", *(f"  {each}" for each in report["not_covered"])]


def _line(spread_: dict[str, Any]) -> str:
    if not spread_["count"]:
        return "nothing measured"
    return (
        f"median {spread_['median_ms']} ms, 95 % within {spread_['p95_ms']} ms,"
        f" slowest {spread_['slowest_ms']} ms ({spread_['count']} measured)"
    )


def _conditions(conditions: Conditions) -> dict[str, Any]:
    return {
        "candidates": conditions.candidates,
        "invented": conditions.invented,
        "between_s": conditions.between,
        "arrive_s": conditions.arrive,
        "processors": conditions.processors,
        "copied_from": conditions.copied_from,
        "server_ready_s": round(conditions.server_ready, 1),
        "copy_bytes": conditions.copy_bytes,
    }


def _named(seat: Seat | None) -> dict[str, Any] | None:
    if seat is None:
        return None
    return {"seat": seat.seat, "name": seat.name, "start_up_ms": _ms(seat.start_up or 0)}


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        "seat": seat.seat,
        "name": seat.name,
        "start_up_ms": None if seat.start_up is None else _ms(seat.start_up),
        "slowest_save_ms": _ms(max(seat.saves)) if seat.saves else None,
        "answers": len(seat.saves),
        "handed_in": seat.handed_in,
    }


def _errors(seats: Sequence[Seat]) -> list[dict[str, str]]:
    told = [
        {"seat": seat.seat, "step": step, "what": what}
        for seat in seats
        for step, what in seat.errors
    ]
    return told[:MOST_ERRORS]


def _kept(conditions: Conditions) -> int:
    grown = max(0, conditions.copy_bytes_after - conditions.copy_bytes)
    return grown // conditions.candidates if conditions.candidates else 0


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, -(-round(share * 100) * len(ordered) // 100) - 1)]


def _mean(values: Iterable[int]) -> int:
    known = list(values)
    return sum(known) // len(known) if known else 0


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
