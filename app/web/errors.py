"""How a refusal or an error becomes a page, or JSON to a script."""

from datetime import datetime
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.domain.refusals import Refusal
from app.web.sentences import SENTENCES, Sentence


def sentence_for(refusal: Refusal) -> Sentence:
    """Return the sentence for a refusal with its facts filled in."""
    sentence = SENTENCES[refusal.reason]
    facts = _Facts({name: _in_words(fact) for name, fact in refusal.facts.items()})
    return Sentence(
        sentence.status, sentence.what.format_map(facts), sentence.now.format_map(facts)
    )


def _in_words(fact: object) -> object:
    """Write a moment in the zone it is given in; leave everything else as it is."""
    return f"{fact:%-d %B %Y, %H:%M %Z}" if isinstance(fact, datetime) else fact


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "…"


def wants_json() -> bool:
    """Say whether the request came from a script that reads JSON."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def init_app(app: Flask) -> None:
    """Answer refusals and errors with a page, or with JSON to a script."""
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken) if not app.testing else None


def answer_refusal(refusal: Refusal) -> tuple[str | Response, int]:
    """Answer a refusal with a page, or with JSON to a script."""
    sentence = sentence_for(refusal)
    if wants_json():
        body = {"refused": refusal.reason, "what": sentence.what, "now": sentence.now}
        return jsonify(body), sentence.status
    return render_template("refused.html", sentence=sentence), sentence.status


def _forged(_error: CSRFError) -> tuple[str | Response, int]:
    sentence = Sentence(
        403, "This page was open too long, or came from another window.", "Go back and try again."
    )
    if wants_json():
        body = {"refused": "csrf", "what": sentence.what, "now": sentence.now}
        return jsonify(body), sentence.status
    return render_template("refused.html", sentence=sentence), sentence.status


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    told = {
        404: ("There is no such page.", "Check the address, or go back to the first page."),
        405: ("This page cannot be used like that.", "Go back and use the buttons on the page."),
        413: ("That file is too large.", "Files may have up to 8 MB."),
    }
    what, now = told.get(error.code, (f"{error.name}.", "Go back and try again."))
    sentence = Sentence(error.code, what, now)
    if wants_json():
        return jsonify({"refused": "http", "what": what, "now": now}), error.code
    return render_template("refused.html", sentence=sentence), error.code


def _broken(error: Exception) -> tuple[str | Response, int]:
    from flask import current_app

    current_app.logger.exception("unexpected error", exc_info=error)
    sentence = Sentence(
        500,
        "Something went wrong here, not with you.",
        "Try again. If you are sitting a test, raise your hand: saved answers are safe.",
    )
    if wants_json():
        return jsonify({"refused": "error", "what": sentence.what, "now": sentence.now}), 500
    return render_template("refused.html", sentence=sentence), 500
