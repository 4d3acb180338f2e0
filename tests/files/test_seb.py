"""Safe Exam Browser's files: keys by the published rules, and files that open again."""

import base64
import gzip
import hashlib
import json
import plistlib
from typing import Any

import pytest

from app._setup import ROOT
from app.files import seb

VECTORS = ROOT.parent / "shared" / "samples" / "seb_config_key.json"
CHANCE = bytes(range(32))
SETTINGS: dict[str, Any] = {
    "startURL": 'https://exam.example.org/?a="é"\\',
    "originatorVersion": "someone",
    "allowQuit": False,
    "AllowedThing": 1,
    "empty": {},
    "salt": b"\x00\x01",
    "low": 0.1,
    "rules": [{"regex": True, "action": 2, "nothing": {}}, 1],
}
WRITTEN = (
    '{"AllowedThing":1,"allowQuit":false,"low":0.1,"rules":[{"action":2,"regex":true},1],'
    '"salt":"AAE=","startURL":"https://exam.example.org/?a="é"\\"}'
)


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    """Read the vectors handed to the project, or skip."""
    if not VECTORS.exists():
        pytest.skip(f"{VECTORS} is not here")
    read: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
    return read


def test_every_vector_gives_its_key(vectors: dict[str, Any]) -> None:
    for vector in vectors["own"]:
        settings = seb.read_plain_file(vector["plist"].encode())

        assert seb.seb_json(settings) == vector["seb_json"], vector["name"]
        assert seb.config_key(settings) == vector["config_key"], vector["name"]


def test_every_vector_gives_its_hash_of_an_address(vectors: dict[str, Any]) -> None:
    for vector in vectors["own"]:
        for sent in vector["headers"]:
            hashed = seb.address_hash(sent["url"], vector["config_key"])
            assert hashed == sent["X_SafeExamBrowser_ConfigKeyHash"], sent["url"]


def test_the_encrypted_vector_opens_with_its_password(vectors: dict[str, Any]) -> None:
    given = vectors["own_encrypted"]

    plain = seb.open_encrypted_file(base64.b64decode(given["seb_base64"]), given["password"])

    assert plistlib.loads(plain) == plistlib.loads(vectors["own"][0]["plist"].encode())


def test_settings_are_sorted_whatever_the_case_and_nothing_is_escaped() -> None:
    assert seb.seb_json(SETTINGS) == WRITTEN
    assert seb.config_key(SETTINGS) == hashlib.sha256(WRITTEN.encode()).hexdigest()


def test_the_program_that_wrote_the_file_and_the_order_in_it_do_not_count() -> None:
    other = dict(reversed(SETTINGS.items())) | {"originatorVersion": "someone else"}

    assert seb.config_key(other) == seb.config_key(SETTINGS)


def test_a_date_has_no_place_in_the_settings() -> None:
    with pytest.raises(TypeError):
        seb.seb_json({"when": object()})


def test_a_fragment_of_an_address_does_not_count_and_its_query_does() -> None:
    at = "https://exam.example.org/a"

    assert seb.address_hash(f"{at}#q2", "key") == seb.address_hash(at, "key")
    assert seb.address_hash(f"{at}?q=2", "key") != seb.address_hash(at, "key")
    assert seb.address_hash(at, "key") == hashlib.sha256(f"{at}key".encode()).hexdigest()


def test_a_plain_file_is_a_property_list_with_the_same_key() -> None:
    file = seb.plain_file(SETTINGS)

    assert file.startswith(b"<?xml")
    assert seb.config_key(seb.read_plain_file(file)) == seb.config_key(SETTINGS)


def test_an_encrypted_file_opens_with_its_password_only() -> None:
    plain = seb.plain_file(SETTINGS)
    file = seb.encrypted_file(plain, "correct horse", CHANCE)

    assert b"startURL" not in file
    assert seb.open_encrypted_file(file, "correct horse") == plain
    with pytest.raises(seb.SebFileError):
        seb.open_encrypted_file(file, "wrong horse")


def test_an_encrypted_file_that_was_changed_does_not_open() -> None:
    opened = bytearray(
        gzip.decompress(seb.encrypted_file(seb.plain_file(SETTINGS), "correct horse", CHANCE))
    )
    opened[60] ^= 1

    with pytest.raises(seb.SebFileError):
        seb.open_encrypted_file(gzip.compress(bytes(opened)), "correct horse")
    for strange in (b"", b"plain", gzip.compress(b"plnd")):
        with pytest.raises(seb.SebFileError):
            seb.open_encrypted_file(strange, "correct horse")
