"""What the HTTP server loads: the application with the settings of the environment."""

import os

from flask import Flask

from app import create_app
from app.config import read_settings


def make_application() -> Flask:
    """Make the application of one server process."""
    return create_app(read_settings(os.environ))
