"""What the guide rests on: works, and where each is cited."""

from __future__ import annotations

from typing import Self

from django.db import models

from ankles.closed_lists import in_closed_list
from library.models.vocabulary import Checked, EvidenceKind, Region, WarningLevel


class SourceQuerySet(models.QuerySet["Source"]):
    """Selections of works."""

    def in_order(self) -> Self:
        """By their short names."""
        return self.order_by("key")


class Source(models.Model):
    """A work that the guide cites, in the short form of the list of references."""

    key = models.SlugField(
        "short name in the text",
        max_length=60,
        unique=True,
        help_text="As a text cites it: radford-2006 in [@radford-2006]. It stays as it is once it is published.",
    )
    short = models.CharField("shown to readers as", max_length=80, help_text="Beside a claim: Radford 2006.")
    citation = models.CharField(
        "full reference", max_length=200, help_text="Exactly as in the list of references (docs/references.md)."
    )
    doi = models.CharField("DOI", max_length=120, blank=True)
    pmid = models.CharField("PubMed number", max_length=12, blank=True)
    pmc = models.CharField("PubMed Central number", max_length=14, blank=True)
    cochrane = models.CharField("Cochrane number", max_length=12, blank=True)
    evidence = models.CharField("kind of evidence", max_length=12, choices=EvidenceKind)
    checked = models.CharField("how far checked", max_length=12, choices=Checked)
    supports = models.TextField("what it is used for", help_text="Here, in our words.")

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=in_closed_list(EvidenceKind, "evidence"),
                name="source_evidence",
                violation_error_message="Choose the kind of evidence from the list.",
            ),
            models.CheckConstraint(
                condition=in_closed_list(Checked, "checked"),
                name="source_checked",
                violation_error_message="Say how far it was checked, from the list.",
            ),
        )

    def __str__(self) -> str:
        return self.short

    @property
    def identifier(self) -> str:
        """The identifier as printed, or an empty text."""
        if self.doi:
            return f"doi:{self.doi}"
        if self.pmid:
            return f"PubMed {self.pmid}"
        return self.pmc or self.cochrane

    @property
    def url(self) -> str:
        """Where its record is found, or an empty text when no identifier is known."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.pmc:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmc}/"
        return ""


class Term(models.Model):
    """A word of the field, explained."""

    term = models.CharField(max_length=80, unique=True)
    plain = models.CharField("in plain words", max_length=160, help_text="The everyday words for it.")
    text = models.TextField("explanation", blank=True)
    see = models.CharField("where to read on", max_length=120, blank=True)

    class Meta:
        verbose_name = "glossary entry"
        verbose_name_plural = "glossary"

    def __str__(self) -> str:
        return self.term


class Synonym(models.Model):
    """Words that runners search with, and the words our pages use for the same thing."""

    words = models.JSONField("words that readers use", default=list, help_text="One on a line.")
    means = models.CharField("what our pages call it", max_length=80, unique=True)

    def __str__(self) -> str:
        return self.means


class WarningSign(models.Model):
    """A sign that means: stop, and be seen. The one list that every page prints its part of."""

    key = models.SlugField(
        "short name in the text",
        max_length=60,
        unique=True,
        help_text="As a text prints it: four-steps in [!four-steps]. It stays as it is once it is published.",
    )
    position = models.PositiveSmallIntegerField("order", help_text="Its place in the list.")
    level = models.CharField("how soon", max_length=12, choices=WarningLevel)
    heading = models.CharField(max_length=80, blank=True, help_text="Signs of one level stand together under it.")
    text = models.TextField(help_text="Completes '… if': you cannot take four steps on it. No full stop.")
    note = models.TextField(blank=True, help_text="One more sentence, printed in the whole list only.")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=in_closed_list(WarningLevel, "level"),
                name="warning_sign_level",
                violation_error_message="Choose how soon from the list.",
            ),
        )

    def __str__(self) -> str:
        return self.text


class AreaQuerySet(models.QuerySet["Area"]):
    """Selections of areas."""

    def in_order(self) -> Self:
        """In the order of the list."""
        return self.order_by("position")


class Area(models.Model):
    """A place on the lower leg, ankle or foot: one of the 26 codes of the closed list (FACTS F)."""

    code = models.SlugField(
        "short name", max_length=40, unique=True, help_text="Logs keep it: it stays as it is once it is published."
    )
    position = models.PositiveSmallIntegerField("order", help_text="Its place in the list.")
    label = models.CharField("name", max_length=80)
    clinical = models.CharField("clinical name", max_length=120, blank=True)
    region = models.CharField(max_length=12, choices=Region)
    # Slugs and not keys: areas are there before articles, and a retired page must not take an area with it.
    issues = models.JSONField(
        "pages of this area",
        default=list,
        blank=True,
        help_text="Each page that may fit, one on a line, with what it feels like here: stress-fracture: one sore spot of bone.",
    )
    rule_out = models.JSONField(
        "rule out first",
        default=list,
        blank=True,
        help_text="Signs of the list that this place prints in its box, each under its level. New ones are made in the list.",
    )
    neighbours = models.JSONField(
        "easily confused with",
        default=list,
        blank=True,
        help_text="What has no page here, one on a line, with what it feels like: Shin splints: sore along a length.",
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=in_closed_list(Region, "region"),
                name="area_region",
                violation_error_message="Choose the region from the list.",
            ),
        )

    def __str__(self) -> str:
        return self.label
