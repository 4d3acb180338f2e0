"""Keep-alive connections that send one answer after another, each waiting for its reply."""

import json
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context


@dataclass
class Connection:
    """One candidate's connection: what it sends, and how many it has sent."""

    port: int
    headers: str
    make: str  # "real" or "floor"
    sitting: str
    sent: int = 0

    def body(self) -> bytes:
        """Write the next answer."""
        position = self.sent % 45 + 1
        if self.make == "floor":
            given: dict[str, object] = {
                "sitting": self.sitting,
                "position": position,
                "sequence": self.sent + 1,
                "chosen": "B",
            }
            return json.dumps(given).encode()
        answer = {
            "position": position,
            "shown": [self.sent % 4],
            "flagged": False,
            "client_id": f"{self.sent:032x}",
            "follows": self.sent,
        }
        return json.dumps({"answers": [answer]}).encode()

    def run(self, count: int) -> None:
        """Send `count` answers one after another; ValueError when one is not kept."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for _ in range(count):
                body = self.body()
                head = (
                    f"POST /answers HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{self.headers}"
                    f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                )
                connection.sendall(head.encode() + body)
                _check(_reply(connection.recv))
                self.sent += 1


def _reply(receive: Callable[[int], bytes]) -> bytes:
    got = receive(65536)
    while b"\r\n\r\n" not in got:
        got += receive(65536)
    head, body = got.split(b"\r\n\r\n", 1)
    length = next(
        int(line.split(b":")[1])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length")
    )
    while len(body) < length:
        body += receive(65536)
    return head + b"\r\n\r\n" + body


def _check(reply: bytes) -> None:
    if b" 200 " not in reply[:20]:
        raise ValueError(reply.decode(errors="replace"))


def _run(job: tuple[list[Connection], int]) -> list[int]:
    connections, each = job
    with ThreadPoolExecutor(len(connections)) as threads:
        list(threads.map(lambda connection: connection.run(each), connections))
    return [connection.sent for connection in connections]


def send(connections: list[Connection], each: int) -> None:
    """Let every connection send `each` answers at once, from two processes of their own."""
    halves = [connections[::2], connections[1::2]]
    with get_context("fork").Pool(2) as pool:
        for half, sent in zip(halves, pool.map(_run, [(h, each) for h in halves]), strict=True):
            for connection, count in zip(half, sent, strict=True):
                connection.sent = count
