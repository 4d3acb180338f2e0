"""Signing in, links, roles and suspension."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.config import Settings
from app.domain.refusals import Reason, Refusal
from app.domain.roles import Grant, Role
from app.services import accounts, people
from app.services.passwords import hash_password
from app.store.audit import EventRow
from app.store.database import Database
from app.store.people import OneTimeLinkRow, PersonRow, RoleGrantRow
from app.store.queries.people import grants_of, signed_in_person
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "purple kettle bicycle"
LIMITS = Settings(tries_allowed=2)


def try_to_sign_in(
    database: Database,
    email: str,
    password: str,
    now: datetime = NOW,
    address: str = "192.0.2.1",
) -> UUID | None:
    with database.read() as db:
        claim = accounts.claim_account(db, email, address, LIMITS, now)
    proved = accounts.proves(claim, password)
    with database.begin() as db:
        return accounts.settle_sign_in(db, claim, proved, now)


def give_password(database: Database, person: UUID, password: str = PASSWORD) -> None:
    with database.begin() as db:
        accounts.set_password(db, person, password, NOW)


def refusal_of(act: object) -> Reason:
    """Run a callable that must be refused and return why it was."""
    with pytest.raises(Refusal) as refused:
        act()  # type: ignore[operator]
    return refused.value.reason


def test_the_right_password_signs_in_whatever_the_capitals_of_the_address(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)

    assert try_to_sign_in(database, " Ivy@Example.org ", PASSWORD) == cast.ivy


def test_a_wrong_password_an_unknown_address_and_no_password_yet_are_all_the_same(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)

    assert try_to_sign_in(database, "ivy@example.org", "something else 1") is None
    assert try_to_sign_in(database, "nobody@example.org", PASSWORD) is None
    assert try_to_sign_in(database, "cora@example.org", "") is None


def test_an_account_that_is_guessed_at_waits_even_with_the_right_password(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)
    for _ in range(2):
        try_to_sign_in(database, "ivy@example.org", "something else 1")

    def attempt() -> None:
        try_to_sign_in(database, "ivy@example.org", PASSWORD)

    assert refusal_of(attempt) is Reason.TOO_MANY_TRIES
    later = NOW + timedelta(minutes=5)
    assert try_to_sign_in(database, "ivy@example.org", PASSWORD, later) == cast.ivy


def test_guessing_from_one_address_does_not_keep_the_owner_out_elsewhere(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)
    for _ in range(2):
        try_to_sign_in(database, "ivy@example.org", "something else 1", address="203.0.113.9")

    assert try_to_sign_in(database, "ivy@example.org", PASSWORD) == cast.ivy


def test_an_address_that_guesses_at_many_accounts_waits(database: Database, cast: Cast) -> None:
    give_password(database, cast.ivy)
    for number in range(2 * accounts.SHARED):
        try_to_sign_in(database, f"guess{number}@example.org", "something else 1")

    def attempt() -> None:
        try_to_sign_in(database, "ivy@example.org", PASSWORD)

    assert refusal_of(attempt) is Reason.TOO_MANY_TRIES


def test_an_account_guessed_at_from_many_addresses_waits(database: Database, cast: Cast) -> None:
    give_password(database, cast.ivy)
    for number in range(2 * accounts.SHARED):
        address = f"198.51.100.{number}"
        try_to_sign_in(database, "ivy@example.org", "something else 1", address=address)

    def attempt() -> None:
        try_to_sign_in(database, "ivy@example.org", PASSWORD)

    assert refusal_of(attempt) is Reason.TOO_MANY_TRIES


def test_a_password_changed_while_it_was_compared_does_not_sign_in(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)
    with database.read() as db:
        claim = accounts.claim_account(db, "ivy@example.org", "192.0.2.1", LIMITS, NOW)
    give_password(database, cast.ivy, "another long password")

    with database.begin() as db:
        assert accounts.settle_sign_in(db, claim, True, NOW) is None


def test_a_link_sets_the_password_once_and_is_kept_only_as_a_hash(
    database: Database, cast: Cast
) -> None:
    grant = Grant(Role.INVIGILATOR, cast.body, cast.northtown)
    with database.begin() as db:
        token = people.invite_person(db, "Nia New", "Nia@Example.org", [grant], cast.cora, NOW)
    kept = hash_password(PASSWORD)

    with database.begin() as db:
        nia = accounts.accept_link(db, token, kept, NOW)

    assert try_to_sign_in(database, "nia@example.org", PASSWORD) == nia
    with database.begin() as db:
        assert refusal_of(lambda: accounts.accept_link(db, token, kept, NOW)) is Reason.LINK_USED
    with database.read() as db:
        row = db.scalars(select(OneTimeLinkRow)).one()
        assert token.encode() not in row.token_hash


def test_a_link_is_refused_when_too_old_or_unknown_or_overtaken_by_a_newer_one(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        first = people.reset_link(db, cast.ivy, cast.cora, NOW)
        second = people.reset_link(db, cast.ivy, cast.cora, NOW)

    with database.read() as db:
        late = NOW + timedelta(hours=72)
        assert refusal_of(lambda: accounts.link_owner(db, second, late)) is Reason.LINK_USED
        assert refusal_of(lambda: accounts.link_owner(db, first, NOW)) is Reason.LINK_USED
        assert refusal_of(lambda: accounts.link_owner(db, "made-up", NOW)) is Reason.LINK_USED
        assert accounts.link_owner(db, second.upper(), NOW).id == cast.ivy


def test_a_new_password_and_signing_out_end_every_other_sign_in(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)
    with database.begin() as db:
        accounts.sign_out(db, cast.ivy, NOW)

    with database.read() as db:
        assert db.get_one(PersonRow, cast.ivy).sign_in_epoch == 3


def test_a_suspended_person_cannot_sign_in_nor_use_a_link_until_let_in_again(
    database: Database, cast: Cast
) -> None:
    give_password(database, cast.ivy)
    with database.begin() as db:
        token = people.reset_link(db, cast.ivy, cast.cora, NOW)
        people.suspend_person(db, cast.ivy, cast.cora, NOW)

    assert try_to_sign_in(database, "ivy@example.org", PASSWORD) is None
    with database.read() as db:
        assert signed_in_person(db, cast.ivy) is None
        assert refusal_of(lambda: accounts.link_owner(db, token, NOW)) is Reason.LINK_USED
    with database.begin() as db:
        people.reinstate_person(db, cast.ivy, cast.cora, NOW)
    later = NOW + timedelta(minutes=6)
    assert try_to_sign_in(database, "ivy@example.org", PASSWORD, later) == cast.ivy


def test_nobody_gives_a_role_that_is_not_theirs_to_give(database: Database, cast: Cast) -> None:
    wanted = [
        (cast.cora, Grant(Role.INVIGILATOR, cast.body, cast.southport)),
        (cast.cora, Grant(Role.EXAMS_OFFICER, cast.body, cast.northtown)),
        (cast.olga, Grant(Role.ADMINISTRATOR)),
        (cast.olga, Grant(Role.AWARDING_OFFICER, cast.body)),
        (cast.ivy, Grant(Role.INVIGILATOR, cast.body, cast.northtown)),
        (cast.adam, Grant(Role.INVIGILATOR, cast.body, None)),
    ]
    with database.begin() as db:
        for by, grant in wanted:

            def give(by: UUID = by, grant: Grant = grant) -> None:
                people.give_role(db, cast.ian, grant, by, NOW)

            assert refusal_of(give) is Reason.MAY_NOT_GRANT


def test_a_centre_of_another_awarding_body_is_no_place_for_a_grant(
    database: Database, cast: Cast
) -> None:
    from app.services.organisations import make_awarding_body

    with database.begin() as db:
        other = make_awarding_body(db, "Another Awarding Body", cast.adam, NOW)
        grant = Grant(Role.INVIGILATOR, other, cast.northtown)
        act = lambda: people.give_role(db, cast.ian, grant, cast.adam, NOW)

        assert refusal_of(act) is Reason.MAY_NOT_GRANT


def test_a_revoked_role_gives_nothing_any_more_and_stays_on_record(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        row = db.scalars(select(RoleGrantRow).where(RoleGrantRow.person_id == cast.ivy)).one()
        people.revoke_grant(db, row.id, cast.cora, NOW)

    with database.read() as db:
        assert grants_of(db, cast.ivy) == ()
        assert db.get_one(RoleGrantRow, row.id).revoked_at == NOW


def test_a_person_with_a_further_role_is_out_of_reach_of_who_gave_the_first(
    database: Database, cast: Cast
) -> None:
    with database.begin() as db:
        people.give_role(db, cast.ivy, Grant(Role.EXAMINER, cast.body), cast.olga, NOW)

        for act in (people.reset_link, people.suspend_person):
            assert refusal_of(lambda act=act: act(db, cast.ivy, cast.cora, NOW)) is (
                Reason.NOT_YOURS_TO_CHANGE
            )


def test_the_last_administrator_stays(database: Database, cast: Cast) -> None:
    with database.begin() as db:
        row = db.scalars(select(RoleGrantRow).where(RoleGrantRow.person_id == cast.adam)).one()

        def revoke() -> None:
            people.revoke_grant(db, row.id, cast.adam, NOW)

        def suspend() -> None:
            people.suspend_person(db, cast.adam, cast.adam, NOW)

        assert refusal_of(revoke) is Reason.LAST_ADMINISTRATOR
        assert refusal_of(suspend) is Reason.LAST_ADMINISTRATOR


def test_someone_who_signs_in_already_gets_the_role_and_no_link(
    database: Database, cast: Cast
) -> None:
    grant = Grant(Role.INVIGILATOR, cast.body, cast.northtown)
    with database.begin() as db:
        made = people.invite_or_give_role(db, "Ian", "IAN@example.org", grant, cast.cora, NOW)
        again = people.give_role(db, cast.ian, grant, cast.cora, NOW)

        assert made == people.Invitation(cast.ian, "")
        assert grants_of(db, cast.ian).count(grant) == 1
        assert db.get_one(RoleGrantRow, again).granted_by == cast.cora


def test_an_address_in_use_is_refused(database: Database, cast: Cast) -> None:
    with database.begin() as db:

        def make() -> None:
            people.make_person(db, "Ivy", "ivy@example.org", [], cast.adam, NOW)

        assert refusal_of(make) is Reason.ADDRESS_TAKEN


def test_every_act_is_on_record_without_names_or_addresses(database: Database, cast: Cast) -> None:
    grant = Grant(Role.INVIGILATOR, cast.body, cast.northtown)
    with database.begin() as db:
        token = people.invite_person(db, "Nia New", "nia@example.org", [grant], cast.cora, NOW)
    with database.begin() as db:
        nia = accounts.accept_link(db, token, hash_password(PASSWORD), NOW)
        people.suspend_person(db, nia, cast.cora, NOW)

    with database.read() as db:
        events = db.scalars(select(EventRow).where(EventRow.subject_id == nia)).all()
    assert {event.act for event in events} == {
        "add_person",
        "give_role",
        "set_password",
        "suspend_person",
    }
    assert not any("nia" in str(event.facts).lower() for event in events)
