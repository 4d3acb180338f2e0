"""The instructions: they use no time, and wait for the invigilator."""

from app.domain.admission import Identity
from app.services import invigilation
from tests.stories import StorySession
from tests.web.candidate.device import Device


def arrive(ada: Device, story: StorySession) -> None:
    """Let Ada in as far as the instructions."""
    ada.enter(story.keycodes[0])
    ada.press("/details", mine="yes")


def waits(ada: Device) -> str:
    """Read which of the texts of the page is shown."""
    shown = [part.split('"')[0] for part in ada.page.text.split('data-reason="')[1:]]
    hidden = [part.split('"')[0] for part in ada.page.text.split('data-reason="')[1:] if
              part.split(">")[0].endswith(" hidden")]  # fmt: skip
    return " ".join(sorted(set(shown) - set(hidden)))


def test_it_says_what_it_waits_for_and_offers_the_start_only_then(
    ada: Device, story: StorySession
) -> None:
    arrive(ada, story)
    assert waits(ada) == "not_admitted"
    story.do(invigilation.admit, story.sittings, Identity.KNOWN)
    ada.open("/instructions")
    assert waits(ada) == "not_started"
    story.do(invigilation.start_session)
    ada.open("/instructions")
    assert waits(ada) == ""


def test_it_uses_no_time(ada: Device, story: StorySession) -> None:
    story.begin()
    arrive(ada, story)
    story.clock.tick(minutes=25)

    ada.press("/start")

    assert ada.path == "/test"
    assert ada.time()["time_left_ms"] == 2_250_000


def test_without_a_script_it_looks_again_every_five_seconds(
    ada: Device, story: StorySession
) -> None:
    arrive(ada, story)

    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in ada.page.text


def test_a_start_too_early_is_refused_and_said(ada: Device, story: StorySession) -> None:
    arrive(ada, story)

    assert ada.press("/start").status_code == 409
    assert ada.heading == "You have not been let in yet."


def test_past_the_latest_start_it_says_so(ada: Device, story: StorySession) -> None:
    story.begin()
    arrive(ada, story)
    story.clock.tick(minutes=91)

    ada.open("/instructions")

    assert waits(ada) == "too_late_to_start"
    assert ada.press("/start").status_code == 409


def test_a_candidate_marked_absent_can_still_be_let_in(ada: Device, story: StorySession) -> None:
    story.do(invigilation.mark_absent, [story.sittings[0]])
    arrive(ada, story)
    assert waits(ada) == "not_admitted"
    story.begin()

    ada.press("/start")

    assert ada.path == "/test"
