"""Start Testamur on a bare machine: set up what is missing, then run `testamur`.

    python3 -m app COMMAND …    any command of `testamur`; see `python3 -m app --help`
    python3 -m app test […]     every check and test; what follows goes to pytest
    python3 -m app lock […]     for developers: compile the locks anew, see app/_setup/locks.py

Standard library only: this runs before anything is installed.
"""

import sys


def main(arguments: list[str]) -> int:
    """Set up, then hand the arguments on."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the very reason to look is that it may be older
        print("Testamur needs Python 3.11 or later.", file=sys.stderr)
        return 1
    from app._setup import SetupError, assets, checks, environment, locks

    try:
        if arguments[:1] == ["test"]:
            return checks.run(arguments[1:])
        if arguments[:1] == ["lock"]:
            return locks.compile_all(arguments[1:])
        environment.ensure("run")
        assets.ensure()
        environment.enter(arguments)
    except SetupError as problem:
        print(f"Set-up stopped: {problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
