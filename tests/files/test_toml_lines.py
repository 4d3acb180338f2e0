"""Finding where tables and fields stand."""

import tomllib

import pytest

from app.files.toml_lines import find_lines

TEXT = '''# a comment at the head
id = "x"   # one behind a field

[[item]]
stem = """
key = "not a field"
[item.options]
with \\"\\"\\" and # no comment
"""
enemies = [
  "a",  # why
  "b",
]
"quoted name" = 1

[item.options]
A = 'it''s'
B.c = 2

[[item]]
[item.options]
A = "]"
[[outcome]]
[[outcome.criterion]]
[[outcome]]
[[outcome.criterion]]
id = 1
shuffle = { items = true }
'''.replace("'it''s'", "'it is'")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("item", 0), 4),
        (("item", 0, "stem"), 5),
        (("item", 0, "enemies"), 10),
        (("item", 0, "quoted name"), 14),
        (("item", 0, "options"), 16),
        (("item", 0, "options", "A"), 17),
        (("item", 0, "options", "B", "c"), 18),
        (("item", 1), 20),
        (("item", 1, "options", "A"), 22),
        (("outcome", 0, "criterion", 0), 24),
        (("outcome", 1, "criterion", 0, "id"), 27),
        (("outcome", 1, "criterion", 0, "shuffle", "items"), 28),
    ],
)
def test_a_table_or_field_is_found_at_its_line(path: tuple[str | int, ...], line: int) -> None:
    tomllib.loads(TEXT)

    assert find_lines(TEXT).of(path) == line


def test_a_missing_field_is_looked_for_where_its_table_stands() -> None:
    assert find_lines(TEXT).of(("item", 1, "key")) == 20
    assert find_lines(TEXT).of(("nothing", "here")) == 1


def test_comments_are_found_outside_texts_only() -> None:
    assert find_lines(TEXT).comments == (1, 2, 11)
