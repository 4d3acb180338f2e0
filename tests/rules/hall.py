"""A hall on a day when everything happens at once: what pages look like at their fullest.

Eleven candidates of Northtown, by place: answering, paused, out of the room alone, let in late, made
void, finished by the invigilator, on a rest break, on paper, waiting, absent, expected.
"""

from itertools import count

from app.domain.admission import Identity
from app.domain.candidate import CandidateDetails
from app.services import invigilation
from app.services.incidents import write_incident
from app.services.paper_sittings import go_on_paper
from app.services.sitting import confirm_details, take_lease
from tests.rules.world import World, candidates, hold
from tests.services.resting import allow_breaks
from tests.stories import StorySession, answers, lease_of, save, start

LONG = CandidateDetails("NT/2026/000599", "Wolfeschlegelsteinhausenbergerdorff", "Maximiliane")
STARTING = (0, 1, 2, 3, 4, 5, 6, 7)
WORDS = "The drilling outside stops at ten. Nobody loses time by it, and nobody need do anything."


def a_busy_hall(world: World) -> StorySession:
    """Hold a session in which one candidate stands in every way there is."""
    house, clock = world.northtown, world.clock
    like = house.sessions["running"]
    entered = [*candidates(count(501), 10), LONG]
    hall = hold(world.database, house.cast, clock, like.bank, like.specification_version, entered)
    _arrive(hall)
    clock.tick(minutes=9)
    _begin(hall)
    clock.tick(minutes=4)
    _go_wrong(hall)
    clock.tick(minutes=2)
    return hall


def _arrive(hall: StorySession) -> None:
    early = [hall.sittings[place] for place in (*STARTING[:3], *STARTING[4:], 8)]
    hall.do(invigilation.admit, early, Identity.KNOWN)
    hall.do(invigilation.start_session)


def _begin(hall: StorySession) -> None:
    late = hall.sittings[3:4]
    hall.do(invigilation.admit, late, Identity.PHOTO_DOCUMENT, late_reason="The train was late")
    with hall.database.begin() as db:
        take_lease(db, hall.centre, hall.sittings[8], hall.clock.now, token=lease_of(8))
        confirm_details(db, hall.centre, hall.sittings[8], lease_of(8), hall.clock.now)
    for place in STARTING:
        start(hall, place)
        save(hall, place, answers(hall, place, right=place))


def _go_wrong(hall: StorySession) -> None:
    one = [[sitting] for sitting in hall.sittings]
    hall.do(invigilation.pause, one[1], "")
    hall.do(invigilation.leave_room, one[2], True)
    hall.do(invigilation.void_sittings, one[4], "Used a telephone")
    hall.do(invigilation.finish_for, one[5], "Felt unwell and went home")
    allow_breaks(hall, 6)
    hall.do(invigilation.begin_break, one[6])
    hall.do(go_on_paper, one[7], "The computer broke")
    hall.do(invigilation.mark_absent, one[9])
    hall.do(invigilation.grant_extra_time, one[0], 10, "Fire bell")
    hall.do(invigilation.send_message, None, WORDS)
    for code, place in (("unauthorised_material", 4), ("illness", 5)):
        hall.do(
            write_incident, code, sitting=hall.sittings[place], text="A telephone rang.\nTwice."
        )
    hall.do(write_incident, "disturbance", text="Drilling outside")
