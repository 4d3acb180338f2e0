"""Markdown as authors write it, made into HTML that is safe to show."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from app.domain.item import Item
from app.domain.picture import Picture, Shown

Pictures = Mapping[str, Picture]  # by the names that Markdown gives them

# A question leads nowhere and brings nothing from elsewhere; headings belong to the page.
_LEFT_AS_WRITTEN = ("autolink", "heading", "hr", "lheading", "link", "reference")

_TAGS = frozenset(
    [
        "blockquote",
        "br",
        "caption",
        "code",
        "div",
        "em",
        "img",
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
_CLASSES = {
    "div": {"app-scroll"},
    "img": {"app-picture"},
    "td": set(_ALIGNED.values()),
    "th": set(_ALIGNED.values()),
}
_ATTRIBUTES = {
    "div": {"aria-label", "role", "tabindex"},
    "img": {"alt", "decoding", "height", "loading", "src", "width"},
    "ol": {"start"},
    "th": {"scope"},
}

# Whatever is too wide scrolls in a box of its own, which the keyboard can reach.
_BOX = '<div class="app-scroll" role="group" aria-label="{}" tabindex="0">'
_CAPTION = "Table: "

# Where a picture is found depends on who looks: the page writes its address (see `shown_at`).
_HELD = '<img class="app-picture" src="media:'
_SOURCE = re.compile(r"media:[0-9a-f]{64}")


def render(markdown: str, pictures: Pictures | None = None) -> str:
    """Return the safe HTML of a stem: paragraphs, lists, tables, code, emphasis and these pictures."""
    return _clean(str(_MARKDOWN.render(markdown, {"pictures": pictures or {}})))


def render_line(markdown: str, pictures: Pictures | None = None) -> str:
    """Return the safe HTML of an option: emphasis, code and these pictures; "1. May" stays as it is."""
    return _clean(str(_MARKDOWN.renderInline(markdown, {"pictures": pictures or {}})))


def shown_at(html: str, place: str) -> str:
    """Return rendered HTML with its pictures found at `place`, an address that a hash completes."""
    return html.replace(_HELD, _HELD.replace("media:", place))


def shown_inside(html: str, content_of: Callable[[str], tuple[str, bytes] | None]) -> str:
    """Return rendered HTML with its pictures inside it, for a page that no further request follows.

    `content_of` gives a hash's media type and bytes; a picture it does not know keeps its text only.
    """

    def address(found: re.Match[str]) -> str:
        kind, content = content_of(found[1]) or ("image/png", b"")
        return f"{_HELD.removesuffix('media:')}data:{kind};base64,{b64encode(content).decode()}"

    return re.sub(re.escape(_HELD) + "([0-9a-f]{64})", address, html)


def shown_in(item: Item) -> tuple[Shown, ...]:
    """Return the pictures that an item shows, field by field."""
    fields: list[tuple[tuple[str, ...], list[Token]]]
    fields = [(("stem",), _MARKDOWN.parse(item.stem))]
    fields += [(("options", o.letter), _MARKDOWN.parseInline(o.text)) for o in item.options]
    return tuple(
        Shown(path, str(token.attrs["src"]), _alternative(token), str(token.attrs.get("title", "")))
        for path, tokens in fields
        for token in _pictures(tokens)
    )


def _pictures(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "image":
            yield token
        else:
            yield from _pictures(token.children or ())


def _alternative(token: Token) -> str:
    """Return a picture's alternative text without its Markdown."""
    return RendererHTML().renderInlineAsText(token.children, _MARKDOWN.options, {})


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_keep,
        url_schemes={"media"},
        link_rel=None,
    ).strip()


def _keep(tag: str, name: str, value: str) -> str | None:
    """Let no picture come from anywhere but our own keeping."""
    return None if name == "src" and not _SOURCE.fullmatch(value) else value


def _show_picture(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Write a picture of the bank with the room it takes; any other stays as it is written."""
    token = tokens[place]
    alternative = _alternative(token)
    picture: Picture | None = env["pictures"].get(token.attrs["src"])
    if picture is None:
        return escapeHtml(f"![{alternative}]({token.attrs['src']})")
    return (
        f'{_HELD}{picture.hash}" alt="{escapeHtml(alternative)}" width="{picture.width}"'
        f' height="{picture.height}" loading="eager" decoding="async">'
    )


def _open_table(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    return f"{_BOX.format('Table')}<table>"


def _close_table(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    return "</table></div>"


def _show_code(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """Write lines of code, which never break where their author did not."""
    return (
        f"{_BOX.format('Code')}<pre><code>{escapeHtml(tokens[place].content)}</code></pre></div>\n"
    )


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


def _find_captions(state: StateCore) -> None:
    """Make a line "Table: …" just before a table its caption."""
    tokens = state.tokens
    for place in range(len(tokens) - 4, -1, -1):
        head, line, _, table = tokens[place : place + 4]
        before_table = (head.type, table.type) == ("paragraph_open", "table_open")
        if before_table and line.content.startswith(_CAPTION) and "\n" not in line.content:
            line.content = line.content.removeprefix(_CAPTION)
            opened = Token("caption_open", "caption", 1)
            closed = Token("caption_close", "caption", -1)
            tokens[place : place + 4] = [table, opened, line, closed]


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_LEFT_AS_WRITTEN)
    made.core.ruler.before("inline", "captions", _find_captions)
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # we write no address of theirs
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]  # and look names up as written
    for name, rule in {
        "code_block": _show_code,
        "fence": _show_code,
        "image": _show_picture,
        "table_close": _close_table,
        "table_open": _open_table,
        "td_open": _open_cell,
        "th_open": _open_cell,
    }.items():
        made.add_render_rule(name, rule)
    return made


_MARKDOWN = _markdown()
