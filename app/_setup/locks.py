"""The locks, compiled anew: `python3 -m app lock`.

Run it after changing a dependency in pyproject.toml, app/_lock/node.in or a package.json,
and commit what it wrote. It keeps every version that still fits; `python3 -m app lock --upgrade`
takes the newest Python packages that fit instead. npm packages are pinned in package.json itself.

A lock holds hashes for every platform and names no registry, so that any mirror can serve it.
"""

from app._setup import LOCKS, SetupError, assets, environment, execute

UNIVERSAL = ("--universal", "--python-version", "3.11", "--generate-hashes")
PLAIN = ("--quiet", "--no-header", "--no-annotate")  # no command lines and no paths in the lock


def compile_all(options: list[str]) -> int:
    """Compile every lock, then install the new ones."""
    environment.ensure("dev")
    run_lock = str(LOCKS / "run.txt")
    compile_lock("run", ["pyproject.toml"], options)
    compile_lock("dev", ["pyproject.toml", "--group=dev", f"--constraint={run_lock}"], options)
    compile_lock("node", [str(LOCKS / "node.in")], options)
    _, npm = assets.tools()
    for folder in (assets.PACKAGES, assets.SPEECH):
        if not execute([*npm, "install", "--package-lock-only"], cwd=folder):
            raise SetupError(f"npm could not lock {folder / 'package.json'}; see above.")
    environment.ensure("dev")
    assets.ensure()
    return 0


def compile_lock(name: str, sources: list[str], options: list[str]) -> None:
    """Compile one lock with the uv of `.venv`."""
    uv = str(environment.BIN / "uv")
    target = f"--output-file={LOCKS / f'{name}.txt'}"
    if not execute([uv, "pip", "compile", *UNIVERSAL, *PLAIN, *options, target, *sources]):
        raise SetupError(f"{name}.txt could not be compiled; see above.")
