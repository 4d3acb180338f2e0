"""What stands in a session's record: one entry after another, each of one kind.

Names stand in entries of their own, led by a salt, so that they can be taken out and the record
still verifies: whoever was a candidate is told by number, staff by their identifier.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.domain.digests import digest
from app.domain.late_sitting import LateSitting
from app.domain.session_record import Discrepancy
from app.domain.signed_record import entry_line
from app.store.audit import EventRow
from app.store.queries.incidents import Written
from app.store.queries.session_record import Registered
from app.store.room import RoomReasonRow
from app.store.sessions import ExamSessionRow
from app.store.sittings import TimeEntryRow

Salt = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that a session's record is made of. `names` holds those of staff, by identifier."""

    session: ExamSessionRow
    lines: Sequence[Registered]
    ledgers: Mapping[UUID, Sequence[TimeEntryRow]]
    acts: Sequence[EventRow]
    reasons: Sequence[RoomReasonRow]
    incidents: Sequence[Written]
    invigilators: Sequence[UUID]
    late: Sequence[LateSitting]
    names: Mapping[UUID, str] = field(default_factory=dict)
    explained: Sequence[tuple[Discrepancy, str]] = ()

    @property
    def people(self) -> set[UUID]:
        """Everybody of staff who is spoken of."""
        spoken_of = {act.by_id for act in self.acts} | set(self.invigilators)
        spoken_of |= {each.incident.by_id for each in self.incidents}
        spoken_of |= {each.by_id for each in self.reasons}
        spoken_of |= {entry.by_id for ledger in self.ledgers.values() for entry in ledger}
        for line in self.lines:
            sitting = line.sitting
            spoken_of |= {line.entry.entered_by, sitting.admitted_by, sitting.voided_by}
        return {person for person in spoken_of if person is not None}


class Sheet:
    """Entries as they are written one after another."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, Mapping[str, Any]]] = []

    def add(self, kind: str, **facts: Any) -> str:
        """Write an entry; return its digest."""
        self.entries.append((kind, facts))
        return digest(entry_line(len(self.entries), kind, facts))


def entries_of(found: Found, salt: Salt) -> list[tuple[str, Mapping[str, Any]]]:
    """Write every entry: staff, candidates, register, seats, time, acts, incidents, receipts."""
    sheet = Sheet()
    _add_staff(sheet, found, salt)
    candidates = [_add_candidate(sheet, line, salt) for line in found.lines]
    for line, candidate in zip(found.lines, candidates, strict=True):
        sheet.add("register", candidate=candidate, **_register(line, found.session))
    for line in found.lines:
        _add_door(sheet, line)
    for line in found.lines:
        _add_times(sheet, line, found.ledgers.get(line.sitting.id, ()))
    _add_events(sheet, found)
    for line in found.lines:
        _add_receipt(sheet, line)
    _add_rest(sheet, found)
    return sheet.entries


def numbers_of(found: Found) -> dict[UUID, str]:
    """Return the candidate number behind each sitting and each entry."""
    numbers = {line.sitting.id: line.candidate.number for line in found.lines}
    return numbers | {line.entry.id: line.candidate.number for line in found.lines}


def moment(at: datetime | None) -> str:
    """Write an instant in UTC to the millisecond; nothing when there is none."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds") if at else ""


def _add_staff(sheet: Sheet, found: Found, salt: Salt) -> None:
    for person in sorted(found.people):
        sheet.add("person", person=str(person), name=found.names.get(person, ""), salt=salt())
    for invigilator in found.invigilators:
        sheet.add("invigilator", person=str(invigilator))


def _add_candidate(sheet: Sheet, line: Registered, salt: Salt) -> str:
    candidate = line.candidate
    return sheet.add(
        "candidate",
        candidate_number=candidate.number,
        family_name=candidate.family_name,
        given_names=candidate.given_names,
        salt=salt(),
    )


