"""A picture comes in: looked at by its bytes, decoded by a process of its own, kept as rows. One at a time on a machine."""

from __future__ import annotations

import json
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path
from typing import Final

from ankles.file_locks import locked_file
from library.pictures.naming import WIDTHS, SentPicture
from library.pictures.storing import MOST_KEPT_BYTES, keep_picture

MOST_SENT_BYTES: Final = 12 * 1024 * 1024
MEMORY_BYTES: Final = 1024 * 1024 * 1024  # address space of the decoder, its libraries included
SECONDS: Final = 20  # of a processor
CLOCK_S: Final = 45  # a machine may have other things to do than the decoder's seconds of a processor
DECODER: Final = Path(__file__).with_name("decoding.py")
TURN: Final = "picture"
SMALLER: Final = "Make it smaller and send it again."

TOO_BIG, UNREADABLE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
# What a file in the box of films and photos (ISO 14496-12) calls itself when it is a photo.
PHOTO_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
KINDS: Final = "a JPEG, PNG, WebP or GIF file"
TAKE_A_JPEG: Final = (
    "This photo is HEIC or AVIF, which cannot be read here. On an iPhone choose Settings, Camera, Formats, Most "
    "Compatible and take it again; on a computer open it, export it as a JPEG, and send that."
)
REFUSED: Final = {
    "bytes": (TOO_BIG, f"This file is larger than 12 MB. {SMALLER}"),
    "pixels": (TOO_BIG, f"This picture has more than 50 million pixels. {SMALLER}"),
    "memory": (TOO_BIG, f"There is not enough memory to read this picture. {SMALLER}"),
    "slow": (TOO_BIG, f"This picture takes too long to read. {SMALLER}"),
    "none": (UNREADABLE, f"Choose a picture first: {KINDS}."),
    "empty": (UNREADABLE, "This file is empty: nothing of it arrived. Send it again, or another one."),
    "unknown": (UNREADABLE, f"This is not a picture that can be read here. Send {KINDS}."),
    "svg": (UNREADABLE, "Drawings in SVG are not taken: such a file can hold a program. Save it as a PNG and send that."),
    "heic": (UNREADABLE, TAKE_A_JPEG),
    "film": (UNREADABLE, f"This is a film. Send a picture: {KINDS}."),
    "small": (UNREADABLE, "This picture is too small: each side needs 300 pixels."),
    "narrow": (UNREADABLE, "This picture is too long and narrow: its longer side may be four times the shorter one at most."),
    "broken": (UNREADABLE, "This file is broken, or only a part of it arrived. Send it again, or another one."),
    "busy": (HTTPStatus.SERVICE_UNAVAILABLE, "Another picture is being read just now. Send yours again in a moment."),
}  # fmt: skip


class PictureRefused(Exception):
    """A file that is not taken: `words` for the field, and the `status` of the answer."""

    def __init__(self, why: str) -> None:
        self.why = why
        self.status, self.words = REFUSED[why]
        super().__init__(why)


def receive(sent: bytes) -> SentPicture:
    """Make a picture of what was sent and keep it. The same file sent twice is one picture. Raises PictureRefused."""
    if why := _known_at_sight(sent):
        raise PictureRefused(why)
    with locked_file(TURN) as is_ours:
        if not is_ours:
            raise PictureRefused("busy")
        files = decode(sent)
    return keep_picture(files)


def _known_at_sight(sent: bytes) -> str:
    """Why a file is not even given to a decoder; empty when it is. Its name and what the browser calls it say nothing."""
    if not sent:
        return "empty"
    if len(sent) > MOST_SENT_BYTES:
        return "bytes"
    head = sent[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in head:
        return "svg"
    if sent[4:8] != b"ftyp":
        return ""
    return "heic" if sent[8:12] in PHOTO_BRANDS else "film"


def decode(sent: bytes, memory_bytes: int = MEMORY_BYTES, seconds: int = SECONDS) -> list[tuple[int, int, bytes]]:
    """Width, height and bytes of the files made of a picture, the largest last. Raises PictureRefused."""
    terms = {"memory_bytes": memory_bytes, "seconds": seconds, "widths": WIDTHS, "most_bytes": MOST_KEPT_BYTES}
    try:
        done = subprocess.run(  # noqa: S603 (our own words, no shell)
            [sys.executable, "-I", str(DECODER), json.dumps(terms)],
            input=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", timeout=CLOCK_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PictureRefused("slow") from None
    if done.returncode:
        # The kernel ends what goes on beyond its seconds by a signal; anything else is a decoder that fell over.
        raise PictureRefused("slow" if done.returncode in (-24, -9) else "broken")
    line, _, rest = done.stdout.partition(b"\n")
    said = json.loads(line)
    if why := said.get("refused"):
        raise PictureRefused(why)
    files, at = [], 0
    for file in said["files"]:
        content = rest[at : at + file["bytes"]]
        at += file["bytes"]
        files.append((int(file["width"]), int(file["height"]), content))
    is_sound = all(content[:4] == b"RIFF" and content[8:12] == b"WEBP" for _, _, content in files)
    if not is_sound or at != len(rest) or at > MOST_KEPT_BYTES:
        raise PictureRefused("broken")
    return files
