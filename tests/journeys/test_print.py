"""On paper: one tidy handout on A4, without navigation."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Open

A4_PT = (595, 842)


def sheets(pdf: bytes) -> int:
    """How many sheets a PDF of Chromium's has."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4_PT}
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/exercises/calf-stretch-straight/", 1),
        ("/exercises/knee-to-wall/", 1),
        ("/exercises/eccentric-heel-drop/", 1),
        ("/routines/before-a-run/", 1),
        ("/routines/daily-mobility/", 1),
        ("/routines/calf-and-achilles-strength/", 2),
        ("/issues/achilles-tendinopathy/", 1),
        ("/issues/plantar-heel-pain/", 1),
    ],
)
def test_a_handout_fits_its_sheet(path: str, most: int, open_page: Open) -> None:
    pdf = open_page(path, width=1280).pdf(prefer_css_page_size=True)
    assert 1 <= sheets(pdf) <= most


@pytest.mark.parametrize("path", ["/exercises/calf-stretch-straight/", "/routines/before-a-run/"])
def test_paper_carries_no_navigation_and_every_instruction(path: str, open_page: Open) -> None:
    page = open_page(path, width=1280)
    page.emulate_media(media="print")
    shown = {name: page.locator(name).first.is_visible() for name in (".mast", ".foot", ".skip", "h1", "ol")}
    assert shown == {".mast": False, ".foot": False, ".skip": False, "h1": True, "ol": True}


def test_a_dark_screen_prints_on_white_paper(open_page: Open) -> None:
    page = open_page("/exercises/calf-stretch-straight/", width=1280, dark=True)
    page.emulate_media(media="print")
    colour = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    channels = [float(number) for number in re.findall(r"[\d.]+", colour)][:3]
    assert max(channels) < 120, f"the title would be printed in {colour}"
