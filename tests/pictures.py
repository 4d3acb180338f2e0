"""Tiny pictures made on the spot, and banks that show them."""

import struct
import zlib
from dataclasses import replace
from io import BytesIO

from PIL import Image

from app.domain.bank import Bank
from app.files.media import PictureFile, measure


def png(width: int = 4, height: int = 3, grey: int = 128) -> bytes:
    """Make a grey PNG by hand, as small as they come."""
    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def drawn(kind: str, *, frames: int = 1, **more: object) -> bytes:
    """Let Pillow write a small picture of a kind; several frames move."""
    first, *others = (Image.new("RGB", (8, 6), (40 * n, 90, 90)) for n in range(1, frames + 1))
    held = BytesIO()
    if others:
        first.save(held, kind, save_all=True, append_images=others, duration=100)
    else:
        first.save(held, kind, **more)
    return held.getvalue()


def picture_file(name: str = "media/plan.png", content: bytes | None = None) -> PictureFile:
    """Give a picture with its content."""
    file = measure(name, content or png())
    assert isinstance(file, PictureFile), file
    return file


def illustrated(bank: Bank, markdown: str = "![A plan](media/plan.png)") -> Bank:
    """Give the bank with a picture in every stem."""
    items = (replace(item, stem=f"{item.stem}\n\n{markdown}") for item in bank.items)
    return replace(bank, items=tuple(items))
