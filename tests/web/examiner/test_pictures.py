"""Attaching pictures to an item, and seeing them."""

import re
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.store.database import Database
from app.store.queries.pictures import pictures_of
from tests.cast import Cast, sample_bank
from tests.pictures import drawn, picture_file, png
from tests.services.published import publish, with_first
from tests.web.examiner.pages import Page, item_row, read
from tests.web.signing import sign_in

PLAN, OTHER = picture_file(), picture_file(content=png(grey=7))
SHOWN = "![A plan](media/plan.png)"

File = tuple[str, bytes]


@pytest.fixture
def bank(database: Database, cast: Cast) -> UUID:
    """Publish the sample bank with a picture in its first item."""
    first = with_first(sample_bank(), stem=f"Which room?\n\n{SHOWN}")
    return publish(database, cast, first, pictures=[PLAN]).bank_id


@pytest.fixture
def edit_path(database: Database, bank: UUID) -> str:
    """Give the path where the first item is edited."""
    return f"/banks/items/{item_row(database, bank).id}/edit"


def press(
    client: FlaskClient,
    path: str,
    button: str,
    *files: File,
    page: Page | None = None,
    **changed: str,
) -> TestResponse:
    """Send the form with files and press a button."""
    sent = (page or read(client, path)).sent | changed
    sent.pop("files", None)
    uploads = [(BytesIO(content), name) for name, content in files]
    return client.post(
        path,
        data={**sent, button: "y", "files": uploads},
        content_type="multipart/form-data",
    )


def shown_pictures(database: Database, bank: UUID) -> dict[str, str]:
    """Return names and hashes of what the newest version shows."""
    version = item_row(database, bank).versions[-1]
    with database.read() as db:
        return {name: picture.hash for name, picture in pictures_of(db, version.id).items()}


def test_an_examiner_sees_the_picture(database: Database, bank: UUID, edgar: FlaskClient) -> None:
    page = edgar.get(f"/banks/items/{item_row(database, bank).id}").text

    found = re.search(r'<img class="app-picture" src="([^"]+)" alt="A plan"', page)

    assert found is not None
    assert edgar.get(found[1]).data == PLAN.content


def test_an_examiner_of_another_body_does_not(
    database: Database, bank: UUID, client: FlaskClient, cast: Cast
) -> None:
    ivy = sign_in(client, cast.ivy)

    assert ivy.get(f"/banks/media/{PLAN.picture.hash}").status_code == 404


def test_an_edit_keeps_the_pictures_of_the_version_before(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    answer = press(edgar, edit_path, "save")

    assert answer.status_code == 302
    assert shown_pictures(database, bank) == {"media/plan.png": PLAN.picture.hash}


def test_what_is_attached_is_listed_and_kept_until_it_is_saved(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    attached = press(edgar, edit_path, "attach", ("Mein Bild (1).png", OTHER.content))
    listed = Page(attached.text)
    previewed = press(
        edgar, edit_path, "preview", page=listed, stem="Now?\n\n![Old](media/Mein-Bild-1-.png)"
    )
    saved = press(
        edgar,
        edit_path,
        "save",
        page=Page(previewed.text),
        stem="Now?\n\n![A hall](media/Mein-Bild-1-.png)",
    )

    assert "media/Mein-Bild-1-.png , 4 by 3 pixels" in listed.text
    assert f'src="/banks/media/{OTHER.picture.hash}" alt="Old"' in previewed.text
    assert saved.status_code == 302
    assert shown_pictures(database, bank) == {"media/Mein-Bild-1-.png": OTHER.picture.hash}


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    answer = press(edgar, edit_path, "save", ("plan.png", OTHER.content))

    assert answer.status_code == 302
    assert shown_pictures(database, bank) == {"media/plan.png": OTHER.picture.hash}
    page = edgar.get(f"/banks/items/{item_row(database, bank).id}").text
    assert OTHER.picture.hash[:8] in Page(page).text  # the history tells the two apart


def test_several_pictures_are_attached_at_once(edit_path: str, edgar: FlaskClient) -> None:
    files = [(f"{n}.png", png(grey=n)) for n in (1, 2)]

    text = Page(press(edgar, edit_path, "attach", *files).text).text

    assert "media/1.png" in text
    assert "media/2.png" in text


def test_saving_with_a_picture_that_stands_nowhere_asks_first(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    asked = press(edgar, edit_path, "save", ("hall.png", OTHER.content))
    again = press(edgar, edit_path, "save", page=Page(asked.text))

    assert "media/hall.png is attached. Write ![what it shows](media/hall.png)" in asked.text
    assert again.status_code == 302
    assert set(shown_pictures(database, bank)) == {"media/plan.png"}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.svg", b"<svg/>", "can run scripts"),
        ("x.png", b"MZ", "is not a PNG, JPEG, WebP or GIF"),
        ("x.gif", drawn("GIF", frames=3), "moves"),
    ],
)
def test_what_cannot_be_shown_is_refused_beside_the_field(
    database: Database,
    bank: UUID,
    edit_path: str,
    edgar: FlaskClient,
    name: str,
    content: bytes,
    says: str,
) -> None:
    answer = press(edgar, edit_path, "save", (name, content))

    assert says in Page(answer.text).text
    assert 'id="files-error"' in answer.text
    assert len(item_row(database, bank).versions) == 1


def test_each_picture_without_words_is_an_error(
    database: Database, bank: UUID, edit_path: str, edgar: FlaskClient
) -> None:
    stem = "![](media/plan.png) and ![](media/none.png)"

    text = Page(press(edgar, edit_path, "save", stem=stem).text).text

    assert "media/plan.png has no alternative text." in text
    assert "media/none.png has no alternative text." in text
    assert "There is no media/none.png." in text
    assert len(item_row(database, bank).versions) == 1


@pytest.mark.parametrize(
    "kept", ["media/x.png " + "0" * 64, "media/x.png", "../x " + "0" * 64, "é" * 70]
)
def test_a_forged_picture_is_none(edit_path: str, edgar: FlaskClient, kept: str) -> None:
    page = read(edgar, edit_path)
    page.sent["kept-7"] = kept

    answer = press(edgar, edit_path, "save", page=page, stem="![An x](media/x.png)")

    assert answer.status_code == 200
    assert "There is no media/x.png." in Page(answer.text).text


def test_a_picture_of_a_new_item(database: Database, bank: UUID, edgar: FlaskClient) -> None:
    path = f"/banks/{bank}/items/new"
    listed = Page(press(edgar, path, "attach", ("plan.png", OTHER.content)).text)

    # another item shows another picture by that name
    assert "media/plan-2.png" in listed.text
