"""Who may hand out which role where."""

from uuid import UUID

import pytest

from app.domain.granting import is_well_placed, may_grant, may_look_after
from app.domain.roles import Grant, Role

BODY, OTHER_BODY, NORTHTOWN, SOUTHPORT = (UUID(int=n) for n in range(1, 5))
ADMINISTRATOR = Grant(Role.ADMINISTRATOR)
OFFICER = Grant(Role.AWARDING_OFFICER, BODY)
EXAMINER = Grant(Role.EXAMINER, BODY)
EXAMS = Grant(Role.EXAMS_OFFICER, BODY, NORTHTOWN)
INVIGILATOR = Grant(Role.INVIGILATOR, BODY, NORTHTOWN)


@pytest.mark.parametrize(
    ("held", "wanted", "allowed"),
    [
        (ADMINISTRATOR, ADMINISTRATOR, True),
        (ADMINISTRATOR, Grant(Role.INVIGILATOR, OTHER_BODY, SOUTHPORT), True),
        (OFFICER, EXAMINER, True),
        (OFFICER, EXAMS, True),
        (OFFICER, INVIGILATOR, True),
        (OFFICER, OFFICER, False),
        (OFFICER, ADMINISTRATOR, False),
        (OFFICER, Grant(Role.EXAMINER, OTHER_BODY), False),
        (OFFICER, Grant(Role.INVIGILATOR, OTHER_BODY, SOUTHPORT), False),
        (EXAMS, INVIGILATOR, True),
        (EXAMS, Grant(Role.INVIGILATOR, BODY, SOUTHPORT), False),
        (EXAMS, EXAMS, False),
        (EXAMS, EXAMINER, False),
        (EXAMINER, INVIGILATOR, False),
        (INVIGILATOR, INVIGILATOR, False),
    ],
)
def test_a_role_is_handed_out_only_by_the_table_and_within_its_place(
    held: Grant, wanted: Grant, allowed: bool
) -> None:
    assert may_grant([held], wanted) is allowed


@pytest.mark.parametrize(
    "grant",
    [
        Grant(Role.ADMINISTRATOR, BODY),
        Grant(Role.EXAMINER),
        Grant(Role.EXAMINER, BODY, NORTHTOWN),
        Grant(Role.INVIGILATOR, BODY),
        Grant(Role.INVIGILATOR, None, NORTHTOWN),
        Grant(Role.CANDIDATE, BODY, NORTHTOWN),
    ],
)
def test_nobody_hands_out_a_role_at_the_wrong_kind_of_place(grant: Grant) -> None:
    assert not is_well_placed(grant)
    assert not may_grant([ADMINISTRATOR], grant)


def test_one_looks_after_a_person_only_when_every_one_of_their_roles_is_ones_own_to_give() -> None:
    assert may_look_after([EXAMS], [INVIGILATOR])
    assert not may_look_after([EXAMS], [INVIGILATOR, EXAMINER])
    assert not may_look_after([OFFICER], [EXAMINER, ADMINISTRATOR])
    assert not may_look_after([EXAMS], [])
    assert may_look_after([ADMINISTRATOR], [])
