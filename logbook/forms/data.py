"""Taking a file in, and erasing. Neither has anything chosen beforehand."""

from __future__ import annotations

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from logbook.forms.sending import Sending
from logbook.takeout.importing.archive import MOST_BYTES

CHOOSE_AGAIN: Final = "The file is not waiting any more: it is kept for an hour. Choose it again."


class Upload(Sending):
    """A file to look at: the ZIP of an export, or its JSON alone. Nothing is written yet."""

    file = forms.FileField(
        label="The ZIP that “Your data” gave you",
        help_text="Or the ankles.json in it. Up to 5 MB and 20,000 entries. Nothing is added before you have seen what it "
        "holds.",
        widget=forms.FileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={
            "required": "Choose a file.",
            "empty": "This file is empty. Choose the ZIP as it came.",
            "missing": "Choose a file.",
            "invalid": "Choose a file.",
            "max_length": "The name of this file is too long. Give it a shorter one.",
        },
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is larger than an export can be."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                f"This file has {(file.size or 0) / 1024**2:.1f} MB; {MOST_BYTES / 1024**2:.1f} MB is the most."
            )
        return file


class TakeIn(Sending):
    """The word to add what a file holds."""

    token = forms.RegexField(
        regex=r"^[0-9a-f]{32}$",
        widget=forms.HiddenInput,
        error_messages={"required": CHOOSE_AGAIN, "invalid": CHOOSE_AGAIN},
    )


class Erasure(Sending):
    """What to erase. It must say whose it is: a page that was open before somebody else logged in erases nothing."""

    ENTRIES, WITHDRAW, ACCOUNT = "entries", "withdraw", "account_too"

    what = forms.ChoiceField(
        label="What to erase",
        choices=[
            (ENTRIES, "What I logged. My account and settings stay, and I can go on logging."),
            (WITHDRAW, "What I logged, and I take my consent back. My account stays; its logbook is closed."),
            (ACCOUNT, "My account, with everything in it. I am logged out everywhere."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to erase.", "invalid_choice": "Choose what to erase."},
    )

    def clean_account(self) -> str:
        """Raises WrongAccount for another account's form; one that names none is no form of ours."""
        account = super().clean_account()
        if not account:
            raise ValidationError("Open the page again; its form does not say whose it is.")
        return account
