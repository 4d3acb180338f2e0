"""Markdown made into HTML that is safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.picture import Picture
from app.files.markup import render, render_line, shown_at, shown_in, shown_inside
from tests.files.made_up import made_up_item

HASH = "0123456789abcdef" * 4
PICTURES = {"media/right-answer.png": Picture("media/right-answer.png", HASH, "image/png", 40, 30)}


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
    allowed |= {"caption", "div", "img", "table", "tbody", "td", "th", "thead", "tr"}

    for html in (render(text, PICTURES), render_line(text, PICTURES)):
        tags = {part.split(">")[0].split(" ")[0].strip("/") for part in html.split("<")[1:]}
        assert tags <= allowed


# Pictures


def test_a_picture_is_known_by_its_content_and_never_by_its_name() -> None:
    html = render('![A *small* "plan"](media/right-answer.png)', PICTURES)

    assert html == (
        f'<p><img class="app-picture" src="media:{HASH}" alt="A small &quot;plan&quot;"'
        ' width="40" height="30" loading="eager" decoding="async"></p>'
    )


def test_a_decorative_picture_has_an_empty_alternative_and_no_title() -> None:
    html = render_line('![](media/right-answer.png "decorative") line', PICTURES)

    assert 'alt=""' in html
    assert "decorative" not in html
    assert html.endswith(" line")


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://example.org/x.png)",
        "![x](//example.org/x.png)",
        "![x](data:image/png;base64,iVBORw0KGgo=)",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "![x](javascript:alert(1))",
        "![x](media/other.png)",
        "![x](media:" + HASH + ")",
        "![x](/media/" + HASH + ")",
        "![x](media/../media/right-answer.png)",
        "![x](media/right-answer.png?y)",
        "![x](MEDIA/right-answer.png)",
        "![x][media/right-answer.png]\n\n[media/right-answer.png]: media/right-answer.png",
        '<img src="media:' + HASH + '">',
        '<img src=x onerror="alert(1)">',
        "<svg><script>alert(1)</script></svg>",
        "<picture><source srcset=//example.org/x></picture>",
        '![x](<media/right-answer.png" onerror="alert(1)>)',
        "[x](media/right-answer.png)",
    ],
)
def test_only_pictures_of_the_bank_are_shown(text: str) -> None:
    for html in (render(text, PICTURES), render_line(text, PICTURES)):
        assert not any(tag in html for tag in ("<img", "<a ", "<svg", "<source", "<script"))


def test_what_stands_for_a_picture_cannot_leave_its_attribute() -> None:
    html = render('![" onerror="alert(1)" x="<script>](media/right-answer.png)', PICTURES)

    assert html.count("<") == 3  # a paragraph and a picture
    assert 'alt="&quot; onerror=&quot;alert(1)' in html


def test_the_page_writes_where_its_reader_finds_pictures() -> None:
    html = render(
        f'![x](media/right-answer.png) `<img class="app-picture" src="media:{HASH}`', PICTURES
    )

    shown = shown_at(html, "/media/")

    assert f'<img class="app-picture" src="/media/{HASH}"' in shown
    assert f'&lt;img class="app-picture" src="media:{HASH}' in shown  # what is only spoken of


def test_a_page_can_hold_its_pictures_itself() -> None:
    html = render("![x](media/right-answer.png)", PICTURES)

    assert f'src="media:{HASH}"' in html
    shown = shown_inside(html, {HASH: ("image/png", b"PNG")}.get)
    assert 'src="data:image/png;base64,UE5H" alt="x"' in shown
    assert "media:" not in shown_inside(html, lambda hash: None)


def test_the_pictures_of_an_item_are_found_wherever_they_stand() -> None:
    stem = (
        "![a](media/a.png) `![b](media/b.png)`\n\n- ![c *d*](media/c.png)\n\n| ![e](e) |\n|---|\n"
    )
    item = made_up_item("x-1", "1.1", stem=stem)

    shown = [(each.name, each.alternative) for each in shown_in(item)]

    assert shown == [("media/a.png", "a"), ("media/c.png", "c d"), ("e", "e")]


# Tables and code


def test_what_may_be_too_wide_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    box = '<div class="app-scroll" role="group" aria-label="{}" tabindex="0">'

    assert render("| a |\n|---|\n| b |").startswith(box.format("Table") + "<table>")
    assert render("```python\nx <= 1\n```") == (
        box.format("Code") + "<pre><code>x &lt;= 1\n</code></pre></div>"
    )
    assert render("    x").startswith(box.format("Code"))


def test_a_line_before_a_table_may_be_its_caption() -> None:
    html = render("Look at it.\n\nTable: Loads in `kW`\n\n| a |\n|---|\n| b |")

    assert "<table><caption>Loads in <code>kW</code></caption><thead>" in html
    assert "Table:" not in html


def test_a_line_that_only_looks_like_a_caption_stays() -> None:
    assert render("Table: no table follows") == "<p>Table: no table follows</p>"
