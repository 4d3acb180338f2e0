"""Markdown made into HTML that is safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.markup import render, render_line


def test_a_stem_has_paragraphs_emphasis_lists_and_tables() -> None:
    html = render("Which is **not** *so*?\n\n- a\n- b\n\n| n | £ |\n|---|--:|\n| 1 | 2 |")

    assert "<strong>not</strong> <em>so</em>" in html
    assert "<ul>\n<li>a</li>" in html
    assert '<th class="app-align-right" scope="col">£</th>' in html
    assert '<td class="app-align-right">2</td>' in html


@pytest.mark.parametrize("text", ["1. May", "- 5", "# 7", "+ 3", "> 2", "2010. It"])
def test_an_option_that_looks_like_a_list_stays_as_written(text: str) -> None:
    assert render_line(text) == text.replace(">", "&gt;")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![picture](https://example.org/x.png)",
        "[link](javascript:alert(1))",
        "<https://example.org>",
        '<p style="color:red">',
    ],
)
def test_nothing_leads_elsewhere_or_runs(text: str) -> None:
    html = render(text)

    assert html.startswith("<p>")
    assert not any(tag in html for tag in ("<script", "<img", "<a ", "<p style"))


@pytest.mark.parametrize(
    ("text", "html"), [("x < y & z", "x &lt; y &amp; z"), ("`a<b`", "<code>a&lt;b</code>")]
)
def test_signs_are_shown_as_signs(text: str, html: str) -> None:
    assert render_line(text) == html


@given(st.text(alphabet="<>&\"'`*_[]()!#|-\n ab:/="))
def test_no_text_brings_a_tag_of_its_own(text: str) -> None:
    allowed = {"blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"}
    allowed |= {"table", "tbody", "td", "th", "thead", "tr"}

    for html in (render(text), render_line(text)):
        tags = {part.split(">")[0].split(" ")[0].strip("/") for part in html.split("<")[1:]}
        assert tags <= allowed
