"""Which passwords are refused, and that none is kept."""

import pytest

from app.domain.refusals import Reason, Refusal
from app.services.passwords import hash_password, is_password


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "password1234",
        "P@ssw0rd2026!",
        "passwordpassword",
        "Welcome12345",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaa",
        "abababababab",
        "testamurtestamur",
        "correcthorsebatterystaple",
    ],
)
def test_a_short_or_well_known_password_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refused:
        hash_password(password)

    assert refused.value.reason is Reason.WEAK_PASSWORD


def test_a_password_is_kept_only_as_a_slow_hash_of_its_own() -> None:
    first, second = hash_password("purple kettle bicycle"), hash_password("purple kettle bicycle")

    assert first.startswith("$argon2id$")
    assert first != second
    assert is_password(first, "purple kettle bicycle")
    assert not is_password(first, "purple kettle tricycle")


def test_letters_typed_in_another_composition_are_the_same_password() -> None:
    kept = hash_password("caf\u00e9 au lait matin")

    assert is_password(kept, "cafe\u0301 au lait matin")


def test_where_there_is_no_password_none_is_right() -> None:
    assert not is_password("", "")
    assert not is_password("", "nobody signs in with this")
    assert not is_password("not a hash", "purple kettle bicycle")
