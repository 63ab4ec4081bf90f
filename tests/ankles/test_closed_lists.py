"""A closed list: the database refuses a word that it does not hold."""

from __future__ import annotations

from django.db import models

from ankles.closed_lists import in_closed_list


class Colour(models.TextChoices):
    """Two words."""

    RED = "red", "Red"
    BLUE = "blue", "Blue"


def test_a_column_holds_a_word_of_its_list() -> None:
    assert in_closed_list(Colour, "colour") == models.Q(colour__in=["red", "blue"])


def test_where_nothing_is_allowed_an_empty_column_is_too() -> None:
    assert in_closed_list(Colour, "colour", optional=True) == models.Q(colour__in=["red", "blue", ""])
