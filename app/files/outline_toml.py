"""The file `bank.toml`: a bank without its items."""

from dataclasses import asdict

from app.domain.bank import Bank, Correction, Criterion, Outcome
from app.domain.bank_check import check_outline
from app.domain.writing.threshold_check import WRITING, set_otherwise
from app.domain.writing.thresholds import Thresholds
from app.files import toml_text
from app.files.toml_source import TomlSource
from app.files.toml_table import Table
from app.files.waiver_toml import format_waivers, read_waivers


def read_outline(source: TomlSource) -> Bank | None:
    """Return the bank that the file describes, noting its faults; None when it has errors."""
    if not source.sound:
        return None
    table = Table(source)
    outline = Bank(
        id=table.require("id", str, ""),
        unit=table.require("unit", str, ""),
        reference=table.take("reference", str, ""),
        title=table.require("title", str, ""),
        level=table.take("level", int, 0),
        language=table.take("language", str, "en-GB"),
        options=table.take("options", int, 4),
        source=table.take("source", str, ""),
        outcomes=tuple(_read_outcome(part) for part in table.parts("outcome")),
        writing=_read_thresholds(table.part(WRITING)),
        waivers=read_waivers(table),
        corrections=tuple(_read_correction(part) for part in table.parts("correction")),
    )
    table.close()
    if table.sound:
        source.check_form(format_outline(outline))
    table.add_checked(check_outline(outline))
    source.problems.extend(table.findings())
    return outline if table.sound else None


def _read_outcome(table: Table) -> Outcome:
    """Return one outcome with its criteria."""
    outcome = Outcome(
        table.require("id", str, ""),
        table.require("title", str, ""),
        tuple(_read_criterion(part) for part in table.parts("criterion")),
    )
    table.close()
    return outcome


def _read_criterion(table: Table) -> Criterion:
    """Return one criterion."""
    criterion = Criterion(table.require("id", str, ""), table.require("title", str, ""))
    table.close()
    return criterion


def _read_thresholds(table: Table) -> Thresholds:
    """Return the thresholds, each its default where the bank sets none."""
    defaults = asdict(Thresholds())
    given = {name: table.take(name, type(number), number) for name, number in defaults.items()}
    table.close()
    return Thresholds(**given)


def _read_correction(table: Table) -> Correction:
    """Return one correction of the source document."""
    correction = Correction(
        *(table.require(name, str, "") for name in ("where", "printed", "correct", "why"))
    )
    table.close()
    return correction


def format_outline(bank: Bank) -> str:
    """Write `bank.toml` in canonical form."""
    head: toml_text.Fields = {
        "id": bank.id,
        "unit": bank.unit,
        "reference": bank.reference or None,
        "title": bank.title,
        "level": bank.level or None,
        "language": bank.language,
        "options": bank.options,
        "source": bank.source or None,
    }
    parts = [toml_text.fields(head)]
    for outcome in bank.outcomes:
        parts.append("[[outcome]]\n" + toml_text.fields({"id": outcome.id, "title": outcome.title}))
        for criterion in outcome.criteria:
            field = {"id": criterion.id, "title": criterion.title}
            parts.append("[[outcome.criterion]]\n" + toml_text.fields(field))
    if numbers := set_otherwise(bank.writing):
        parts.append(f"[{WRITING}]\n" + toml_text.fields(numbers))
    parts += format_waivers(bank.waivers, "waiver")
    parts += [_format_correction(correction) for correction in bank.corrections]
    return "\n".join(parts)


def _format_correction(correction: Correction) -> str:
    """Write one correction in canonical form."""
    return "[[correction]]\n" + toml_text.fields(
        {
            "where": correction.where,
            "printed": correction.printed,
            "correct": correction.correct,
            "why": correction.why,
        }
    )
