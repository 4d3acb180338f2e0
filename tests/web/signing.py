"""Signing in without a password, for tests of what comes after it."""

from uuid import UUID

from flask.testing import FlaskClient

from app.store.people import PersonRow
from app.store.room import InvigilatorCodeRow


def sign_in(client: FlaskClient, person: UUID) -> FlaskClient:
    """Sign a person of the cast in, as the sign-in page does it, and return the client."""
    held = client.application.extensions["testamur"]
    with held.database.read() as db:
        epoch = db.get_one(PersonRow, person).sign_in_epoch
    with client.session_transaction() as session:
        session.clear()
        session["_user_id"] = f"{person.hex}.{epoch}"
        session["_fresh"] = True
        session["since"] = held.clock().isoformat()
    return client


def sign_in_with_code(client: FlaskClient, code: UUID) -> FlaskClient:
    """Sign in whom a code is for, as the sign-in page does once it is typed."""
    held = client.application.extensions["testamur"]
    with held.database.read() as db:
        person = db.get_one(InvigilatorCodeRow, code).person_id
    sign_in(client, person)
    with client.session_transaction() as session:
        del session["since"]
        session["code"] = code.hex
    return client


def sign_out(client: FlaskClient) -> FlaskClient:
    """Forget who was signed in."""
    with client.session_transaction() as session:
        session.clear()
    return client
