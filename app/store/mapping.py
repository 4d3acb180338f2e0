"""Rows to domain values and back, one pair of functions a type."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.domain.bank import Bank, Correction, Criterion, Outcome
from app.domain.item import Item, ItemKind, ItemStatus, Level, Option
from app.domain.marking import ItemMark
from app.domain.result import Grade, OutcomeMark, Result, ResultStatus
from app.domain.roles import Grant, Role
from app.domain.specification import (
    Navigation,
    OutcomeShare,
    ReleasePolicy,
    ReviewPolicy,
    Specification,
)
from app.domain.timing import Cause, TimeEntry, TimeKind, TimeLedger
from app.domain.waiver import Waiver, in_order
from app.domain.writing.threshold_check import thresholds_with
from app.store.content import BankRow, ItemRow, ItemVersionRow, SpecificationVersionRow
from app.store.people import RoleGrantRow
from app.store.results import ResultRow
from app.store.sittings import TimeEntryRow


def grant_of(row: RoleGrantRow) -> Grant:
    """Read a role grant."""
    return Grant(Role(row.role), row.awarding_body_id, row.centre_id)


def outcomes_json(outcomes: Iterable[Outcome]) -> list[Any]:
    """Write outcomes as the bank row keeps them."""
    return [
        {
            "id": outcome.id,
            "title": outcome.title,
            "criteria": [{"id": c.id, "title": c.title} for c in outcome.criteria],
        }
        for outcome in outcomes
    ]


def outcomes_of(kept: Iterable[Any]) -> tuple[Outcome, ...]:
    """Read outcomes."""
    return tuple(
        Outcome(o["id"], o["title"], tuple(Criterion(c["id"], c["title"]) for c in o["criteria"]))
        for o in kept
    )


def corrections_json(corrections: Iterable[Correction]) -> list[Any]:
    """Write corrections as the bank row keeps them."""
    return [
        {"where": c.where, "printed": c.printed, "correct": c.correct, "why": c.why}
        for c in corrections
    ]


def waivers_json(waivers: Iterable[Waiver]) -> list[Any]:
    """Write rules that are set aside as the rows of banks and item versions keep them."""
    return [{"rule": w.rule, "reason": w.reason} for w in in_order(waivers)]


def waivers_of(kept: Iterable[Any]) -> tuple[Waiver, ...]:
    """Read rules that are set aside."""
    return tuple(Waiver(w["rule"], w["reason"]) for w in kept)


def bank_of(row: BankRow, items: Iterable[Item] = ()) -> Bank:
    """Read a bank with the items given."""
    return Bank(
        id=row.code,
        unit=row.unit,
        title=row.title,
        outcomes=outcomes_of(row.outcomes),
        items=tuple(items),
        reference=row.reference,
        level=row.level,
        language=row.language,
        options=row.options,
        source=row.source,
        corrections=tuple(Correction(**c) for c in row.corrections),
        writing=thresholds_with(row.writing),
        waivers=waivers_of(row.waivers),
    )


def item_of(item: ItemRow, version: ItemVersionRow) -> Item:
    """Read an item version with its newest key."""
    key = version.keys[-1]
    return Item(
        id=item.code,
        version=version.version,
        criterion=version.criterion,
        stem=version.stem,
        options=tuple(
            Option(o["letter"], o["text"], key.rationales.get(o["letter"], ""))
            for o in version.options
        ),
        key=frozenset(key.letters),
        kind=ItemKind(version.kind),
        level=Level(version.level),
        status=ItemStatus(version.status),
        facility=version.facility,
        guidance=version.guidance,
        law_as_at=version.law_as_at,
        review_by=version.review_by,
        replaces=item.replaces,
        enemies=tuple(version.enemies),
        set_id=item.set_code,
        shuffle=version.shuffle,
        waivers=waivers_of(version.waivers),
    )


def specification_content(specification: Specification) -> dict[str, Any]:
    """Write what the specification row keeps beside its own columns."""
    return {
        "bank": specification.bank,
        "unit": specification.unit,
        "outcomes": [
            {"id": s.id, "items": s.items, "percent": s.percent} for s in specification.outcomes
        ],
        "navigation": specification.navigation,
        "release": specification.release,
        "review": specification.review,
        "shuffle_items": specification.shuffle_items,
        "shuffle_options": specification.shuffle_options,
        "source": specification.source,
    }


def specification_of(code: str, row: SpecificationVersionRow) -> Specification:
    """Read a specification version."""
    kept = row.content
    return Specification(
        id=code,
        title=row.title,
        bank=kept["bank"],
        unit=kept["unit"],
        items=row.items,
        minutes=row.minutes,
        outcomes=tuple(OutcomeShare(o["id"], o["items"], o["percent"]) for o in kept["outcomes"]),
        pass_mark=row.pass_mark,
        pass_mark_note=row.pass_mark_note,
        navigation=Navigation(kept["navigation"]),
        release=ReleasePolicy(kept["release"]),
        review=ReviewPolicy(kept["review"]),
        shuffle_items=kept["shuffle_items"],
        shuffle_options=kept["shuffle_options"],
        source=kept["source"],
    )


def ledger_of(rows: Iterable[TimeEntryRow]) -> TimeLedger:
    """Read a time ledger from its rows in order."""
    return TimeLedger(
        tuple(
            TimeEntry(
                kind=TimeKind(row.kind),
                at=row.at,
                amount=timedelta(milliseconds=row.milliseconds),
                percent=row.percent,
                by=str(row.by_id or ""),
                reason=row.reason,
                cause=Cause(row.cause),
            )
            for row in rows
        )
    )


def time_entry_row(
    entry: TimeEntry, *, body: UUID, centre: UUID, sitting: UUID, sequence: int, by: UUID | None
) -> TimeEntryRow:
    """Write one line of a time ledger."""
    return TimeEntryRow(
        awarding_body_id=body,
        centre_id=centre,
        sitting_id=sitting,
        sequence=sequence,
        kind=entry.kind,
        at=entry.at,
        milliseconds=round(entry.amount / timedelta(milliseconds=1)),
        percent=entry.percent,
        by_id=by,
        reason=entry.reason,
        cause=entry.cause,
    )


def result_of(row: ResultRow) -> Result:
    """Read a result."""
    return Result(
        status=ResultStatus(row.status),
        mark=row.mark,
        maximum=row.maximum,
        pass_mark=row.pass_mark,
        grade=Grade(row.grade) if row.grade else None,
        profile=tuple(OutcomeMark(p["id"], p["mark"], p["maximum"]) for p in row.profile),
    )


def item_marks_of(row: ResultRow) -> tuple[ItemMark, ...]:
    """Read the marks a result was added up from, in order of their positions."""
    marks = (
        ItemMark(
            position=kept["position"],
            item=kept["item"],
            item_version=kept["item_version"],
            key_version=kept["key_version"],
            outcome=kept["outcome"],
            criterion=kept["criterion"],
            chosen=frozenset(kept["chosen"]),
            mark=kept["mark"],
            maximum=kept["maximum"],
        )
        for kept in row.item_marks
    )
    return tuple(sorted(marks, key=lambda mark: mark.position))
