"""What a screen reader would say of the page in a browser, by a reader that runs in the page.

It is made to the specifications that screen readers follow and reads what the browser shows; it is
none of the screen readers that people use. Of a radio or a box it sees the state that the page was
loaded with, not a later one.
"""

import re
from functools import cache

from playwright.sync_api import Page

from app._setup import SetupError, assets, environment
from tests.databases import missing

READER = "@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
ADDRESS = "/reader-of-the-tests.js"  # of the page's own origin, as its policy on scripts wants it

READ = """async (selector) => {
  const container = document.querySelector(selector);
  await reader.start({ container });
  const first = await reader.lastSpokenPhrase();
  do await reader.next(); while (await reader.lastSpokenPhrase() !== first);
  const said = await reader.spokenPhraseLog();
  await reader.stop();
  return said.slice(0, -1);
}"""


@cache
def source() -> str:
    """Return the reader, installed as locked; skip where it cannot be had."""
    try:
        with environment.alone():
            assets.fetch(assets.tools()[1], assets.SPEECH)
    except SetupError:
        missing("the screen reader of tests/speech/package-lock.json")
    return (assets.SPEECH / "node_modules" / READER).read_text(encoding="utf-8")


class Reader:
    """Reads one page aloud, as text."""

    def __init__(self, page: Page) -> None:
        self.page, script = page, source()
        page.route(
            f"**{ADDRESS}", lambda to: to.fulfill(body=script, content_type="text/javascript")
        )
        page.evaluate(f"import('{ADDRESS}').then(({{virtual}}) => {{ window.reader = virtual }})")

    def read(self, selector: str) -> list[str]:
        """Return what is said while somebody goes through a part from its beginning to its end."""
        said: list[str] = self.page.evaluate(READ, selector)
        return said

    def listen(self) -> None:
        """Begin to hear what the page says by itself."""
        self.page.evaluate("reader.start({ container: document.body })")

    def heard(self) -> list[str]:
        """Return what the page said by itself: words in live regions, politely or not."""
        said: list[str] = self.page.evaluate("reader.spokenPhraseLog()")
        return [words for words in said if re.match("(polite|assertive): .", words)]
