"""All rows under one roof, so that the metadata is complete wherever it is used."""

from app.store.audit import ApprovalRow, EventRow
from app.store.base import APPEND_ONLY, Base
from app.store.candidates import AccessArrangementRow, CandidatePreferenceRow, CandidateRow
from app.store.content import (
    BankRow,
    ItemMediaRow,
    ItemRow,
    ItemVersionRow,
    KeyVersionRow,
    MediaRow,
    SpecificationRow,
    SpecificationVersionRow,
)
from app.store.organisations import AwardingBodyRow, CentreRow
from app.store.people import OneTimeLinkRow, PersonRow, RoleGrantRow, ThrottleRow
from app.store.results import ResultReleaseRow, ResultRow
from app.store.room import (
    CandidateColumnsRow,
    CandidateListRow,
    IncidentCategoryRow,
    IncidentRow,
    InvigilatorCodeRow,
    RehearsalRow,
    RoomMessageRow,
    RoomPlanRow,
    RoomReasonRow,
    SessionRecordRow,
)
from app.store.sessions import EntryRow, ExamSessionRow, SessionInvigilatorRow
from app.store.sittings import (
    KeycodeRow,
    KeyedSheetRow,
    LateDecisionRow,
    LateResponseRow,
    LateStatementRow,
    PaperRow,
    PresenceRow,
    ResponseRow,
    ResultCodeRow,
    SittingRow,
    TimeEntryRow,
)

__all__ = [
    "APPEND_ONLY",
    "AccessArrangementRow",
    "ApprovalRow",
    "AwardingBodyRow",
    "BankRow",
    "Base",
    "CandidateColumnsRow",
    "CandidateListRow",
    "CandidatePreferenceRow",
    "CandidateRow",
    "CentreRow",
    "EntryRow",
    "EventRow",
    "ExamSessionRow",
    "IncidentCategoryRow",
    "IncidentRow",
    "InvigilatorCodeRow",
    "ItemMediaRow",
    "ItemRow",
    "ItemVersionRow",
    "KeyVersionRow",
    "KeycodeRow",
    "KeyedSheetRow",
    "LateDecisionRow",
    "LateResponseRow",
    "LateStatementRow",
    "MediaRow",
    "OneTimeLinkRow",
    "PaperRow",
    "PersonRow",
    "PresenceRow",
    "RehearsalRow",
    "ResponseRow",
    "ResultCodeRow",
    "ResultReleaseRow",
    "ResultRow",
    "RoleGrantRow",
    "RoomMessageRow",
    "RoomPlanRow",
    "RoomReasonRow",
    "SessionInvigilatorRow",
    "SessionRecordRow",
    "SittingRow",
    "SpecificationRow",
    "SpecificationVersionRow",
    "ThrottleRow",
    "TimeEntryRow",
]
