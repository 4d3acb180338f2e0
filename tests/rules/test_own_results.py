"""What is secret stays secret on the page of results too: nothing without the code, the date of
birth and the release, and of the items nothing unless the specification says so.
"""

from datetime import date
from uuid import UUID

import pytest

from app.domain.keycode import result_code_for
from app.store.candidates import CandidateRow
from app.store.content import SpecificationVersionRow
from app.store.sessions import EntryRow
from app.store.sittings import SittingRow
from tests.cast import CANARY
from tests.rules.actors import Actor, a_candidate, everybody, give_lease
from tests.rules.canaries import PERSON, told
from tests.rules.crawl import pages_of
from tests.rules.relabel import change_marks, change_secrets
from tests.rules.routes import addresses, routes
from tests.rules.test_secrecy import _all
from tests.rules.world import World
from tests.stories import StorySession
from tests.timetable import SECRET

BORN = date(2008, 5, 3)
HELD, OUT = "closed", "released"


def furnish(world: World, *, review: str) -> None:
    """Record a date of birth for whoever sat first, and say what candidates see afterwards."""
    with world.database.begin() as db:
        for stage in (HELD, OUT):
            story = world.northtown.sessions[stage]
            sitting = db.get_one(SittingRow, (story.centre, story.sittings[0]))
            entry = db.get_one(EntryRow, sitting.entry_id)
            db.get_one(CandidateRow, entry.candidate_id).date_of_birth = BORN
            version = db.get_one(SpecificationVersionRow, story.specification_version)
            version.content = version.content | {"review": review}


def asked(actor: Actor, sitting: UUID | str, born: date = BORN) -> str:
    """Ask for a result as the page's form does; return everything in the answer."""
    parts = {"born-day": born.day, "born-month": born.month, "born-year": born.year}
    return _all(actor.post("/results", {"code": result_code_for(SECRET, str(sitting)), **parts}))


def of_one(story: StorySession) -> UUID:
    """Return the sitting of whoever sat first."""
    return story.sittings[0]


@pytest.mark.parametrize("review", ["result", "items"])
def test_without_code_date_of_birth_and_release_no_item_is_told_and_nobody_named(
    small_world: World, review: str
) -> None:
    furnish(small_world, review=review)
    nobody, sessions = everybody(small_world)["nobody"], small_world.northtown.sessions
    other_day = date(2008, 3, 5)

    said = [
        asked(nobody, "nobody's"),
        asked(nobody, of_one(sessions[HELD]), other_day),
        asked(nobody, of_one(sessions[OUT]), other_day),
        asked(nobody, sessions[OUT].sittings[1]),  # no date of birth on record
        asked(nobody, of_one(sessions["running"])),
    ]

    assert [text for text in said if told(text) or PERSON in text or "Which of" in text] == []
    held = asked(nobody, of_one(sessions[HELD]))
    assert "not released yet" in held
    assert (told(held), "Which of these" in held) == ([], False)


def test_items_are_told_only_where_the_specification_says_so(small_world: World) -> None:
    nobody, story = everybody(small_world)["nobody"], small_world.northtown.sessions[OUT]
    furnish(small_world, review="result")
    result_only = asked(nobody, of_one(story))
    furnish(small_world, review="items")
    with_items = asked(nobody, of_one(story))

    assert "7 of 10 marks" in result_only
    assert (told(result_only), "Which of these" in result_only) == ([], False)
    # the rationales, and still neither ids nor guidance nor facility
    assert told(with_items) == [CANARY]
    assert with_items.count("Which of these") == 10


@pytest.mark.parametrize("stage", [HELD, OUT])
def test_a_policy_of_items_tells_nothing_on_any_other_page(small_world: World, stage: str) -> None:
    furnish(small_world, review="items")
    candidate = a_candidate(small_world, small_world.northtown, stage)
    give_lease(small_world, candidate)
    said = [
        (path, _all(candidate.get(path)))
        for route in routes(small_world.app)
        if route.method == "GET"
        for path in addresses(small_world, route, candidate.house)
    ]
    for name in ("ivy", "cora"):
        said += [(p, _all(a)) for p, a in pages_of(small_world, everybody(small_world)[name])]

    assert [path for path, text in said if told(text) or "Which of these" in text] == []


def test_nothing_said_before_release_depends_on_mark_or_key(small_world: World) -> None:
    nobody, sessions = everybody(small_world)["nobody"], small_world.northtown.sessions

    def said() -> list[str]:
        furnish(small_world, review="items")
        return [
            asked(nobody, of_one(sessions[HELD])),
            asked(nobody, of_one(sessions[OUT]), date(2008, 3, 5)),
        ]

    before = said()
    change_marks(small_world)
    change_secrets(small_world)

    assert said() == before


def test_a_centres_own_codes_are_nobody_elses(small_world: World) -> None:
    story, people = small_world.northtown.sessions[OUT], everybody(small_world)
    path = f"/centre/{story.centre}/sessions/{story.session}/result-codes"

    assert people["cora"].get(path).status_code == 200
    assert {people[name].get(path).status_code for name in ("dora", "ivy", "olga")} == {404}
