"""What a result code and a date of birth show, and to whom they show nothing."""

from base64 import b64encode
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import inspect

from app.config import Settings
from app.domain.keycode import fast_hash, grouped, result_code_for
from app.domain.refusals import Reason, Refusal
from app.domain.result import Grade, Result, ResultStatus
from app.domain.sitting import SessionKind
from app.domain.specification import ReleasePolicy, ReviewPolicy
from app.files.markup import render
from app.services.afterwards import (
    TEN_A_DAY,
    GivenOut,
    OwnResult,
    check_guesses,
    find_result,
    note_wrong_guess,
)
from app.services.entries import withdraw_entry
from app.services.result_codes import notice_for, result_slips
from app.store.content import ItemVersionRow
from app.store.database import Database
from app.store.queries.pictures import keep_picture
from app.store.results import ResultReleaseRow, ResultRow
from app.store.sittings import KeycodeRow, ResultCodeRow, SittingRow
from tests.cast import CANARY, Cast, sample_specification
from tests.conftest import Clock
from tests.pictures import picture_file
from tests.stories import StorySession, a_session, answers, immediate, refused, sit
from tests.timetable import ADA, SECRET

BORN = date(2008, 5, 3)
assert BORN == ADA.date_of_birth


@pytest.fixture
def story(database: Database, cast: Cast, clock: Clock) -> StorySession:
    """Ada has four of five marks; Ben, whose date of birth nobody knows, was absent."""
    story = a_session(database, cast, clock)
    sit(story, 0, right=4)
    story.close()
    return story


def code_of(story: StorySession, place: int = 0) -> str:
    """Return a candidate's result code."""
    return result_code_for(SECRET, str(story.sittings[place]))


def look(story: StorySession, place: int = 0, born: date = BORN) -> OwnResult:
    """Look up a result as its candidate does."""
    with story.database.read() as db:
        return find_result(db, grouped(code_of(story, place)).lower(), born)


def given_out(story: StorySession) -> GivenOut:
    """Look up a result that is out."""
    found = look(story).given_out
    assert found is not None
    return found


def add_version(story: StorySession, *, release: bool, **other: object) -> None:
    """Add a newer version of Ada's result."""
    with story.database.begin() as db:
        first = db.get_one(ResultRow, (story.centre, story.sittings[0], 1))
        again = {column.key: getattr(first, column.key) for column in inspect(ResultRow).columns}
        db.add(ResultRow(**(again | {"version": 2, "reason": "Key corrected"} | other)))
    if release:
        release_second(story)


def release_second(story: StorySession) -> None:
    """Give the second version of Ada's result out."""
    with story.database.begin() as db:
        db.add(
            ResultReleaseRow(
                awarding_body_id=story.cast.body,
                centre_id=story.centre,
                sitting_id=story.sittings[0],
                version=2,
                released_by=story.cast.olga,
                released_at=story.clock.now,
            )
        )


# The code


def test_a_code_is_kept_as_a_hash_for_who_sat_and_who_was_absent(story: StorySession) -> None:
    with story.database.read() as db:
        kept = {row.hash: row.sitting_id for row in db.query(ResultCodeRow)}

    assert kept == {fast_hash(code_of(story, n)): story.sittings[n] for n in (0, 1)}


