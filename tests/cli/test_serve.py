"""The production server."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli.serve import processes
from app.config import Settings, make_secret_key
from tests.cli.surroundings import environment_of


class Served(NamedTuple):
    """A running server: where, what it printed first, and its process."""

    address: str
    printed: str
    process: subprocess.Popen[str]


@pytest.fixture
def environment(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> dict[str, str]:
    make_secret_key(tmp_path)
    return environment_of(request, database_url, tmp_path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[Served]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    first = process.stdout.readline()
    address = f"http://127.0.0.1:{port}"
    wait_for(address)
    try:
        yield Served(address, first, process)
        process.terminate()
        process.wait(20)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def get(address: str, path: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def wait_for(address: str) -> None:
    for _ in range(200):
        try:
            get(address, "/sign-in")
            return
        except ConnectionError:
            time.sleep(0.1)  # processes take a moment to come up
    raise AssertionError("the server did not come up")


def refused(environment: dict[str, str], *words: str) -> Result:
    result = CliRunner().invoke(main, ["serve", *words], env=environment)
    assert result.exit_code == 1, result.output
    return result


@pytest.mark.slow
def test_it_prints_its_address_serves_pages_and_stops_when_told(served: Served) -> None:
    assert served.printed == f"Testamur is at {served.address}\n"
    answer, page = get(served.address, "/sign-in")
    assert "Sign in" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]

    icon = re.search(r'href="(/static/[0-9a-f]{12}/icon.svg)"', page)
    assert icon
    answer, _ = get(served.address, icon[1])
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"

    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(20) == 0
    assert served.process.stdout is not None
    assert served.process.stdout.read() == "", "no access log unless asked for"


def test_sqlite_is_served_by_one_process_and_postgresql_by_several() -> None:
    assert processes(Settings(workers=4)) == 1
    assert processes(Settings(workers=4, database_url="postgresql://example/testamur")) == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_plain_http_beyond_this_machine_is_refused(environment: dict[str, str]) -> None:
    result = refused(environment | {"TESTAMUR_HTTPS": "false"}, "--host", "192.0.2.7")

    assert "serving plain http beyond this machine" in result.stderr
    assert "TESTAMUR_PROXIES=1" in result.stderr
    assert "TESTAMUR_ALLOW_PLAIN_HTTP" in result.stderr


def test_it_does_not_start_without_a_secret_key(tmp_path: Path) -> None:
    result = refused({"TESTAMUR_INSTANCE": str(tmp_path)})

    assert "run `testamur setup`" in result.stderr


def test_it_does_not_start_on_a_database_that_is_not_migrated(tmp_path: Path) -> None:
    make_secret_key(tmp_path)

    result = refused({"TESTAMUR_INSTANCE": str(tmp_path)})

    assert "testamur db upgrade" in result.stderr


def test_a_database_is_brought_up_to_date_by_command(tmp_path: Path) -> None:
    environment = {"TESTAMUR_INSTANCE": str(tmp_path / "new")}

    result = CliRunner().invoke(main, ["db", "upgrade"], env=environment)

    assert result.exit_code == 0, result.output
    assert result.stdout == "The database is up to date.\n"


def test_a_setting_nobody_knows_is_refused_by_its_name(tmp_path: Path) -> None:
    result = refused({"TESTAMUR_INSTANCE": str(tmp_path), "TESTAMUR_PROT": "1"})

    assert "prot: no such setting" in result.stderr
