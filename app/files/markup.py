"""Markdown as authors write it, made into HTML that is safe to show."""

from collections.abc import MutableMapping, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

# A question leads nowhere and brings nothing from elsewhere; headings belong to the page.
_LEFT_AS_WRITTEN = ("autolink", "heading", "hr", "image", "lheading", "link", "reference")

_TAGS = frozenset(
    [
        "blockquote",
        "br",
        "code",
        "em",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ALIGNED = {
    "text-align:left": "app-align-left",
    "text-align:center": "app-align-centre",
    "text-align:right": "app-align-right",
}
_CLASSES = {"td": set(_ALIGNED.values()), "th": set(_ALIGNED.values())}
_ATTRIBUTES = {"ol": {"start"}, "th": {"scope"}}


def render(markdown: str) -> str:
    """Return the safe HTML of a stem: paragraphs, lists, tables, code and emphasis."""
    return _clean(str(_MARKDOWN.render(markdown)))


def render_line(markdown: str) -> str:
    """Return the safe HTML of an option: emphasis and code only, so that "1. May" stays as it is."""
    return _clean(str(_MARKDOWN.renderInline(markdown)))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        link_rel=None,
    ).strip()


def _open_cell(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Write a table's cell with a class for its alignment, because pages forbid inline style."""
    token = tokens[place]
    attributes = (
        [f' class="{_ALIGNED[style]}"'] if (style := token.attrGet("style")) in _ALIGNED else []
    )
    if token.tag == "th":
        attributes.append(' scope="col"')
    return f"<{token.tag}{''.join(attributes)}>"


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_LEFT_AS_WRITTEN)
    made.add_render_rule("th_open", _open_cell)
    made.add_render_rule("td_open", _open_cell)
    return made


_MARKDOWN = _markdown()
