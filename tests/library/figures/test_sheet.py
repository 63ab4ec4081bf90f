"""The page on which a person looks at all drawings at once."""

from library.figures import PLATES, slugs
from library.figures.sheet import contact_sheet, quiz


def test_the_sheet_shows_every_drawing_in_both_themes() -> None:
    html = contact_sheet("")
    assert html.count("data-theme=") == 2
    assert all(html.count(f"{slug}, moving") == 2 for slug in slugs())
    assert all(f"dark-{name}" in html for name in PLATES)
    assert "style=" not in html


def test_the_quiz_hides_names_and_keeps_the_answers() -> None:
    html, answers = quiz("", 3)
    assert sorted(answers) == slugs()
    assert html.count("<figcaption>") == len(answers)
    assert "<title id" not in html