def _register(line: Registered, session: ExamSessionRow) -> dict[str, Any]:
    entry, sitting, opened = line.entry, line.sitting, session.keycodes_released_at
    gone = "transferred" if entry.transferred_to_id else "withdrawn" if entry.withdrawn_at else ""
    return {
        "candidate_number": line.candidate.number,
        "sitting": str(sitting.id),
        "state": gone or sitting.state,
        "entered_at": moment(entry.entered_at),
        "entered_by": _id(entry.entered_by),
        "entered_on_the_day": opened is not None and entry.entered_at >= opened,
        "withdrawn_at": moment(entry.withdrawn_at),
        "transferred_to": _id(entry.transferred_to_id),
        "admitted_at": moment(sitting.admitted_at),
        "late_reason": sitting.late_reason,
        "started_at": moment(sitting.started_at),
        "finished_at": moment(sitting.finished_at),
        "finish_reason": sitting.finish_reason,
        "void_reason": sitting.void_reason,
        "voided_by": _id(sitting.voided_by),
        "on_paper_at": moment(sitting.on_paper_at),
        "paper_reason": sitting.paper_reason,
        "lockdown_waived_at": moment(sitting.lockdown_waived_at),
        "lockdown_waived_reason": sitting.lockdown_waived_reason,
    }


def _add_door(sheet: Sheet, line: Registered) -> None:
    """Write who was looked at, by what and by whom, and where each sat.

    Whoever went on on paper before they were let in was looked at by nobody.
    """
    sitting, number = line.sitting, line.candidate.number
    if sitting.identity_check:
        sheet.add(
            "identity_check",
            candidate_number=number,
            at=moment(sitting.admitted_at),
            by=_id(sitting.admitted_by),
            checked=sitting.identity_check,
        )
    if sitting.seat:
        sheet.add("seat", candidate_number=number, seat=sitting.seat)


def _add_times(sheet: Sheet, line: Registered, ledger: Sequence[TimeEntryRow]) -> None:
    for entry in ledger:
        sheet.add("time", candidate_number=line.candidate.number, **_time(entry))


def _add_events(sheet: Sheet, found: Found) -> None:
    """Write the acts of the event log, the reasons given for them, and the incidents."""
    numbers = numbers_of(found)
    for act in found.acts:
        sheet.add("act", **_act(act, numbers))
    for reason in found.reasons:
        sheet.add("reason", **_reason(reason, numbers))
    for each in found.incidents:
        sheet.add("incident", **_incident(each))


def _time(entry: TimeEntryRow) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "does": entry.kind,
        "cause": entry.cause,
        "at": moment(entry.at),
        "milliseconds": entry.milliseconds,
        "percent": entry.percent,
        "by": _id(entry.by_id),
        "reason": entry.reason,
    }


def _act(act: EventRow, numbers: Mapping[UUID, str]) -> dict[str, Any]:
    number = numbers.get(act.subject_id) if act.subject_id else None
    about = {"candidate_number": number} if number else {}
    return {
        **about,
        "sequence": act.sequence,
        "act": act.act,
        "at": moment(act.at),
        "by": _id(act.by_id),
        "facts": act.facts,
        "event": act.digest,
    }


def _reason(row: RoomReasonRow, numbers: Mapping[UUID, str]) -> dict[str, Any]:
    """Write why an act was done; `time` is the line of the time ledger it explains, 0 for none."""
    return {
        "candidate_number": numbers.get(row.sitting_id, ""),
        "act": row.act,
        "time": row.entry,
        "text": row.text,
        "by": _id(row.by_id),
        "at": moment(row.at),
    }


def _incident(written: Written) -> dict[str, Any]:
    row = written.incident
    about = {"candidate_number": written.candidate_number} if written.candidate_number else {}
    return {
        **about,
        "incident": str(row.id),
        "category": row.category,
        "category_name": row.category_name,
        "told_at_once": row.notify,
        "happened_at": moment(row.happened_at),
        "text": row.text,
        "corrects": _id(row.corrects_id),
        "by": _id(row.by_id),
        "at": moment(row.at),
    }


def _add_receipt(sheet: Sheet, line: Registered) -> None:
    sitting = line.sitting
    if sitting.started_at:
        sheet.add(
            "receipt",
            candidate_number=line.candidate.number,
            answers=sitting.last_sequence,
            digest=sitting.last_digest,
            finished_at=moment(sitting.finished_at),
        )


def _add_rest(sheet: Sheet, found: Found) -> None:
    """Write what came too late, how much of it counts, and why counts do not agree."""
    for late in found.late:
        counted = sum(bool(change.counted) for change in late.decided)
        sheet.add(
            "late_answers",
            candidate_number=late.candidate_number,
            kept=len(late.kept),
            decided=len(late.decided),
            counted=counted,
        )
    for discrepancy, text in found.explained:
        sheet.add("explanation", check=discrepancy.check, said=discrepancy.said, text=text)


def _id(identifier: UUID | None) -> str:
    return str(identifier) if identifier else ""
