"""Closed lists in the tables: the database refuses a word that its vocabulary does not hold (HOUSE.md 6)."""

from __future__ import annotations

from django.db import models


def in_closed_list(vocabulary: type[models.TextChoices], field: str, *, optional: bool = False) -> models.Q:
    """The condition that a text column holds a word of its vocabulary, or nothing where that is allowed."""
    return models.Q(**{f"{field}__in": [*vocabulary.values, *([""] if optional else [])]})
