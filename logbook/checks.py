"""The privacy register is complete: a system check fails on a private field that it does not list, and on one that is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import models

from logbook import privacy


def check_the_register(**kwargs: Any) -> list[CheckMessage]:
    """E001: a field about a person is not listed. E002: a listed field is gone. E003: listed twice."""
    return list(faults_of_register(privacy.register()))


def faults_of_register(register: Iterable[privacy.KeptFields]) -> Iterator[CheckMessage]:
    """What a register lacks, and what it holds too much."""
    listed = [f"{line.model}.{name}" for line in register for name in line.fields]
    private = private_fields()
    there = {f"{model._meta.label}.{one.name}" for model in apps.get_models() for one in _fields(model)}
    for name in private:
        if name not in listed:
            yield Error(
                f"{name} is about a person and is not in the privacy register (logbook/privacy.py).", id="logbook.E001"
            )
    for name in listed:
        if name not in there:
            yield Error(f"The privacy register lists {name}, which is gone.", id="logbook.E002")
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield Error(f"The privacy register lists {name} twice.", id="logbook.E003")


def private_fields() -> list[str]:
    """Every field about a person: all of the tables that belong to one, and links to people elsewhere."""
    found = []
    owned = privacy.tables_of_people()
    person = apps.get_model(settings.AUTH_USER_MODEL)
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        if model in owned or model._meta.app_label in ("accounts", "logbook", "sessions"):
            found += [
                f"{model._meta.label}.{one.name}" for one in _fields(model) if not privacy.says_nothing(one, model)
            ]
        else:
            found += [f"{model._meta.label}.{one.name}" for one in _fields(model) if one.related_model is person]
    return found


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [*model._meta.concrete_fields, *model._meta.local_many_to_many]
