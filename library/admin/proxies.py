"""Chapters and issues are one table, but two entries on the desk: each has fields that the other lacks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from library.models import Article, ArticleKind
from library.models.article import ArticleQuerySet


class ChapterManager(models.Manager["Chapter"]):
    """Only chapters."""

    def get_queryset(self) -> ArticleQuerySet:
        """Leave the issues out."""
        return ArticleQuerySet(self.model, using=self._db).filter(kind=ArticleKind.CHAPTER)


class Chapter(Article):
    """A chapter of the guide."""

    objects: ClassVar[Any] = ChapterManager()

    class Meta:
        proxy = True
        verbose_name = "chapter"


class IssueManager(models.Manager["Issue"]):
    """Only issues."""

    def get_queryset(self) -> ArticleQuerySet:
        """Leave the chapters out."""
        return ArticleQuerySet(self.model, using=self._db).filter(kind=ArticleKind.ISSUE)


class Issue(Article):
    """One of the common issues."""

    objects: ClassVar[Any] = IssueManager()

    class Meta:
        proxy = True
        verbose_name = "issue"
