"""Our own source as text and as trees: Python, templates, styles and the scripts in pages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app._setup import ROOT

APP = ROOT / "app"
LEFT_OUT = ("app/_assets", "app/web/static/vendor", "app/store/migrations/versions")
KINDS = {".py", ".html", ".scss", ".js", ".typ", ".toml"}


@cache
def files(*kinds: str) -> tuple[Path, ...]:
    """Return our files of these kinds (all of them when none is named), migrations apart."""
    found = (path for path in APP.rglob("*") if path.suffix in (kinds or KINDS))
    return tuple(sorted(path for path in found if not name(path).startswith(LEFT_OUT)))


def name(path: Path) -> str:
    """Name a file as a reader of the tree would."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    """Read a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Read a Python file as its tree."""
    return ast.parse(text(path))


def nodes() -> Iterator[tuple[Path, ast.AST]]:
    """Walk every Python file."""
    for path in files(".py"):
        for node in ast.walk(tree(path)):
            yield path, node


def words(of: str) -> list[str]:
    """Split text and names into words: `answer_sheet` and `AnswerSheet` are two each."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", of)
    return re.findall(r"[a-z]+", apart.lower())


def identifiers(path: Path) -> Iterator[str]:
    """Return every name that a Python file gives or uses."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.alias):
            yield node.asname or node.name
