"""A page as a machine reads it: its links, its forms with what they would send, what it loads."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

MANY = 10  # buttons: a paper has one for each question

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    """A form: where it goes and what it would send as it stands; buttons are pressed one at a time.

    `offered` holds every value a field names, chosen or not: what the sender may pick from.
    """

    action: str
    method: str
    given: Pairs = field(default_factory=list)
    offered: Pairs = field(default_factory=list)
    buttons: Pairs = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def sendings(self) -> Iterator[Pairs]:
        """Give what each button would send, of many the first few."""
        for button in self.buttons[:MANY] or [("", "")]:
            yield [*self.given, *([button] if button[0] else [])]


class Page(HTMLParser):
    """Reads one page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.forms: list[Form] = []
        self.inline: list[str] = []  # script or style in the page itself, without a nonce
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._select: tuple[str, Form, bool] | None = None
        self._text: tuple[str, Form] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whatever leads, loads, sends or runs."""
        given = {name: value or "" for name, value in attrs}
        self._note_inline(tag, given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in ("script", "img", "source", "iframe") and "src" in given:
            self.loaded.append(given["src"])
        elif tag == "link":
            self.loaded.append(given.get("href", ""))
        elif tag == "form":
            self._open_form(given)
        elif tag in ("input", "button", "select", "textarea", "option"):
            self._note_field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Leave what has ended."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._leave_select()
        elif tag == "textarea" and self._text:
            self._text = None

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text area."""
        if self._text:
            name, form = self._text
            form.given = [pair for pair in form.given if pair[0] != name]
            form.given.append((name, data.strip()))

    def _note_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or (tag == "script" and "src" not in given and "nonce" not in given):
            self.inline.append(tag)
        for name, value in given.items():
            runs = name.startswith("on") or value.lstrip().lower().startswith("javascript:")
            if runs or name == "style":
                self.inline.append(f"{tag} {name}={value}")

    def _open_form(self, given: dict[str, str]) -> None:
        self._open = Form(given.get("action", ""), given.get("method", "get").lower())
        self.forms.append(self._open)
        if "id" in given:
            self._by_id[given["id"]] = self._open

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        form = self._by_id.get(given["form"]) if "form" in given else self._open
        if form is None or "disabled" in given:
            return
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "option":
            self._note_option(given)
            return
        if not name:
            return
        form.names.add(name)
        kind = given.get("type", "submit" if tag == "button" else "text")
        if kind == "submit":
            form.buttons.append((name, value))
        elif tag == "select":
            self._select = (name, form, False)
        elif kind in ("checkbox", "radio"):
            self._note_choice(form, name, value or "on", "checked" in given, kind)
        elif kind != "file":
            form.given.append((name, value))
            form.offered.append((name, value))
            self._text = (name, form) if tag == "textarea" else self._text

    def _note_choice(self, form: Form, name: str, value: str, checked: bool, kind: str) -> None:
        """Take what is checked; where nothing is, the first, as a person would have to."""
        form.offered.append((name, value))
        if checked and kind == "radio":
            form.given = [pair for pair in form.given if pair[0] != name]
        if checked or name not in dict(form.given):
            form.given.append((name, value))

    def _note_option(self, given: dict[str, str]) -> None:
        if self._select is None:
            return
        name, form, chosen = self._select
        value = given.get("value", "")
        form.offered.append((name, value))
        if value and ("selected" in given or not chosen):
            form.given = [pair for pair in form.given if pair[0] != name]
            form.given.append((name, value))
            self._select = (name, form, True)

    def _leave_select(self) -> None:
        self._select = None
