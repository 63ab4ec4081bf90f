"""Reads one picture that somebody sent, in a process of its own: `python -I decoding.py TERMS`, the file on stdin.

Decoders are where hostile files do their work. So this process knows no database and no secret, may take so much memory
and time and no more, opens no file and starts nothing; what it gives back is made anew, pixel by pixel, and holds nothing
of what was sent beside them: no place, no camera, no tail.

`TERMS` is `{"memory_bytes": …, "seconds": …, "widths": [480, 960], "most_bytes": 400000}`. Nothing else of Ankles imports this
module, so that only this process ever loads a decoder. On stdout: one line of JSON, then the bytes of the new files, one after the other. The line is
`{"width": 1440, "height": 1080, "files": [{"width": 480, "height": 360, "bytes": 21034}, …]}`, the largest last; or
`{"refused": WHY}` with one of the words of `REFUSALS`.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings
from contextlib import suppress
from typing import Any

from PIL import Image, ImageCms, UnidentifiedImageError

MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
REFUSALS = ("unknown", "pixels", "small", "narrow", "broken", "memory")

SHORTEST_SIDE = 300  # pixels; less would be a blur on the page
LONGEST_SIDE = 1440
MOST_TIMES = 4  # as long as it is wide, at most: made smaller, a strip would be a line
QUALITIES = (82, 74, 64, 52, 40, 28)
SHARE = 0.6  # of its longest side that a picture keeps when no quality is low enough

PAPER = (255, 255, 255)  # under what is see-through: a drawing in black stays one on a dark page
# What a camera says of how it was held (EXIF), and what turns its picture upright.
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class RefusedPicture(Exception):
    """A picture that is not taken; the message is one of `REFUSALS`."""


def limit(memory_bytes: int, seconds: int) -> None:
    """Take from this process what it does not need: memory, time, files, other processes, a core dump."""
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_CORE, 0),
    ):
        # A system that does not know one of them (macOS refuses the first) still has the parent's clock.
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def smaller(sent: bytes) -> Image.Image:
    """The first frame of what was sent: upright, in sRGB, on paper, no side longer than `LONGEST_SIDE`.

    Raises RefusedPicture, MemoryError, and whatever a decoder raises at a broken file.
    """
    try:
        image: Image.Image = Image.open(io.BytesIO(sent), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise RefusedPicture("pixels") from None
    except UnidentifiedImageError:
        raise RefusedPicture("unknown") from None
    if image.width * image.height > MOST_PIXELS:
        raise RefusedPicture("pixels")
    if min(image.size) < SHORTEST_SIDE:
        raise RefusedPicture("small")
    if max(image.size) > MOST_TIMES * min(image.size):
        raise RefusedPicture("narrow")
    turned = UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    # A JPEG can be read at a half, a quarter or an eighth; twice the wanted size leaves the last step its quality.
    image.draft(None, (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))
    image.load()
    image = _shrunk(_plain(image))
    if profile:
        image = _in_srgb(image, profile)
    if image.mode != "RGB":
        image = image.convert("RGB")
    return image.transpose(turned) if turned is not None else image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1  # notes that cannot be read say nothing


def _plain(image: Image.Image) -> Image.Image:
    """The pixels with eight bits to a channel and nothing to see through."""
    if image.mode.startswith(("I", "F")):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "P", "PA", "LA", "La", "RGBa", "RGBA") or "transparency" in image.info:
        whole = image.convert("RGBA")
        paper = Image.new("RGB", whole.size, PAPER)
        paper.paste(whole, mask=whole.getchannel("A"))
        return paper
    return image


def _shrunk(image: Image.Image, longest: int = LONGEST_SIDE) -> Image.Image:
    share = longest / max(image.size)
    if share >= 1:
        return image
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The colours as they were meant: phones and printers have others, and the profile that says so is left behind."""
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        ) or image  # fmt: skip
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def encoded(image: Image.Image, smaller_widths: list[int], most_bytes: int) -> list[tuple[Image.Image, bytes]]:
    """The picture as WebP at each width that it exceeds by a fifth, and whole, which is the last; all within so many bytes."""
    while True:
        widths = [width for width in smaller_widths if width * 6 <= image.width * 5]
        sizes = [image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
                 for width in widths] + [image]  # fmt: skip
        for quality in QUALITIES:
            files = [(one, _webp(one, quality)) for one in sizes]
            if sum(len(file) for _, file in files) <= most_bytes:
                return files
        image = _shrunk(image, round(max(image.size) * SHARE))


def _webp(image: Image.Image, quality: int) -> bytes:
    bare = Image.new("RGB", image.size)  # pixels, and nothing of what a decoder noted beside them
    bare.paste(image)
    file = io.BytesIO()
    bare.save(file, "WEBP", quality=quality, method=4)
    return file.getvalue()


def decode_picture(sent: bytes, terms: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """What to say of a file that was sent, and the new files."""
    try:
        files = encoded(smaller(sent), terms["widths"], terms["most_bytes"])
    except RefusedPicture as refused:
        return {"refused": str(refused)}, []
    except MemoryError:
        return {"refused": "memory"}, []
    except Exception:  # decoders raise anything
        return {"refused": "broken"}, []
    said = [{"width": image.width, "height": image.height, "bytes": len(file)} for image, file in files]
    return {"width": said[-1]["width"], "height": said[-1]["height"], "files": said}, [file for _, file in files]


def main(terms: dict[str, Any]) -> None:
    """Read stdin, write stdout."""
    sent = sys.stdin.buffer.read()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    limit(terms["memory_bytes"], terms["seconds"])
    said, files = decode_picture(sent, terms)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + b"".join(files))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
