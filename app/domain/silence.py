"""How often a device reports, and after how much silence it counts as offline.

Both follow from how many report to the machine, so the room's screen and the candidates' devices
never mean different things by silence. Nothing of it is stored.
"""

from datetime import timedelta

FEW, SOME = 1_000, 3_000  # devices on one machine
MISSED = 3  # heartbeats
ON_THE_WAY = timedelta(seconds=5)  # for a slow network and the batch that presence is written in


def seconds_between(active: int) -> int:
    """Return the seconds between two heartbeats of a device with so many active on the machine."""
    if active <= FEW:
        return 5
    return 15 if active <= SOME else 30


def silent_after(seconds: int) -> timedelta:
    """Return the silence after which a device that reports every so many seconds is offline."""
    return timedelta(seconds=MISSED * seconds) + ON_THE_WAY
