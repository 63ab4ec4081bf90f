"""The field of an exercise's form that holds a picture: its name, what it shows, and the way to send another."""

from __future__ import annotations

from typing import Any

from django import forms

from library.pictures import SentPicture, is_name
from library.pictures.receiving import MOST_SENT_BYTES, REFUSED

# What phones turn their own photos into before they send them; the bytes are looked at all the same.
TAKEN = "image/jpeg,image/png,image/webp,image/gif"


class PictureInput(forms.TextInput):
    """The name of a picture, with what it shows and the way to send another. The file itself is no field of the form."""

    class Media:
        js = (forms.Script("ankles/js/desk/picture.js", type="module"),)

    template_name = "admin/library/widgets/picture.html"
    # Where a picture is sent, and the page on which it is done without script; both empty until the form says so.
    send_to = page = ""
    drawn = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows beside the text."""
        limits = {"taken": TAKEN, "most": MOST_SENT_BYTES, "too_big": REFUSED["bytes"][1]}
        ways = {"send_to": self.send_to, "page": self.page, "drawn": self.drawn}
        found: dict[str, Any] = super().get_context(name, value, attrs)
        return found | limits | ways | {"picture": SentPicture(value) if is_name(value) else None}
