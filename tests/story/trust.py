"""Let Chromium trust a root, and nothing else that is new: `trust(home, root)`.

Chromium on Linux believes what stands in the NSS database of its user's home. Debian's certutil,
which would write it, is a package of its own; the library is there wherever Chromium is.
"""

import ctypes
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

SERVERS_ONLY = b"C,,"


class _Trust(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint) for name in ("servers", "mail", "programs")]


def trust(home: Path, root: Path) -> None:
    """Put a root into the database of a home, in a process of its own that lets go of it again."""
    subprocess.run([sys.executable, __file__, str(home), str(root)], check=True)


def _write(home: Path, root: bytes) -> None:
    folder = home / ".pki" / "nssdb"
    folder.mkdir(parents=True)
    nss, smime = ctypes.CDLL("libnss3.so"), ctypes.CDLL("libsmime3.so")
    for function in (nss.PK11_GetInternalKeySlot, nss.CERT_GetDefaultCertDB):
        function.restype = ctypes.c_void_p
    read = smime.CERT_DecodeCertFromPackage
    read.restype = ctypes.c_void_p
    _did(nss.NSS_InitReadWrite(f"sql:{folder}".encode()))
    slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
    certificate = ctypes.c_void_p(read(root, len(root)))
    trusted = _Trust()
    _did(nss.PK11_InitPin(slot, None, b""))
    _did(nss.PK11_ImportCert(slot, certificate, ctypes.c_ulong(0), b"room", 0))
    _did(nss.CERT_DecodeTrustString(ctypes.byref(trusted), SERVERS_ONLY))
    database = ctypes.c_void_p(nss.CERT_GetDefaultCertDB())
    _did(nss.CERT_ChangeCertTrust(database, certificate, ctypes.byref(trusted)))


def _did(status: int) -> None:
    assert status == 0, "NSS refused"


if __name__ == "__main__":
    _, home, root = map(Path, sys.argv)
    certificate = x509.load_pem_x509_certificate(root.read_bytes())
    _write(home, certificate.public_bytes(Encoding.DER))
