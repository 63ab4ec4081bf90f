"""What is made of a file that somebody sent: a picture of ours without anything of theirs, or a refusal in words."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from library.pictures import receiving
from library.pictures.naming import WIDTHS
from library.pictures.receiving import MOST_SENT_BYTES, PictureRefused, decode
from library.pictures.storing import MOST_KEPT_BYTES
from tests.library.pictures.making import drawn, encoded_as, gif_bomb, png_bomb, png_chunk

HERE = b"GPS-MARK-52.5163"


@pytest.fixture(scope="module")
def immense() -> bytes:
    """49 million pixels: just what is taken, and 147 MB when it is decoded."""
    return encoded_as("PNG", drawn(7000, 7000), compress_level=1)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def whole(sent: bytes) -> Image.Image:
    """The largest file made of what was sent."""
    return opened(decode(sent)[-1][2]).convert("RGB")


def channels(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """Red, green and blue of one pixel."""
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def why(sent: bytes) -> str:
    """Why a file is not taken, by a look or by the decoder."""
    with pytest.raises(PictureRefused) as refused:
        receiving.receive(sent)
    return refused.value.why


def test_a_photo_of_a_phone_becomes_three_webp_files_within_their_limit() -> None:
    grain = Image.effect_noise((4032, 3024), 60).convert("RGB")
    files = decode(encoded_as("JPEG", grain, quality=80))
    assert [width for width, _, _ in files] == [width for width in WIDTHS if width * 6 <= files[-1][0] * 5] + [
        files[-1][0]
    ]
    assert sum(len(content) for _, _, content in files) <= MOST_KEPT_BYTES
    plain = decode(encoded_as("JPEG", drawn(4032, 3024)))
    assert [(width, height) for width, height, _ in plain] == [(480, 360), (960, 720), (1440, 1080)]
    assert [(opened(one).format, opened(one).size) for *_, one in plain] == [
        ("WEBP", (480, 360)), ("WEBP", (960, 720)), ("WEBP", (1440, 1080)),
    ]  # fmt: skip


def test_a_small_picture_is_not_blown_up() -> None:
    assert [(width, height) for width, height, _ in decode(encoded_as("PNG", drawn(500, 640)))] == [(500, 640)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_is_taken_is_told_by_its_bytes(kind: str) -> None:
    assert whole(encoded_as(kind)).size == (800, 600)


def test_where_a_photo_was_taken_is_gone_and_it_stands_upright() -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # held on its side
    notes.get_ifd(0x8825)[29] = HERE.decode()
    sent = encoded_as("JPEG", exif=notes, comment=b"COMMENT-MARK")
    assert HERE in sent
    assert b"COMMENT-MARK" in sent
    files = decode(sent)
    for _, _, content in files:
        assert not any(mark in content for mark in (HERE, b"COMMENT-MARK", b"EXIF", b"Exif", b"ICCP", b"XMP "))
    upright = opened(files[-1][2]).convert("RGB")
    assert upright.size == (600, 800)
    red, green, _ = channels(upright, 590, 10)
    assert red > 150 > green


def test_words_inside_a_png_are_gone() -> None:
    sent = encoded_as("PNG")
    inside = sent[:33] + png_chunk(b"tEXt", b"Comment\0" + HERE) + sent[33:]
    assert not any(HERE in content for *_, content in decode(inside))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_is_a_page_and_a_zip_as_well_loses_its_tail(kind: str) -> None:
    tail = b"<script>alert(1)</script>PK\x03\x04" + b"x" * 2000
    try:
        files = decode(encoded_as(kind) + tail)
    except PictureRefused as refused:
        assert refused.why == "broken"  # noqa: PT017 (either is fine; which one is the decoder's)
        return
    assert not any(b"script" in content or b"PK\x03\x04" in content for *_, content in files)


def test_a_picture_larger_than_fifty_million_pixels_is_refused_by_its_head() -> None:
    for sent in (png_bomb(40_000, 40_000), png_bomb(7_100, 7_100), gif_bomb()):
        assert len(sent) < 1000
        assert why(sent) == "pixels"


def test_more_than_twelve_megabytes_are_not_even_decoded() -> None:
    assert why(encoded_as("JPEG") + b"\0" * MOST_SENT_BYTES) == "bytes"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.95])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_file_is_refused(kind: str, share: float) -> None:
    sent = encoded_as(kind, Image.effect_noise((640, 480), 80).convert("RGB"))
    assert why(sent[: int(len(sent) * share)]) == "broken"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "empty"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "svg"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"<!doctype html><script>alert(1)</script>", "unknown"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 200, "heic"),
        (b"\x00\x00\x00\x1cftypavif" + b"\0" * 200, "heic"),
        (b"\x00\x00\x00\x20ftypisom" + b"\0" * 200, "film"),
        (b"\x00\x00\x00\x14ftypqt  " + b"\0" * 200, "film"),
        (b"%PDF-1.7\n" + b"\0" * 200, "unknown"),
        (b"BM" + b"\0" * 200, "unknown"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n", "unknown"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 500, "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "broken"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(sent: bytes, said: str) -> None:
    assert why(sent) in {said, "unknown" if said == "broken" else said}


def test_who_sends_a_photo_of_an_iphone_is_told_what_to_do() -> None:
    words = PictureRefused("heic").words
    assert "Settings, Camera, Formats, Most Compatible" in words
    assert "export it as a JPEG" in words


def test_a_picture_of_two_hundred_pixels_is_too_small() -> None:
    assert why(encoded_as("PNG", drawn(200, 900))) == "small"


def test_a_strip_is_refused_before_it_is_made_a_line_and_a_panorama_is_not() -> None:
    assert why(encoded_as("PNG", drawn(9000, 300))) == "narrow"
    assert why(encoded_as("PNG", drawn(300, 1250))) == "narrow"
    assert whole(encoded_as("JPEG", drawn(2400, 600))).size == (1440, 360)


def test_print_colours_become_screen_colours() -> None:
    red, green, blue = channels(whole(encoded_as("JPEG", drawn(mode="CMYK"))), 20, 20)
    assert red > 150
    assert max(green, blue) < 100


def test_wide_colours_are_brought_into_those_of_the_web() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green, _ = channels(whole(encoded_as("JPEG", icc_profile=srgb)), 20, 20)
    assert red > 150 > green
    assert whole(encoded_as("JPEG", icc_profile=b"no profile at all" * 20)).size == (800, 600)


def test_sixteen_bits_a_channel_keep_their_greys() -> None:
    deep = Image.new("I;16", (400, 400), 32768)
    grey = channels(whole(encoded_as("PNG", deep)), 200, 200)
    assert all(abs(channel - 128) <= 4 for channel in grey)


def test_what_is_see_through_stands_on_paper() -> None:
    line = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    line.paste((0, 0, 0, 255), (100, 100, 300, 300))
    palette = line.quantize(8)
    for sent in (
        encoded_as("PNG", line),
        encoded_as("PNG", palette),
        encoded_as("GIF", line),
        encoded_as("WEBP", line),
    ):
        shown = whole(sent)
        assert min(channels(shown, 20, 20)) > 240
        assert max(channels(shown, 200, 200)) < 30


def test_of_a_picture_that_moves_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (400, 400), colour) for colour in ((250, 0, 0), (0, 0, 250), (0, 250, 0))]
    for kind in ("GIF", "WEBP", "PNG"):
        sent = encoded_as(kind, frames[0], save_all=True, append_images=frames[1:])
        red, green, blue = channels(whole(sent), 200, 200)
        assert red > 200 > 60 > max(green, blue), kind


def test_the_decoder_has_so_much_memory_and_no_more(immense: bytes) -> None:
    """A picture that is fine with its gigabyte is refused with 160 MB: the limit is the process's, and it is hit."""
    with pytest.raises(PictureRefused) as refused:
        decode(immense, memory_bytes=160 * 2**20)
    assert refused.value.why == "memory"
    assert decode(immense)[-1][0] == 1440


