"""The page that shows a one-time link: to send with one's own mail program, or to print."""

from urllib.parse import unquote

from flask.testing import FlaskClient

from app.domain.roles import Role
from app.store.database import Database
from app.store.queries.people import grants_of, person_by_email
from tests.cast import Cast
from tests.web.admin.posting import submit
from tests.web.signing import sign_in


def invite(client: FlaskClient, cast: Cast, email: str = "iris@example.org") -> str:
    """Let Cora invite somebody to invigilate at Northtown; return the page that follows."""
    sign_in(client, cast.cora)
    role = f"invigilator:{cast.body.hex}:{cast.northtown.hex}"
    page = submit(client, "/admin/people/invite", name="Iris & Sons", email=email, role=role)
    return page.get_data(as_text=True)


def test_the_link_can_be_sent_by_ones_own_mail_program_or_printed(
    client: FlaskClient, cast: Cast
) -> None:
    page = invite(client, cast)

    address = page.partition('class="govuk-inset-text app-address">')[2].partition("<")[0]
    assert "/link/" in address
    mail = page.partition('href="mailto:')[2].partition('"')[0]
    to, _, rest = mail.partition("?")
    assert unquote(to) == "iris@example.org"
    assert address in unquote(rest)
    assert "Iris & Sons" in unquote(rest).replace("&amp;", "&")
    assert "Testamur sends no mail by itself" in page
    assert "print this page" in page
    shown_on_paper = page.rpartition("app-screen-only")[2].partition("</div>")[2]
    assert address in shown_on_paper


def test_one_person_may_hold_several_roles_at_several_centres_with_one_sign_in(
    client: FlaskClient, cast: Cast, database: Database
) -> None:
    sign_in(client, cast.olga)
    for centre, role in (
        (cast.northtown, "invigilator"),
        (cast.northtown, "exams_officer"),
        (cast.southport, "invigilator"),
    ):
        wanted = f"{role}:{cast.body.hex}:{centre.hex}"
        submit(client, "/admin/people/invite", name="Iris", email="Iris@example.org", role=wanted)

    with database.read() as db:
        iris = person_by_email(db, "iris@example.org")
        assert iris is not None
        held = {(grant.role, grant.centre) for grant in grants_of(db, iris.id)}
    assert held == {
        (Role.INVIGILATOR, cast.northtown),
        (Role.EXAMS_OFFICER, cast.northtown),
        (Role.INVIGILATOR, cast.southport),
    }
