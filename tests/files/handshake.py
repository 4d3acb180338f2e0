"""A handshake between a server with one of our certificates and a client that knows only our root."""

import socket
import ssl
import threading
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from app.files.authority import Key, ServerCertificate


def pem(*certificates: x509.Certificate) -> bytes:
    """Write certificates one after another."""
    return b"".join(each.public_bytes(Encoding.PEM) for each in certificates)


def key_pem(key: Key, password: str = "") -> bytes:
    """Write a key, locked with a password when one is given."""
    lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def shake_hands(
    shown: ServerCertificate, root: x509.Certificate, name: str, folder: Path
) -> str | None:
    """Return the version of TLS agreed on. Raises ssl.SSLCertVerificationError."""
    (folder / "chain.pem").write_bytes(pem(shown.certificate, shown.issuer))
    (folder / "key.pem").write_bytes(key_pem(shown.key))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    client = ssl.create_default_context(cadata=pem(root).decode("ascii"))
    here, there = socket.socketpair()
    answering = threading.Thread(target=_answer, args=(server, there))
    answering.start()
    try:
        with client.wrap_socket(here, server_hostname=name) as shaken:
            return shaken.version()
    finally:
        here.close()
        answering.join()


def _answer(context: ssl.SSLContext, there: socket.socket) -> None:
    try:
        with context.wrap_socket(there, server_side=True) as shaken:
            shaken.recv(1)
    except (ssl.SSLError, OSError):
        there.close()  # the client did not believe it, which is for the client to say
