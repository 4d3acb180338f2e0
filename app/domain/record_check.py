"""Finding what was changed in a signed record: every fault at once, each with the entry it is in."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from app.domain.signed_record import (
    ALGORITHM,
    Fault,
    Line,
    SignedRecord,
    entry_name,
    statement,
)

Check = Callable[[str, str, bytes], bool]  # public key and signature in hex, and what was signed


def faults_of(record: SignedRecord, check: Check, trusted: str = "") -> list[Fault]:
    """Find every fault: in the frame, the entries, the header, the list of contents, the signature.

    `trusted` is the public key, in hex, the record must be signed with; empty for its own.
    """
    return [
        *record.faults,
        *_faults_of_entries(record),
        *_faults_of_parts(record),
        *_faults_of_signature(record, check, trusted),
    ]


def _faults_of_entries(record: SignedRecord) -> list[Fault]:
    places = {each: n for n, (_, each) in enumerate(record.contents, 1)}
    found: dict[int, Line] = {}
    faults, strange = [], []
    for line in record.lines:
        place = places.get(line.digest)
        if place is None or place in found:
            strange.append(line)
            continue
        found[place] = line
    missing = {n: kind for n, (kind, _) in enumerate(record.contents, 1) if n not in found}
    for line in strange:
        if missing.pop(line.number, None) is None:
            faults.append(Fault(line.name, "it was added: the list of contents does not have it"))
        else:
            faults.append(Fault(line.name, "its digest does not fit"))
    faults += [Fault(entry_name(n, kind, {}), "it is missing") for n, kind in missing.items()]
    return faults + _out_of_order(found) + _wrong_kind(record, found)


def _out_of_order(found: Mapping[int, Line]) -> list[Fault]:
    """Name the entries that stand before one with a lower number."""
    standing = sorted(found.items(), key=lambda pair: pair[1].place)
    return [
        Fault(line.name, f"it stands out of its order, before entry {after}")
        for (number, line), (after, _) in pairwise(standing)
        if number > after
    ]


def _wrong_kind(record: SignedRecord, found: Mapping[int, Line]) -> list[Fault]:
    """Name what the list of contents calls otherwise: only names can be taken out."""
    return [
        Fault(line.name, "the list of contents has another kind of entry here")
        for number, line in found.items()
        if line.kind != record.contents[number - 1][0] or line.number != number
    ]


def _faults_of_parts(record: SignedRecord) -> list[Fault]:
    signed = (record.signature.get("header"), record.signature.get("contents"))
    names = ("header", "list of contents")
    return [
        Fault(name, "its digest does not fit the one that was signed")
        for name, now, then in zip(names, record.digests, signed, strict=True)
        if now != then
    ]


def _faults_of_signature(record: SignedRecord, check: Check, trusted: str) -> list[Fault]:
    signature = {name: str(value) for name, value in record.signature.items()}
    faults = []
    if trusted and record.public_key != trusted:
        faults.append(Fault("signature", "it names another key than the one it is checked with"))
    signed = statement(signature.get("header", ""), signature.get("contents", ""))
    key, value = trusted or record.public_key, signature.get("value", "")
    fits = signature.get("algorithm") == ALGORITHM and value == value.lower()
    if not fits or not check(key, value, signed):
        faults.append(Fault("signature", "it does not fit what it stands for"))
    return faults
