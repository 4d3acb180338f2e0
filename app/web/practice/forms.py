"""What the practice test's own page sends."""

from flask_wtf import FlaskForm
from wtforms import BooleanField


class StartForm(FlaskForm):
    """Whether a computer reader is to be tried, too."""

    listen = BooleanField()
