"""A network that can be broken to order: an asyncio proxy between a browser and the server.

It speaks just enough HTTP/1.1 to count requests one by one, keep-alive included, and keeps a ledger
of its own: what the browser asked, and whether the reply ever reached it.
"""

import asyncio
import json
import re
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Any

FILES = re.compile(r"^/static/|^/worker\.js$|^/offline$|^/favicon")
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding: *chunked", re.IGNORECASE | re.MULTILINE)
_PACKED = re.compile(rb"^accept-encoding:[^\r]*", re.IGNORECASE | re.MULTILINE)
_RESET = struct.pack("ii", 1, 0)  # linger for no time: closing sends a reset

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Fault(Enum):
    """What happens to a request."""

    CUT = "cut before it is forwarded"
    LOSE = "its reply lost after the server has answered"


@dataclass
class Asked:
    """One request, and what became of it."""

    number: int  # counts from 1 among the requests of its kind: files, or pages and answers
    method: str
    path: str
    raw: bytes = field(repr=False)
    is_file: bool = False
    body: bytes = field(default=b"", repr=False)
    status: int = 0  # 0 when the server has not been asked
    reply: bytes = field(default=b"", repr=False)
    delivered: bool = False


class Proxy:
    """One candidate's network. Its own port makes it an origin of its own."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.log: list[Asked] = []
        self.latency = 0.0  # seconds that every request takes longer
        self.away = 0.0  # seconds the network stays off after a fault
        self.fault: Callable[[Asked], Fault | None] = lambda _: None
        self.struck: list[tuple[Asked, Fault]] = []
        self.is_off = False
        self.back_at = time.monotonic()  # when the network was whole again
        self._open: set[asyncio.StreamWriter] = set()
        self._counts = {True: 0, False: 0}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> "Proxy":
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    @property
    def address(self) -> str:
        """Where the browser finds the server through this network."""
        return f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """Stop listening and drop what is open."""
        self._server.close()
        self._drop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def strike(self, number: int, fault: Fault, *, files: bool = False) -> None:
        """Break the network once, at the so-many-th request of a kind."""

        def at(asked: Asked) -> Fault | None:
            return fault if asked.is_file is files and asked.number == number else None

        self.fault = at

    def strike_by_chance(self, share: float, seed: int) -> None:
        """Reset the connection of this share of all requests, half of them after the commit."""
        chance = Random(seed)

        def now_and_then(_: Asked) -> Fault | None:
            roll = chance.random()
            return None if roll >= share else Fault.CUT if roll < share / 2 else Fault.LOSE

        self.fault = now_and_then

    def off(self) -> None:
        """Cut everything; nothing gets through until `on`."""
        self.is_off = True
        self._drop()

    def on(self) -> None:
        """Let everything through again."""
        self.is_off = False
        self.back_at = time.monotonic()

    def acknowledged(self) -> dict[str, int]:
        """Return what a browser was told is kept: name of the write to sequence number."""
        told: dict[str, int] = {}
        for asked in self.log:
            if asked.delivered and asked.path == "/answers" and asked.status == 200:
                receipts = json.loads(asked.reply)["receipts"]
                told.update((each["client_id"], each["sequence"]) for each in receipts)
        return told

    def sent(self) -> list[dict[str, Any]]:
        """Return every answer the browser has sent, as often as it did."""
        saves = [asked for asked in self.log if asked.path == "/answers"]
        return [each for asked in saves for each in json.loads(asked.body)["answers"]]

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        server: Streams | None = None
        try:
            if not self.is_off:
                server = await asyncio.open_connection("127.0.0.1", self.to)
                while await self._one((reader, writer), server):
                    pass
        except (OSError, EOFError):
            pass  # either side has gone; that is what networks do
        finally:
            self._open.discard(writer)
            for each in (writer, *(server[1:] if server else ())):
                _reset(each)

    async def _one(self, browser: Streams, server: Streams) -> bool:
        """Pass one request and its reply on; False when the connection is done with."""
        asked = await self._read_request(browser[0])
        if self.is_off:
            return False
        fault = self.fault(asked)
        if fault:
            self.struck.append((asked, fault))
        if fault is Fault.CUT:
            return self._break()
        await asyncio.sleep(self.latency)
        server[1].write(asked.raw)
        asked.status, reply, asked.reply = await _read_reply(server[0], asked.method)
        if fault is Fault.LOSE:
            return self._break()
        browser[1].write(reply)  # into nothing when the network has gone meanwhile
        await browser[1].drain()
        asked.delivered = not browser[1].is_closing()
        return asked.delivered

    async def _read_request(self, reader: asyncio.StreamReader) -> Asked:
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        method, path, _ = head.decode("latin-1").split(" ", 2)
        is_file = bool(FILES.search(path))
        self._counts[is_file] += 1
        raw = _PACKED.sub(b"Accept-Encoding: identity", head) + body
        asked = Asked(self._counts[is_file], method, path, raw, is_file, body)
        self.log.append(asked)
        return asked

    def _break(self) -> bool:
        """Drop this connection, and for a while all of the network."""
        if self.away:
            self.off()
            asyncio.get_running_loop().call_later(self.away, self.on)
        else:
            self.back_at = time.monotonic()
        return False

    def _drop(self) -> None:
        for writer in self._open:
            _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with a reset, as a network that has gone does, not as a server that has finished."""
    gone: socket.socket | None = writer.get_extra_info("socket")
    if gone is not None and gone.fileno() >= 0:
        gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()


async def _read_reply(reader: asyncio.StreamReader, method: str) -> tuple[int, bytes, bytes]:
    """Read a whole reply; return its status, all of it, and its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    status, length = int(head.split(b" ", 2)[1]), _LENGTH.search(head)
    if method == "HEAD" or status in (204, 304):
        return status, head, b""
    if _CHUNKED.search(head):
        raw, body = await _read_chunks(reader)
        return status, head + raw, body
    body = await (reader.readexactly(int(length[1])) if length else reader.read())
    return status, head + body, body


async def _read_chunks(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    raw, body = b"", b""
    while True:
        line = await reader.readuntil(b"\r\n")
        chunk = await reader.readexactly(int(line.split(b";")[0], 16) + 2)
        raw, body = raw + line + chunk, body + chunk[:-2]
        if len(chunk) == 2:
            return raw, body
