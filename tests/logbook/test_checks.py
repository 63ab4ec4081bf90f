"""A field about a person that nobody listed stops the site from being checked as sound."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry

from logbook import checks, privacy


def said(register: tuple[privacy.KeptFields, ...]) -> list[tuple[str, str]]:
    return [(str(fault.id), fault.msg) for fault in checks.faults_of_register(register)]


def without(name: str) -> tuple[privacy.KeptFields, ...]:
    """The register without a field."""
    return tuple(
        replace(line, fields=tuple(one for one in line.fields if f"{line.model}.{one}" != name))
        for line in privacy.register()
    )


def test_every_field_about_a_person_is_listed() -> None:
    assert said(privacy.register()) == []


def test_the_check_runs_with_the_systems_own() -> None:
    assert checks.check_the_register in registry.get_checks()
    assert [fault for fault in run_checks() if str(fault.id).startswith("logbook.")] == []


@pytest.mark.parametrize(
    "name",
    ["logbook.Symptom.note", "logbook.ExerciseDone.dose", "accounts.User.email", "accounts.User.groups", "mfa.Authenticator.data",
     "usersessions.UserSession.ip", "sessions.Session.session_data", "library.Revision.by", "account.EmailConfirmation.key"],
)  # fmt: skip
def test_a_field_that_is_not_listed_fails_the_check(name: str) -> None:
    assert said(without(name)) == [
        ("logbook.E001", f"{name} is about a person and is not in the privacy register (logbook/privacy.py).")
    ]


def test_a_field_that_is_gone_or_listed_twice_fails_the_check() -> None:
    first = privacy.register()[0]
    assert said((*privacy.register(), replace(first, fields=("mood",)))) == [
        ("logbook.E002", "The privacy register lists logbook.TrainingSession.mood, which is gone.")
    ]
    assert said((*privacy.register(), replace(first, fields=("day",)))) == [
        ("logbook.E003", "The privacy register lists logbook.TrainingSession.day twice.")
    ]
