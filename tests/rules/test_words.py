"""The words we use, the sentences people get, and how long a piece of code may be."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from app._setup import ROOT
from app.domain.refusals import Reason
from app.web.sentences import SENTENCES
from tests.rules.sources import files, identifiers, name, nodes, text, tree, words

# Words


def test_what_we_call_otherwise_is_called_so_everywhere() -> None:
    ours = {"quiz": "test", "quizzes": "tests", "student": "candidate", "students": "candidates"}
    ours |= {"proctor": "invigilator", "proctors": "invigilators", "proctoring": "invigilation"}
    found = {(name(path), word) for path in files() for word in words(text(path)) if word in ours}

    assert found == set()


def test_a_mark_is_called_a_score_only_where_a_format_or_statistics_does() -> None:
    elsewhere = ("app/files/", "app/psychometrics/")
    found = [
        name(path)
        for path in files()
        if not name(path).startswith(elsewhere)
        and {"score", "scores", "scored", "scoring"} & set(words(text(path)))
    ]

    assert found == []


def test_nothing_is_called_by_a_word_that_says_nothing() -> None:
    empty = {"util", "utils", "helper", "helpers", "manager", "managers"}
    given = {"login_manager", "LoginManager"}  # Flask-Login's own words
    found = {
        (name(path), known)
        for path in files(".py")
        for known in (*identifiers(path), *Path(name(path)).with_suffix("").parts)
        if known not in given and empty & set(words(known))
    }

    assert found == set()


@pytest.mark.parametrize("left", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_to_be_done(left: str) -> None:
    assert [name(p) for p in files() if re.search(rf"\b{left}\b", text(p))] == []


# Sizes


def test_no_function_is_longer_than_forty_lines() -> None:
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    long = {
        f"{name(path)}:{node.lineno} {node.name}": lines
        for path, node in nodes()
        if isinstance(node, functions) and (lines := _lines(node)) > 40
    }

    assert long == {}


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {name(path): len(text(path).splitlines()) for path in files()}

    assert {path: length for path, length in lengths.items() if length > 400} == {}


# Time


CLOCK_READERS = ("app/web/clock.py", "app/cli/")
CHANCE_TAKERS = (*CLOCK_READERS, "app/config.py")
CLOCKS = {
    "datetime": {"now", "today", "utcnow", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
}


def test_time_is_read_in_one_place_for_the_web_and_one_for_the_command_line() -> None:
    readers = {
        f"{name(path)}:{node.lineno}"
        for path, node in nodes()
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS.get(ast.unparse(node.value).rpartition(".")[2], ())
        and not name(path).startswith(CLOCK_READERS)
    }

    # Identifiers are ordered by time on disk; no rule reads it.
    assert {place.partition(":")[0] for place in readers} <= {"app/store/types.py"}
    assert len(readers) <= 1


def test_the_database_reads_no_clock_of_its_own() -> None:
    clocks = re.compile(r"func\.(now|current_timestamp)|CURRENT_TIMESTAMP|server_default|\bnow\(\)")
    stored = (
        path for path in files(".py") if name(path).startswith(("app/store/", "app/services/"))
    )

    assert [name(path) for path in stored if clocks.search(text(path))] == []


def test_chance_comes_from_the_system_only_where_it_is_handed_in() -> None:
    takers = {
        name(path)
        for path, node in nodes()
        if isinstance(node, ast.Import | ast.ImportFrom)
        and {"random", "secrets"} & {getattr(node, "module", ""), *(a.name for a in node.names)}
    }

    assert [path for path in takers if not path.startswith(CHANCE_TAKERS)] == []


# Sentences


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_a_sentence_says_what_happened_and_what_to_do_in_plain_words(reason: Reason) -> None:
    sentence = SENTENCES[reason]

    assert 400 <= sentence.status < 500
    for part in (sentence.what, sentence.now):
        assert part[0].isupper() or part[0] == "{", part
        assert part.endswith((".", "?", "}")), part
        told = re.sub(r"\{\w+\}", "", part.lower())
        assert not re.search(r"_|error|invalid|\bplease\b", told), part


def test_every_reason_is_given_somewhere() -> None:
    given = {
        node.attr
        for path in files(".py")
        if name(path) != "app/domain/refusals.py"
        for root in _deciding(path)
        for node in _named(root)
    }

    assert {reason.name for reason in Reason} - given == set()


def _deciding(path: Path) -> Iterator[ast.AST]:
    """Return where a file decides: domain and services everywhere, pages where they refuse."""
    if name(path).startswith(("app/domain/", "app/services/")):
        yield tree(path)
    else:
        for node in ast.walk(tree(path)):
            called = isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal"
            told = isinstance(node, ast.Subscript) and ast.unparse(node.value) == "SENTENCES"
            if called or told:
                yield node


def _named(root: ast.AST) -> Iterator[ast.Attribute]:
    """Return where a reason is named but not merely compared with or gone through."""
    for node in ast.iter_child_nodes(root):
        if isinstance(node, ast.Compare | ast.Set | ast.comprehension):
            continue
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Reason":
            yield node
        yield from _named(node)


def test_whoever_refuses_gives_the_facts_that_the_sentence_tells() -> None:
    untold = []
    for path, node in nodes():
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal" and node.args:
            reason = Reason.__members__.get(ast.unparse(node.args[0]).removeprefix("Reason."))
            facts = {keyword.arg for keyword in node.keywords}
            if reason and None not in facts and (missing := _facts(reason) - facts):
                untold.append((f"{name(path)}:{node.lineno}", reason.name, missing))

    assert untold == []


def _facts(reason: Reason) -> set[str]:
    sentence = SENTENCES[reason]
    parsed = string.Formatter().parse(sentence.what + sentence.now)
    return {field for _, field, _, _ in parsed if field}


def test_every_reason_is_provoked_by_a_test() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in _tests())

    assert [reason.name for reason in Reason if not _is_named(reason, tests)] == []


def _tests() -> Iterator[Path]:
    ours = {Path(__file__), ROOT / "tests" / "rules" / "sources.py"}
    return (path for path in (ROOT / "tests").rglob("test_*.py") if path not in ours)


def _is_named(reason: Reason, tests: str) -> bool:
    written = SENTENCES[reason].what.partition("{")[0].rstrip(".")
    told = len(written) > 12 and written in tests
    return told or bool(re.search(rf"Reason\.{reason.name}\b|[\"']{reason.value}[\"']", tests))
