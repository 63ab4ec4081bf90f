"""An area of the foot map leads to several issues, each with what it feels like there, where it led to one.

Content is not changed: the issue of today becomes the only one of the list, without words. An area that no editor
touched goes on counting as untouched, so that the release's lists are taken over by the seeding that follows.
"""

from __future__ import annotations

import hashlib
from typing import Any

import yaml
from django.db import migrations, models


def digest(document: dict[str, Any]) -> str:
    """The hash of a list entry, as seeding made it when this migration was written."""
    text = yaml.safe_dump(
        [document], allow_unicode=True, sort_keys=False, default_flow_style=False, width=1_000_000
    )
    return hashlib.sha256(text.encode()).hexdigest()


def document_of(area: Any, **issues: Any) -> dict[str, Any]:
    """An area in the form of its content file, with the issues in the one form or the other."""
    named = {"code": area.code, "label": area.label, "clinical": area.clinical, "region": area.region, **issues}
    return {key: value for key, value in named.items() if value or key in ("code", "label", "region")}


def several(slug: str) -> list[dict[str, str]]:
    """One issue as a list."""
    return [{slug: ""}] if slug else []


def first(issues: list[dict[str, str]]) -> str:
    """The first issue of a list, or nothing."""
    return next((slug for entry in issues for slug in entry), "")


def make_many(apps: Any, schema_editor: Any) -> None:
    """Turn each area's issue into a list, in rows, in what seeding remembers and in the history."""
    Area, Seed, Revision = (apps.get_model("library", name) for name in ("Area", "Seed", "Revision"))
    for area in Area.objects.all():
        area.issues = several(area.issue)
        area.save(update_fields=["issues"])
        before, now = document_of(area, issue=area.issue), document_of(area, issues=area.issues)
        Seed.objects.filter(kind="area", slug=area.code, digest=digest(before)).update(digest=digest(now))
    for revision in Revision.objects.filter(kind="area", document__has_key="issue"):
        revision.document["issues"] = several(revision.document.pop("issue"))
        revision.save(update_fields=["document"])


def make_one(apps: Any, schema_editor: Any) -> None:
    """Keep the first issue of each list. What was to be ruled out, and neighbours, have no place in the old tables."""
    Area, Seed, Revision = (apps.get_model("library", name) for name in ("Area", "Seed", "Revision"))
    for area in Area.objects.all():
        area.issue = first(area.issues)
        area.save(update_fields=["issue"])
        now = document_of(area, issues=area.issues, rule_out=area.rule_out, neighbours=area.neighbours)
        before = document_of(area, issue=area.issue)
        Seed.objects.filter(kind="area", slug=area.code, digest=digest(now)).update(digest=digest(before))
    for revision in Revision.objects.filter(kind="area"):
        old = {key: value for key, value in revision.document.items() if key not in ("rule_out", "neighbours")}
        if issue := first(old.pop("issues", [])):
            old["issue"] = issue
        revision.document = old
        revision.save(update_fields=["document"])


class Migration(migrations.Migration):
    dependencies = (("library", "0001_start"),)

    operations = (
        migrations.AddField(
            "area",
            "issues",
            models.JSONField(
                "pages of this area",
                default=list,
                blank=True,
                help_text="Each page that may fit, one on a line, with what it feels like here: "
                "stress-fracture: one sore spot of bone.",
            ),
        ),
        migrations.AddField(
            "area",
            "rule_out",
            models.JSONField(
                "rule out first",
                default=list,
                blank=True,
                help_text="Completes 'See somebody first if …', one on a line, in plain words.",
            ),
        ),
        migrations.AddField(
            "area",
            "neighbours",
            models.JSONField(
                "easily confused with",
                default=list,
                blank=True,
                help_text="What has no page here, one on a line, with what it feels like: "
                "Shin splints: sore along a length.",
            ),
        ),
        migrations.RunPython(make_many, make_one),
        migrations.RemoveField("area", "issue"),
    )