def test_a_code_leads_to_its_sitting_before_anything_is_handed_in(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    sit(story, 0, right=4, submit=False)

    assert look(story).given_out is None


def test_a_keycode_shows_no_result_and_a_result_code_opens_no_test(story: StorySession) -> None:
    with story.database.read() as db:
        assert db.get(KeycodeRow, fast_hash(code_of(story))) is None
        with refused(Reason.RESULT_CODE_MISTYPED):
            find_result(db, story.keycodes[0], BORN)


def test_a_session_that_does_not_count_has_no_codes(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, kind=SessionKind.REHEARSAL)
    sit(story, 0, right=4)
    story.close()

    with database.read() as db:
        assert db.query(ResultCodeRow).count() == 0
        assert notice_for(db, story.centre, story.sittings[0]) is None
        assert result_slips(db, story.row()) == []


# Who is shown nothing


@pytest.mark.parametrize("released", [False, True])
def test_a_wrong_code_and_a_wrong_date_of_birth_are_refused_alike(
    story: StorySession, released: bool
) -> None:
    if released:
        story.release()
    told = []
    for typed, born in (
        (result_code_for(SECRET, "nobody"), BORN),
        (code_of(story), BORN + timedelta(days=1)),
        (code_of(story, 1), BORN),  # Ben has no date of birth on record
    ):
        with story.database.read() as db, pytest.raises(Refusal) as refusal:
            find_result(db, typed, born)
        told.append((refusal.value.reason, refusal.value.facts))

    assert told == [(Reason.RESULT_UNKNOWN, {})] * 3


def test_the_code_of_an_entry_that_was_withdrawn_leads_nowhere(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock)
    with database.begin() as db:
        entry = db.get_one(SittingRow, (story.centre, story.sittings[0])).entry_id
        withdraw_entry(db, entry, cast.cora, clock.now)

    with refused(Reason.RESULT_UNKNOWN):
        look(story)


def test_before_release_nothing_of_the_result_is_told(story: StorySession) -> None:
    own = look(story)

    assert (own.given_out, own.release, own.title) == (None, ReleasePolicy.MANUAL, "Sample test")


# What is shown


def test_after_release_it_is_what_the_centre_has(story: StorySession) -> None:
    story.release()

    shown = given_out(story)

    assert (shown.result.mark, shown.result.maximum, shown.result.pass_mark) == (4, 5, 3)
    assert shown.result.grade is Grade.PASS
    assert shown.pass_mark_note == "Example pass mark"
    assert [(f.id, f.title, f.items) for f in shown.figures] == [
        ("1", "First things", 3),
        ("2", "Second things", 2),
    ]
    assert sum(figure.mark for figure in shown.figures) == 4


def test_what_to_study_are_the_criteria_of_the_items_answered_wrong(story: StorySession) -> None:
    story.release()
    wrong = story.papers[0].items[4]

    [study] = given_out(story).study

    assert (study.outcome, [topic.id for topic in study.topics]) == (
        wrong.outcome,
        [wrong.criterion],
    )


def test_only_the_newest_version_that_was_released_is_shown(story: StorySession) -> None:
    story.release()
    add_version(story, release=False, mark=1, grade="fail")
    assert given_out(story).result.mark == 4

    release_second(story)

    assert (given_out(story).result.mark, given_out(story).result.grade) == (1, Grade.FAIL)


@pytest.mark.parametrize("status", [ResultStatus.VOID, ResultStatus.WITHHELD])
def test_who_has_no_mark_is_told_which_of_the_reasons(
    story: StorySession, status: ResultStatus
) -> None:
    story.release()
    nothing: dict[str, Any] = {
        "mark": None,
        "maximum": None,
        "grade": None,
        "pass_mark": None,
        "profile": [],
    }
    add_version(story, release=True, status=status, item_marks=[], **nothing)

    shown = given_out(story)

    assert shown.result == Result(status=status)
    assert (shown.figures, shown.study, shown.review) == ((), (), ())


def test_who_was_absent_is_told_so(database: Database, cast: Cast, clock: Clock) -> None:
    story = a_session(database, cast, clock)
    sit(story, 1, right=2)
    story.close()
    story.release()

    assert given_out(story).result == Result(status=ResultStatus.ABSENT)


def test_results_that_go_out_at_the_close_are_seen_at_the_close(
    database: Database, cast: Cast, clock: Clock
) -> None:
    story = a_session(database, cast, clock, specification=immediate())
    sit(story, 0, right=5)
    assert look(story).given_out is None

    story.close()

    assert given_out(story).result.mark == 5


# The items


def test_items_are_shown_only_where_the_specification_says_so(story: StorySession) -> None:
    story.release()

    assert given_out(story).review == ()
    assert CANARY not in repr(look(story))
    assert "Sample question" not in repr(look(story))


def test_with_that_policy_each_item_is_shown_as_it_was_with_key_and_rationales(
    database: Database, cast: Cast, clock: Clock
) -> None:
    spec = replace(sample_specification(), review=ReviewPolicy.ITEMS)
    story = a_session(database, cast, clock, specification=spec)
    sit(story, 0, right=4)
    story.close()
    assert CANARY not in repr(look(story))
    story.release()

    review = given_out(story).review

    sheet = answers(story, 0, 4)
    written = {item.id: item for item in story.bank.items}
    assert [item.mark for item in review] == [1, 1, 1, 1, 0]
    for item in review:
        asked = story.papers[0].positions[item.position]
        known = {option.letter: option for option in written[asked.id].options}
        assert [(o.html, o.rationale) for o in item.options] == [
            (known[letter].text, known[letter].rationale) for letter in asked.options
        ]
        places = dict(zip(asked.options, item.options, strict=True))
        assert {letter for letter, o in places.items() if o.chosen} == set(sheet[item.position])
        assert {letter for letter, o in places.items() if o.right} == written[asked.id].key
        assert written[asked.id].stem in item.stem


def test_pictures_of_items_shown_are_in_the_answer_itself(
    database: Database, cast: Cast, clock: Clock
) -> None:
    spec = replace(sample_specification(), review=ReviewPolicy.ITEMS)
    story = a_session(database, cast, clock, specification=spec)
    sit(story, 0, right=4)
    story.close()
    story.release()
    file = picture_file()
    with database.begin() as db:
        keep_picture(db, cast.body, file.picture, file.content)
        for version in db.query(ItemVersionRow):
            version.stem_html = render(
                "![A plan](media/plan.png)", {file.picture.name: file.picture}
            )

    stems = [item.stem for item in given_out(story).review]

    held = f"data:image/png;base64,{b64encode(file.content).decode()}"
    assert len(stems) == 5
    assert all(f'src="{held}" alt="A plan"' in stem for stem in stems)


# Guessing


def test_a_code_takes_ten_wrong_guesses_a_day_wherever_they_come_from(
    story: StorySession, settings: Settings, clock: Clock
) -> None:
    for n in range(TEN_A_DAY.tries_allowed):
        with story.database.begin() as db:
            check_guesses(db, code_of(story), f"192.0.2.{n}", settings, clock.now)
            note_wrong_guess(db, code_of(story), f"192.0.2.{n}", settings, clock.now)
    clock.tick(minutes=30)

    with story.database.read() as db, pytest.raises(Refusal) as refusal:
        check_guesses(db, grouped(code_of(story)), "192.0.2.99", settings, clock.now)

    assert refusal.value.reason is Reason.RESULT_TRIES
    assert refusal.value.facts == {"wait": "24 hours"}
    with story.database.read() as db:
        check_guesses(db, code_of(story, 1), "192.0.2.99", settings, clock.now)
        check_guesses(db, code_of(story), "192.0.2.99", settings, clock.tick(hours=24))


def test_an_address_waits_after_as_many_wrong_guesses_as_the_settings_say(
    story: StorySession, settings: Settings, clock: Clock
) -> None:
    for n in range(settings.tries_allowed):
        with story.database.begin() as db:
            typed = result_code_for(SECRET, f"nobody {n}")
            note_wrong_guess(db, typed, "192.0.2.1", settings, clock.now)

    with story.database.read() as db, pytest.raises(Refusal) as refusal:
        check_guesses(db, code_of(story), "192.0.2.1", settings, clock.now)

    assert refusal.value.facts == {"wait": "5 minutes"}
    with story.database.read() as db:
        check_guesses(db, code_of(story), "192.0.2.2", settings, clock.now)


def test_no_code_stands_in_the_database_in_the_clear(
    story: StorySession, settings: Settings, clock: Clock
) -> None:
    with story.database.begin() as db:
        note_wrong_guess(db, code_of(story), "192.0.2.1", settings, clock.now)
    with story.database.engine.connect() as connection:
        everything = [
            str(row)
            for table in ("throttle", "event", "result_code", "sitting")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own
        ]

    assert not [row for row in everything if code_of(story) in row]


# What the receipt and the centre's slips say


def test_a_receipt_says_who_gives_the_result_out_and_whether_it_is_out(
    story: StorySession,
) -> None:
    with story.database.read() as db:
        before = notice_for(db, story.centre, story.sittings[0])
        ben = notice_for(db, story.centre, story.sittings[1])
    story.release()
    with story.database.read() as db:
        after = notice_for(db, story.centre, story.sittings[0])

    assert before and after and ben
    assert before.code == grouped(code_of(story))
    assert (before.awarding_body, before.release) == ("Sample Awarding Body", ReleasePolicy.MANUAL)
    assert (before.released, after.released) == (False, True)
    assert (before.can_be_seen, ben.can_be_seen) == (True, False)


def test_the_centre_can_hand_out_every_code_again(story: StorySession) -> None:
    with story.database.read() as db:
        slips = result_slips(db, story.row())

    assert [(slip.candidate_number, slip.code) for slip in slips] == [
        ("0012", grouped(code_of(story, 0))),
        ("0013", grouped(code_of(story, 1))),
    ]
