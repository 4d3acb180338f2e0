"""Checking a session's record in a file, JSON or PDF, against a key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.record_check import faults_of
from app.domain.signed_record import Fault, NotARecord, read_record
from app.files.record_key import signature_fits
from app.files.session_record_pdf import is_pdf, pdf_signature, record_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found of a record: every fault, and what it says it is of."""

    kind: str
    header: Mapping[str, Any]
    entries: int
    forgotten: int
    key: str
    faults: tuple[Fault, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing was changed since it was signed."""
        return not self.faults


def verify_record(file: bytes, trusted: str = "") -> Verdict:
    """Check a record with a public key in hex, with its own where none is given.

    Raises NotARecord for a file that is none.
    """
    pdf = is_pdf(file)
    document = record_in(file) if pdf else file
    if document is None:
        raise NotARecord("There is no session record in this PDF that can be read.")
    record = read_record(document)
    faults = faults_of(record, signature_fits, trusted)
    if pdf:
        faults += _faults_of_pdf(file, trusted or record.public_key)
    return Verdict(
        kind="pdf" if pdf else "json",
        header=record.header,
        entries=len(record.lines),
        forgotten=record.forgotten,
        key=record.public_key,
        faults=tuple(faults),
    )


def _faults_of_pdf(file: bytes, key: str) -> list[Fault]:
    """Find whether the pages were changed: they are signed as a whole, beside the record in them."""
    signed = pdf_signature(file)
    if signed is None:
        return [Fault("PDF", "the signature of its pages is missing or was changed")]
    named, value, content = signed
    if named != key:
        return [Fault("PDF", "its pages are signed with another key; take the JSON instead")]
    if not signature_fits(named, value, content):
        return [Fault("PDF", "its pages were changed after they were signed")]
    return []
