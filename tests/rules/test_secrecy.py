"""What is secret stays secret: keys, rationales, item ids, authored order, and marks until released.

Twice over: no word of the secret is in anything sent, in any shape; and when every secret is
changed, what is sent does not change with it.
"""

import json
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect
from werkzeug.test import TestResponse

from app.domain.paper_print import PrintForm
from app.services import invigilation
from app.store.results import ResultRow
from tests.rules.actors import Actor, a_candidate, everybody, give_lease
from tests.rules.canaries import PERSON, told
from tests.rules.crawl import filled, forms_of, pages_of
from tests.rules.relabel import change_marks, change_secrets
from tests.rules.routes import addresses, routes
from tests.rules.world import World

POSITIONS = range(1, 11)
BEFORE, DURING, AFTER = "open", "running", "closed"

# What is made anew for each answer.
OF_THIS_ANSWER = re.compile(
    r"""nonce="[^"]*" | 'nonce-[0-9a-f]*' | testamur=[^;]*
    | name="(?:csrf_token|client_id)"[^>]* | name="csrf-token"[^>]*
    | ^(?:Date|Expires|Last-Modified):[^\n]* """,
    re.VERBOSE | re.MULTILINE,
)

DIGEST = re.compile('"digest": "[0-9a-f]*"')


# No word of it


@pytest.mark.parametrize("stage", [BEFORE, DURING, AFTER, "released"])
def test_no_page_tells_a_candidate_anything_of_the_bank(stage: str, small_world: World) -> None:
    candidate = _candidate(small_world, stage)

    leaks = {place: found for place, text in _walk(small_world, candidate) if (found := told(text))}

    assert leaks == {}


def test_no_page_tells_anything_of_the_bank_while_answers_are_given(small_world: World) -> None:
    candidate = _candidate(small_world, DURING)
    for position in POSITIONS:
        for text in _answer(candidate, position, place=position % 4, follows=2 * position):
            assert told(text) == []
    _pause(small_world)

    assert told(_all(candidate.get("/test/1"))) == []
    assert "Your test is paused" in candidate.get("/test/1").text
    assert not [place for place, text in _walk(small_world, candidate) if told(text)]


def test_a_question_is_shown_to_nobody_before_the_start_or_in_a_pause(small_world: World) -> None:
    waiting, running = _candidate(small_world, BEFORE), _candidate(small_world, DURING)
    after = _candidate(small_world, AFTER)
    assert "Which of these" in running.get("/test/1").text
    _pause(small_world)

    for candidate in (waiting, running, after):
        shown = [place for place, text in _walk(small_world, candidate) if "Which of these" in text]
        assert shown == []


@pytest.mark.parametrize("name", ["ivy", "cora"])
def test_no_page_or_answer_tells_the_centre_anything_of_the_bank(
    name: str, small_world: World
) -> None:
    actor = everybody(small_world)[name]
    said = [(path, _all(answer)) for path, answer in pages_of(small_world, actor)]
    for form in forms_of(small_world, name):
        for sending in form.sendings():
            said.append((form.action, _all(actor.post(form.action, filled(sending)))))
            small_world.restore()

    leaks = {place: told(text) for place, text in said if told(text)}
    shown = [place for place, text in said if "Which of these" in text]
    questions = [place for place in shown if not place.endswith("/print")]  # the paper in print

    assert (leaks, questions) == ({}, [])


@pytest.mark.parametrize("form", list(PrintForm))
def test_a_paper_in_print_tells_what_its_candidate_reads_and_no_more(
    form: PrintForm, small_world: World
) -> None:
    said = _printed(small_world, form)

    change_secrets(small_world)

    assert "Which of these" in said
    assert told(said) == []
    assert _printed(small_world, form) == said


def test_an_examiner_meets_no_candidate(small_world: World) -> None:
    edgar = everybody(small_world)["edgar"]

    met = [path for path, answer in pages_of(small_world, edgar) if PERSON in _all(answer)]

    assert met == []


def test_an_examiner_does_see_what_is_hidden_from_others(small_world: World) -> None:
    edgar = everybody(small_world)["edgar"]

    assert any(told(_all(answer)) for _, answer in pages_of(small_world, edgar))


# Nothing that depends on it


def test_nothing_a_candidate_is_sent_depends_on_what_is_secret(small_world: World) -> None:
    said = _whole_sitting(small_world)

    change_secrets(small_world)

    assert _whole_sitting(small_world) == said


def test_saving_a_right_answer_is_answered_like_saving_a_wrong_one(small_world: World) -> None:
    candidate = _candidate(small_world, DURING)
    for position in POSITIONS:
        replies = set()
        for place in range(4):
            # the digest is of the place chosen; that the key has no part in it is shown above
            said = _answer(candidate, position, place, follows=2)
            replies.add(tuple(DIGEST.sub("", each) for each in said))
            small_world.restore()

        assert len(replies) == 1, position


@pytest.mark.parametrize("stage", [AFTER, "released"])
def test_a_receipt_is_the_same_whatever_the_mark(stage: str, small_world: World) -> None:
    candidate = _candidate(small_world, stage)
    said = dict(_walk(small_world, candidate))

    change_marks(small_world)

    assert dict(_walk(small_world, candidate)) == said


@pytest.mark.parametrize("name", ["ivy", "cora"])
def test_nothing_a_centre_is_sent_depends_on_a_mark_that_is_not_released(
    name: str, small_world: World
) -> None:
    said = dict(_centre_pages(small_world, name))

    change_marks(small_world, released=False)

    assert dict(_centre_pages(small_world, name)) == said


