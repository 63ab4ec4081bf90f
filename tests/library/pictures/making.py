"""Picture files for tests, harmless and hostile, made here byte by byte."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image

from library.pictures import SentPicture
from library.pictures.receiving import receive


def drawn(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """A picture whose corners differ: a wedge from dark to light with a red field at the upper left."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((220, 20, 30), (0, 0, width // 4, height // 4))
    return image if mode == "RGB" else image.convert(mode)


def encoded_as(kind: str, image: Image.Image | None = None, **options: Any) -> bytes:
    """A picture as a file of a kind."""
    file = io.BytesIO()
    (image or drawn()).save(file, kind, **options)
    return file.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are a picture of this size."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", body) + png_chunk(b"IEND", b"")


def gif_bomb() -> bytes:
    """A GIF that says it is as large as a GIF can be."""
    return b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff" + b"," + struct.pack(
        "<HHHH", 0, 0, 65535, 65535
    ) + b"\0\x02\x02L\x01\0;"  # fmt: skip


def kept(width: int = 800, height: int = 600) -> SentPicture:
    """A picture that an editor sent."""
    return receive(encoded_as("JPEG", drawn(width, height)))
