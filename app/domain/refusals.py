"""Every way the exam says no to a person: one reason each, one sentence each."""

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """Why a request was refused. `app.web.errors` gives each a sentence, a status and a page."""

    # at the keycode
    KEYCODE_MISTYPED = "keycode_mistyped"
    KEYCODE_UNKNOWN = "keycode_unknown"
    TOO_MANY_TRIES = "too_many_tries"
    SESSION_NOT_OPEN = "session_not_open"
    SESSION_CLOSED = "session_closed"
    NOT_ADMITTED = "not_admitted"
    ANOTHER_DEVICE = "another_device"
    DETAILS_NOT_CONFIRMED = "details_not_confirmed"
    TOO_LATE_TO_START = "too_late_to_start"
    # at the result
    RESULT_CODE_MISTYPED = "result_code_mistyped"
    RESULT_UNKNOWN = "result_unknown"
    RESULT_TRIES = "result_tries"
    # in the sitting
    NOT_STARTED = "not_started"
    PAUSED = "paused"
    TIME_IS_UP = "time_is_up"
    ALREADY_SUBMITTED = "already_submitted"
    NOT_HANDED_IN = "not_handed_in"
    SITTING_VOID = "sitting_void"
    ON_PAPER = "on_paper"
    STALE_WRITER = "stale_writer"
    LEASE_LOST = "lease_lost"
    LOCKDOWN_MISSING = "lockdown_missing"
    LOCKDOWN_WRONG_KEY = "lockdown_wrong_key"
    LOCKDOWN_TOO_OLD = "lockdown_too_old"
    NO_SUCH_POSITION = "no_such_position"
    NO_SUCH_OPTION = "no_such_option"
    UNREADABLE_ANSWER = "unreadable_answer"
    UNKNOWN_PREFERENCE = "unknown_preference"
    # in the room
    MOVE_NOT_ALLOWED = "move_not_allowed"
    ALREADY_DONE = "already_done"
    EXTRA_TIME_LIMIT = "extra_time_limit"
    CLOCKS_STOPPED = "clocks_stopped"
    CLOCKS_RUNNING = "clocks_running"
    NO_REST_BREAKS = "no_rest_breaks"
    REST_BREAKS_USED = "rest_breaks_used"
    MESSAGE_LENGTH = "message_length"
    ROOM_RULES_RANGE = "room_rules_range"
    REASON_MISSING = "reason_missing"
    IDENTITY_NOTE = "identity_note"
    SEAT_TAKEN = "seat_taken"
    SEAT_TOO_LONG = "seat_too_long"
    OUTSIDE_WINDOW = "outside_window"
    KEYCODES_NOT_RELEASED = "keycodes_not_released"
    SITTINGS_OPEN = "sittings_open"
    LOCKDOWN_NOT_USED = "lockdown_not_used"
    NOT_ON_PAPER = "not_on_paper"
    HANDED_IN_RANGE = "handed_in_range"
    KEYING_FAULTY = "keying_faulty"
    INCIDENT_CATEGORY = "incident_category"
    INCIDENT_TIME = "incident_time"
    COUNTS_OPEN = "counts_open"
    NO_RECORD_YET = "no_record_yet"
    # on the day
    NOT_ENTERED_HERE = "not_entered_here"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    TRANSFER_ELSEWHERE = "transfer_elsewhere"
    TRANSFER_TOO_LATE = "transfer_too_late"
    # at the desk
    NO_ROOM_PLAN = "no_room_plan"
    PLAN_FAULTY = "plan_faulty"
    PAPER_SHORT = "paper_short"
    NOT_PUBLISHED = "not_published"
    ALREADY_ENTERED = "already_entered"
    NUMBER_TAKEN = "number_taken"
    ALREADY_RELEASED = "already_released"
    NOTHING_TO_RELEASE = "nothing_to_release"
    NOT_LIVE = "not_live"
    NO_LATE_ANSWERS = "no_late_answers"
    LATE_ANSWERS_CHANGED = "late_answers_changed"
    LATE_ANSWERS_OPEN = "late_answers_open"
    SAME_PERSON = "same_person"
    BANK_CHANGED = "bank_changed"
    ITEM_CHANGED = "item_changed"
    ITEM_OVERTAKEN = "item_overtaken"
    ITEM_WITHDRAWN = "item_withdrawn"
    ITEM_FAULTY = "item_faulty"
    PASS_MARK_RANGE = "pass_mark_range"  # noqa: S105 - a mark, not a password
    NOT_YET_RELEASED = "not_yet_released"
    BAD_TIMES = "bad_times"
    TIMES_PAST = "times_past"
    LOCKDOWN_FIXED = "lockdown_fixed"
    CENTRE_NOT_ACTIVE = "centre_not_active"
    INVIGILATOR_UNKNOWN = "invigilator_unknown"
    CANDIDATE_UNKNOWN = "candidate_unknown"
    ENTRIES_CLOSED = "entries_closed"
    LAST_CATEGORY = "last_category"
    ARRANGEMENT_FAULTY = "arrangement_faulty"
    LIST_GONE = "list_gone"
    LIST_CHANGED = "list_changed"
    COLUMNS_FAULTY = "columns_faulty"
    ROWS_REFUSED = "rows_refused"
    NO_ROWS = "no_rows"
    # at a rehearsal
    REHEARSAL_TOO_LATE = "rehearsal_too_late"
    REHEARSAL_DURING_TEST = "rehearsal_during_test"
    REHEARSAL_RUNNING = "rehearsal_running"
    # at a receipt
    RECEIPT_UNKNOWN = "receipt_unknown"
    ANSWERS_CHANGED = "answers_changed"
    # at sign-in
    CODE_MISTYPED = "code_mistyped"
    CODE_UNKNOWN = "code_unknown"
    CODE_USED = "code_used"
    CODE_ENDED = "code_ended"
    CODE_TOO_EARLY = "code_too_early"
    CODE_TRIES = "code_tries"
    OLD_PASSWORD_WRONG = "old_password_wrong"  # noqa: S105 - a reason, not a password
    SIGN_IN_FAILED = "sign_in_failed"
    LINK_USED = "link_used"
    WEAK_PASSWORD = "weak_password"  # noqa: S105 - a reason, not a password
    ADDRESS_TAKEN = "address_taken"
    MAY_NOT_GRANT = "may_not_grant"
    NOT_YOURS_TO_CHANGE = "not_yours_to_change"
    LAST_ADMINISTRATOR = "last_administrator"
    NAME_TAKEN = "name_taken"
    UNKNOWN_ZONE = "unknown_zone"


class Refusal(Exception):
    """A rule that says no to a person; `facts` fill the sentence (never keys or names)."""

    def __init__(self, reason: Reason, **facts: object) -> None:
        self.reason = reason
        self.facts: Mapping[str, object] = facts
        super().__init__(f"{reason}: {facts}" if facts else str(reason))
