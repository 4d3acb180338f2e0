"""Whether a request is from the browser its session asks for."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.lockdown import (
    PROOF_LIFE,
    REFUSED,
    Check,
    Expected,
    Shown,
    judge,
    link_for,
    nonce_for,
    proof_for,
    proof_left,
    quit_password_for,
    session_of_link,
)
from app.domain.refusals import Reason

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EXPECTED = Expected(header="a" * 64, page="b" * 64)
IN_SEB = "Mozilla/5.0 (Windows NT 10.0) SEB/3.7.1"
SECRET = "secret of the installation"


@pytest.mark.parametrize(
    "shown, outcome",
    [
        (Shown(header="a" * 64), Check.BY_HEADER),
        (Shown(page="b" * 64), Check.BY_PAGE),
        (Shown(proven=True), Check.BY_PAGE),
        (Shown(header="x" * 64, page="b" * 64), Check.BY_PAGE),
        (Shown(header="a" * 64, page="x"), Check.BY_HEADER),
        (Shown(), Check.MISSING),
        (Shown(agent="Mozilla/5.0 Firefox/140"), Check.MISSING),
        (Shown(agent=IN_SEB), Check.TOO_OLD),
        (Shown(header="x" * 64, agent=IN_SEB), Check.WRONG_KEY),
        (Shown(page="a" * 64), Check.WRONG_KEY),
        (Shown(header="b" * 64), Check.WRONG_KEY),
        (Shown(header="é☃"), Check.WRONG_KEY),
    ],
)
def test_what_a_request_shows_decides(shown: Shown, outcome: Check) -> None:
    assert judge(shown, EXPECTED) is outcome


def test_nothing_is_asked_for_where_none_is_required_or_it_is_waived() -> None:
    assert judge(Shown(), EXPECTED, required=False) is Check.NOT_REQUIRED
    assert judge(Shown(), EXPECTED, waived=True) is Check.WAIVED


def test_only_what_is_refused_does_not_hold() -> None:
    assert {REFUSED[each] for each in Check if not each.holds} == {
        Reason.LOCKDOWN_MISSING,
        Reason.LOCKDOWN_WRONG_KEY,
        Reason.LOCKDOWN_TOO_OLD,
    }


def test_each_device_has_a_page_of_its_own() -> None:
    pages = {
        nonce_for(secret, sitting, lease)
        for secret in ("one", "two")
        for sitting in ("s", "t")
        for lease in ("k", "l")
    }

    assert len(pages) == 8


def test_a_proof_holds_for_its_own_device_until_its_time_is_up() -> None:
    proof = proof_for(SECRET, "s", "k", NOW)

    assert proof_left(SECRET, "s", "k", proof, NOW) == PROOF_LIFE
    assert proof_left(SECRET, "s", "k", proof, NOW + timedelta(minutes=4)) == timedelta(minutes=6)
    assert not proof_left(SECRET, "s", "k", proof, NOW + PROOF_LIFE)
    assert not proof_left(SECRET, "s", "l", proof, NOW)
    assert not proof_left(SECRET, "t", "k", proof, NOW)
    assert not proof_left("other", "s", "k", proof, NOW)


@pytest.mark.parametrize(
    "forged", ["", ".", "9", "9999999999.", "²." + "0" * 64, "9" * 5000, "-1.x"]
)
def test_a_proof_of_ones_own_making_does_not_hold(forged: str) -> None:
    assert not proof_left(SECRET, "s", "k", forged, NOW)


def test_a_proof_cannot_be_made_to_last() -> None:
    until, _, mac = proof_for(SECRET, "s", "k", NOW).partition(".")

    assert not proof_left(SECRET, "s", "k", f"{int(until) + 60}.{mac}", NOW)


def test_a_link_opens_its_session_until_its_time_is_up() -> None:
    until = int(NOW.timestamp()) + 60
    link = link_for(SECRET, "abc", until)

    assert session_of_link(SECRET, link, NOW) == "abc"
    assert session_of_link(SECRET, link, NOW + timedelta(minutes=1)) == ""
    assert session_of_link("other", link, NOW) == ""
    for forged in (link.replace("abc", "abd"), link + "0", "", "abc", "abc.1", f"abc.{until}."):
        assert session_of_link(SECRET, forged, NOW) == ""


def test_the_password_that_ends_it_is_long_easy_to_read_and_the_sessions_own() -> None:
    password = quit_password_for(bytes(32), "s")

    assert password == quit_password_for(bytes(32), "s")
    assert password != quit_password_for(bytes(32), "t")
    assert [len(part) for part in password.split("-")] == [4, 4, 4]
    assert not set(password) & set("01ilosuILOSU")
