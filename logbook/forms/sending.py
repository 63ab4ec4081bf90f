"""What every form of the logbook carries: a key that makes a sending one sending, and the account it was written in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from ankles.accounts.models import User

CARRIED = ("entry_key", "account", "version", "back")


class WrongAccount(Exception):
    """The form was written in another account. Nothing was written, and nothing of it is shown."""


class Sending(forms.Form):
    """A form of one runner. The owner is whoever is logged in, never a field; `account` only says who wrote it."""

    entry_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Open the page again; its form has no key.", "invalid": "This key is not one of ours. Open the page again."},
    )  # fmt: skip
    account = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    # Where the answer leads: the page the form stood on.
    back = forms.ChoiceField(choices=[("today", "today"), ("day", "day")], widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        runner: User,
        initial: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.runner = runner
        given = {"entry_key": uuid.uuid4(), "account": runner.badge, **(initial or {})}
        super().__init__(data, files, initial=given, **kwargs)

    def clean_account(self) -> str:
        """Raises WrongAccount when the form says that it was written in another account."""
        account: str = self.cleaned_data["account"]
        if account and account != self.runner.badge:
            raise WrongAccount
        return account

    def content(self, **about: Any) -> Mapping[str, Any]:
        """What the sending says, without what it carries; `about` adds what stands in its address."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CARRIED} | about


class Editing(Sending):
    """A form for an entry that is there: it knows which version it was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class OfADay(Sending):
    """A form that asks for the day of its entry, in a field `day`; `was` is the entry that is edited, if there is one."""

    was: Any = None

    def clean_day(self) -> date:
        """A day up to today, or the one that the entry has: whoever flew west may have one of tomorrow."""
        day: date = self.cleaned_data["day"]
        if day > self.runner.today() and not (self.was and self.was.day == day):
            raise forms.ValidationError("Choose a day up to today.")
        return day


class Deletion(Editing):
    """Takes one entry away, which was seen at the version that the form carries."""
