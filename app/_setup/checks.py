"""Every check and test, in one order: `python3 -m app test`."""

import subprocess
from time import perf_counter

from app._setup import ROOT, assets, environment, system

# import-linter's own script would break in a checkout that was moved, and it has no `-m`. Its cache
# does not notice a module that came or went, so that it would name arrows nobody drew.
LINT_IMPORTS = "from importlinter.cli import import_linter; import_linter()"

CHECKS = {
    "ruff check": ("-m", "ruff", "check", "."),
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    "import-linter": ("-c", LINT_IMPORTS, "lint", "--no-logo", "--no-cache"),
}


def run(pytest_arguments: list[str]) -> int:
    """Set up for tests, run the checks, then the tests, and fail at the end if any failed."""
    environment.ensure("dev")
    assets.ensure()
    system.ensure()
    failed = [name for name, arguments in CHECKS.items() if not passes(name, arguments)]
    if failed:
        print(f"Failed: {', '.join(failed)}. The tests run all the same.", flush=True)
    tests = subprocess.run(
        [environment.PYTHON, "-m", "pytest", *pytest_arguments], cwd=ROOT, check=False
    )
    return 1 if failed else tests.returncode


def passes(name: str, arguments: tuple[str, ...]) -> bool:
    """Run one check; print its output only when it fails, and one line in any case."""
    start = perf_counter()
    done = subprocess.run(
        [environment.PYTHON, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    if not passed:
        print(done.stdout.rstrip())
    verdict = "passed" if passed else "FAILED"
    print(f"{name}: {verdict} in {perf_counter() - start:.1f} s", flush=True)
    return passed