def test_the_decoder_has_so_many_seconds_and_no_more(immense: bytes) -> None:
    with pytest.raises(PictureRefused) as refused:
        decode(immense, seconds=0)
    assert refused.value.why == "slow"


def test_the_decoder_knows_no_secret_and_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who takes the decoder over finds an empty environment and a disk that takes nothing."""
    monkeypatch.setenv("SECRET_KEY", "not for decoders")
    written = tmp_path / "written"
    looks_around = f"""def decode_picture(sent, terms):
    import os
    found = [name for name in os.environ if name != "LC_CTYPE"]
    try:
        open({str(written)!r}, "wb", 0).write(b"x")
        found.append("wrote")
    except OSError:
        pass
    return {{"refused": "unknown" if found else "small"}}, []


def former("""
    taken_over = tmp_path / "taken_over.py"
    decoder = receiving.DECODER.read_text(encoding="utf-8")
    assert "def decode_picture(" in decoder
    taken_over.write_text(decoder.replace("def decode_picture(", looks_around, 1))
    monkeypatch.setattr(receiving, "DECODER", taken_over)
    assert why(encoded_as("JPEG")) == "small"
    assert not written.exists() or written.stat().st_size == 0


def test_numbers_that_a_head_says_are_believed_by_nobody() -> None:
    sent = encoded_as("PNG")
    says = sent[:8] + png_chunk(b"IHDR", struct.pack(">II", 3000, 3000) + sent[24:29]) + sent[33:]
    assert why(says) == "broken"
