"""The browsers a test is promised to work in: the one place that names them.

They are the first that have everything the test's page is built on: modules, IndexedDB, WebCrypto,
Web Locks, service workers, `:has()` and `<dialog>`. The page that checks a computer looks for those
first and uses names only to explain.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser, the first version that will do, and where it runs."""

    name: str
    version: str
    runs_on: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


SUPPORTED = (
    Browser("Chrome", "109", "Windows, macOS, ChromeOS, Linux, Android"),
    Browser("Edge", "109", "Windows, macOS"),
    Browser("Firefox", "121", "Windows, macOS, Linux"),
    Browser("Safari", "16.4", "macOS, iPad, iPhone"),
)


def supported_text() -> str:
    """Write them in one line: Chrome 109, Edge 109 … or newer."""
    return f"{', '.join(map(str, SUPPORTED[:-1]))} or {SUPPORTED[-1]}, or newer"


# What browsers say of themselves, the telling part first: Edge calls itself Chrome, too.
_BROWSERS = {"SEB/": "Safe Exam Browser", "Edg": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome"}
_SYSTEMS = {
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "iPad": "iPad",
    "iPhone": "iPhone",
    "Android": "Android",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def name_of(agent: str) -> str:
    """Name a browser and its system by what it says of itself, such as "Edge on Windows"."""
    browser = _first(_BROWSERS, agent) or ("Safari" if "Safari/" in agent else "a browser")
    system = _first(_SYSTEMS, agent)
    return f"{browser} on {system}" if system else browser


def _first(signs: dict[str, str], agent: str) -> str:
    return next((name for sign, name in signs.items() if sign in agent), "")
