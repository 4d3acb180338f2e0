"""Running the room: opening it, letting people in, starting, time, incidents, closing.

Acts on sittings take a list, and each sitting in it is locked in order of id. Repeating an act
that has been done changes nothing, so that two invigilators who press at once do no harm.
"""

from app.services.invigilation.admitting import admit, allow_reentry, mark_absent
from app.services.invigilation.clocks import grant_extra_time, pause, resume
from app.services.invigilation.ending import close_session, finish_for, void_sittings
from app.services.invigilation.opening import Slip, print_slips, release_keycodes, start_session

__all__ = [
    "Slip",
    "admit",
    "allow_reentry",
    "close_session",
    "finish_for",
    "grant_extra_time",
    "mark_absent",
    "pause",
    "print_slips",
    "release_keycodes",
    "resume",
    "start_session",
    "void_sittings",
]
