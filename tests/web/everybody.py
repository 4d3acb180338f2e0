"""A page held against everybody who may sit in front of it: in any colours, at any width and size.

The page is loaded once. Classes of <html> change its colours, letters and text as a candidate's
choice does, the window changes its width, and axe runs in the page at each step.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

from app.domain.preferences import Font, Preferences, Scheme

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDTHS = (1280, 640, 320)  # a window of 1280 as it is, at 200 % and at 400 %
SCHEMES = tuple(Preferences(scheme=scheme).classes for scheme in Scheme)
HUGE = tuple(Preferences(text_size=300, font=font).classes for font in Font)

# Run axe with the page in each look; also say by how much each look is too wide for the window.
# `target-size` is the one rule of WCAG 2.2 that axe leaves out unless it is named.
LOOKED_AT = """async ([looks, tags]) => {
  const html = document.documentElement, kept = html.className, faults = [];
  const own = kept.split(" ").filter((name) => !/^app-(scheme|text|font)--/.test(name)).join(" ");
  for (const look of looks) {
    html.className = `${own} ${look}`;
    const wide = html.scrollWidth - html.clientWidth;
    if (wide > 0) faults.push([look, "too wide", wide, widest()]);
    const { violations } = await axe.run(document, {
      runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"], iframes: false, preload: false,
    });
    for (const { id, nodes } of violations) {
      for (const { html, any } of nodes) faults.push([look, id, html.slice(0, 160), any[0]?.message ?? ""]);
    }
  }
  html.className = kept;
  return faults;

  function widest() {
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const { right, width } = element.getBoundingClientRect();
      return width && right > html.clientWidth + 1;
    });
    return out.slice(-3).map((element) => element.outerHTML.slice(0, 120));
  }
}"""


def barriers(page: Page) -> list[Any]:
    """Return every barrier of the page shown: each scheme and size at each width, forced colours."""
    page.evaluate(f"(() => {{{AXE}}})()")
    found = []
    for forced, looks in (("none", (*SCHEMES, *HUGE)), ("active", SCHEMES[:1])):
        page.emulate_media(forced_colors=forced)  # type: ignore[arg-type]
        for width in _widths(page):
            faults = page.evaluate(LOOKED_AT, [looks, TAGS])
            found += [(page.url, width, forced, *fault) for fault in faults]
    page.emulate_media(forced_colors="none")
    return found


def _widths(page: Page) -> Iterator[int]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        yield width
    page.set_viewport_size({"width": WIDTHS[0], "height": 800})
