"""The floor: the least a Flask route can do to keep an answer durably with the same writer."""

import json
import os
from uuid import UUID

from flask import Flask, Response, request

from app.store.database import Database

TABLE = (
    "CREATE TABLE IF NOT EXISTS floor (sitting {id} NOT NULL, position INTEGER NOT NULL,"
    " sequence INTEGER NOT NULL, chosen TEXT NOT NULL, PRIMARY KEY (sitting, position))"
)
UPSERT = (
    "INSERT INTO floor (sitting, position, sequence, chosen) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (sitting, position) DO UPDATE"
    " SET sequence = excluded.sequence, chosen = excluded.chosen"
    " WHERE floor.sequence < excluded.sequence"
)


def make_application() -> Flask:
    """Make an application with one route and one table."""
    database = Database(os.environ["FLOOR_DATABASE_URL"])
    sqlite = database.is_sqlite
    sql = UPSERT if sqlite else UPSERT.replace("?", "%s")
    app = Flask(__name__)

    @app.post("/answers")
    def save() -> Response:
        given = json.loads(request.get_data(cache=False))
        sitting = UUID(hex=given["sitting"])
        key = sitting.bytes if sqlite else sitting
        values = (key, given["position"], given["sequence"], given["chosen"])
        database.writer.run(lambda cursor: cursor.execute(sql, values) and None, sitting.bytes)
        return Response('{"saved":true}', mimetype="application/json")

    return app


def make_table(url: str) -> None:
    """Make the floor's table."""
    database = Database(url)
    kind = "BLOB" if database.is_sqlite else "UUID"
    with database.engine.begin() as connection:
        connection.exec_driver_sql(TABLE.format(id=kind))
        if not database.is_sqlite:
            connection.exec_driver_sql("GRANT ALL ON floor TO PUBLIC")
    database.close()
