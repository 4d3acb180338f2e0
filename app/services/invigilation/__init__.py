"""Running the room: opening it, letting people in, starting, time, incidents, closing.

Acts on sittings take a list, and each sitting in it is locked in order of id. Repeating an act
that has been done changes nothing, so that two invigilators who press at once do no harm.
"""

from app.services.invigilation.admitting import admit, allow_reentry, arrival_at, mark_absent
from app.services.invigilation.clocks import (
    begin_break,
    extra_time_limit,
    grant_extra_time,
    pause,
    resume,
    would_finish_late,
)
from app.services.invigilation.ending import close_session, finish_for
from app.services.invigilation.messages import send_message
from app.services.invigilation.moving import leave_room, move_seats, return_to_room
from app.services.invigilation.opening import release_keycodes, start_session
from app.services.invigilation.reasons import explain, keep_reason, still_to_explain
from app.services.invigilation.slips import Slip, print_slips, reissue_keycode
from app.services.invigilation.stopping import (
    give_reason,
    restart_clocks,
    stand_with_the_room,
    stop_all_clocks,
)
from app.services.invigilation.voiding import reverse_void, void_sittings

__all__ = [
    "Slip",
    "admit",
    "allow_reentry",
    "arrival_at",
    "begin_break",
    "close_session",
    "explain",
    "extra_time_limit",
    "finish_for",
    "give_reason",
    "grant_extra_time",
    "keep_reason",
    "leave_room",
    "mark_absent",
    "move_seats",
    "pause",
    "print_slips",
    "reissue_keycode",
    "release_keycodes",
    "restart_clocks",
    "resume",
    "return_to_room",
    "reverse_void",
    "send_message",
    "stand_with_the_room",
    "start_session",
    "still_to_explain",
    "stop_all_clocks",
    "void_sittings",
    "would_finish_late",
]
