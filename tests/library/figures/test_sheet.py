"""The page on which a person looks at all drawings at once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from library.figures import PLATES, slugs
from library.figures.exercises import drawings
from library.figures.sheet import contact_sheet, quiz


def test_the_sheet_shows_every_drawing_in_both_themes() -> None:
    html = contact_sheet("")
    assert html.count("data-theme=") == 2
    assert all(html.count(f">{slug}, moving") == 2 for slug in drawings())
    assert all(f"dark-{name}" in html for name in PLATES)
    assert "style=" not in html


def test_the_quiz_hides_names_and_keeps_the_answers() -> None:
    html, answers = quiz("", 3)
    assert sorted(answers) == slugs()
    assert html.count("<figcaption>") == len(answers)
    assert "<title id" not in html


def test_the_command_writes_the_sheet_and_the_quiz(tmp_path: Path) -> None:
    if not settings.configured:
        pytest.skip("runs inside the site's settings")
    call_command("figures", sheet=tmp_path / "sheet.html", quiz=tmp_path / "quiz.html", verbosity=0)
    assert "[data-theme=dark]{" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert (tmp_path / "quiz.html").stat().st_size > 10_000
