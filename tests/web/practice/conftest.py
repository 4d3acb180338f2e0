"""A visitor with nothing but a browser."""

import pytest
from flask import Flask

from tests.web.candidate.device import Device


@pytest.fixture
def visitor(app: Flask) -> Device:
    """Give a browser at the beginning of the practice test."""
    device = Device(app)
    device.open("/practice")
    return device


@pytest.fixture
def trying(visitor: Device) -> Device:
    """Give a browser at the first question of a try that began just now."""
    visitor.press("/practice/start")
    visitor.open("/practice/test/1")
    assert visitor.heading == "Question 1 of 8"
    return visitor