def test_a_mark_worked_out_anew_is_nobodys_at_the_centre_before_it_is_released_too(
    small_world: World,
) -> None:
    story = small_world.northtown.sessions["released"]
    said = dict(_centre_pages(small_world, "cora"))

    with small_world.database.begin() as db:
        first = db.get_one(ResultRow, (story.centre, story.sittings[0], 1))
        again = {column.key: getattr(first, column.key) for column in inspect(ResultRow).columns}
        db.add(ResultRow(**(again | {"version": 2, "mark": 1, "grade": "fail", "reason": "Key"})))

    assert dict(_centre_pages(small_world, "cora")) == said


def test_marks_are_there_for_the_awarding_body_and_once_released_for_the_centre(
    small_world: World,
) -> None:
    olga, cora = everybody(small_world)["olga"], dict(_centre_pages(small_world, "cora"))
    held = f"/awarding/sessions/{small_world.northtown.sessions[AFTER].session}"
    said = olga.get(held).text

    change_marks(small_world)

    assert _settled(olga.get(held).text) != _settled(said)
    assert dict(_centre_pages(small_world, "cora")) != cora


def test_whoever_decides_about_late_answers_sees_neither_name_nor_letter_nor_key_nor_mark(
    small_world: World,
) -> None:
    olga, story = everybody(small_world)["olga"], small_world.northtown.sessions["provisional"]
    results = f"/awarding/sessions/{story.session}"
    pages = [f"{results}/late-answers", results, f"{results}/release"]
    said = [_all(olga.get(page)) for page in pages]

    change_secrets(small_world)
    change_marks(small_world)

    assert [_all(olga.get(page)) for page in pages] == said
    assert "Question 8" in said[0]
    assert (told(said[0]), PERSON in said[0]) == ([], False)


def test_results_are_not_downloaded_before_they_are_released(small_world: World) -> None:
    cora, cast = everybody(small_world)["cora"], small_world.northtown.cast
    files = {}
    for stage, story in small_world.northtown.sessions.items():
        path = f"/centre/{cast.northtown}/sessions/{story.session}/results.csv"
        files[stage] = cora.get(path).text

    assert "pass" in files["released"].lower()
    assert [stage for stage, text in files.items() if "pass" in text.lower()] == ["released"]


# What the tests above are made of


def _candidate(world: World, stage: str) -> Actor:
    candidate = a_candidate(world, world.northtown, stage)
    give_lease(world, candidate)
    return candidate


def _walk(world: World, actor: Actor) -> Iterator[tuple[str, str]]:
    """Ask for every page there is, one's own or not, and every question."""
    for route in routes(world.app):
        if route.method == "GET":
            for path in addresses(world, route, actor.house):
                yield path, _all(actor.get(path))
    for position in (0, *POSITIONS, 11):
        yield f"/test/{position}", _all(actor.get(f"/test/{position}"))


def _all(answer: TestResponse) -> str:
    """Return everything in an answer: status, headers, body."""
    body = answer.get_data().decode(errors="replace")  # a picture is no text
    return _settled(f"{answer.status}\n{answer.headers}\n{body}")


def _settled(text: str) -> str:
    return OF_THIS_ANSWER.sub("", text)


def _answer(candidate: Actor, position: int, place: int, follows: int) -> list[str]:
    """Save an answer as the page's script does, and as the page does without one."""
    given = {"position": position, "shown": [place], "flagged": False, "follows": follows}
    sent = {"answers": [given | {"client_id": f"s{position}"}]}
    saved = candidate.post("/answers", json.dumps(sent), content_type="application/json")
    assert json.loads(saved.text)["refused"] is None
    assert candidate.sitting
    form = {"sitting": candidate.sitting.hex, "client_id": f"{position:032x}", "go": "stay"}
    form |= {"follows": str(follows + 1), "shown": str(place), "flagged": "y", "was": str(place)}
    sent_plainly = candidate.post(f"/test/{position}", form)
    assert sent_plainly.location == f"/test/{position}"
    return [_all(saved), _all(sent_plainly), _kept_in_cookie(candidate)]


def _kept_in_cookie(actor: Actor) -> str:
    """Return what the browser's cookie holds, for whoever can read it."""
    with actor.client.session_transaction() as session:
        return str({name: value for name, value in session.items() if name != "csrf_token"})


def _printed(world: World, form: PrintForm) -> str:
    story = world.northtown.sessions[DURING]
    sent = {"sitting": [str(sitting) for sitting in story.sittings], "print_form": form}
    return _all(everybody(world)["ivy"].post(f"/papers/{story.session}/print", sent))


def _pause(world: World) -> None:
    story = world.northtown.sessions[DURING]
    story.do(invigilation.pause, story.sittings, "The fire alarm rang")


def _whole_sitting(world: World) -> list[tuple[str, str]]:
    """Tell a sitting from the door to the receipt."""
    said = [step for stage in (BEFORE, DURING) for step in _walk(world, _candidate(world, stage))]
    running = _candidate(world, DURING)
    for position in POSITIONS:
        sent = _answer(running, position, place=position % 4, follows=2 * position)
        said += [(f"save {position}", text) for text in sent]
    said += list(_walk(world, running))
    said += list(_walk(world, _candidate(world, AFTER)))
    world.restore()
    return said


def _centre_pages(world: World, name: str) -> Iterator[tuple[str, str]]:
    for path, answer in pages_of(world, everybody(world)[name]):
        yield path, _all(answer)
