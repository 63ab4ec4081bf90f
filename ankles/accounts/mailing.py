"""A mail that somebody waits for, and that did not leave: 503 in words, nothing half done, what was typed kept."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from ankles.responses import site_context

WORDS = "Our mail is not working just now, so nothing was done. Wait some minutes, then send this again."


class MailFailed(Exception):
    """The mail was not written, or not taken by the mail server. Whoever began the act takes back what it did.

    It is no `ImmediateHttpResponse`: allauth turns those into answers before a view can clear up.
    """


class Mailing(View):
    """A form whose act is a mail. When that fails, the form comes back as it was sent, with what to do.

    No `FormMixin`: before a view of allauth's that is none either, it would hide that view's forms.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Act; take back what a mail that failed left half done."""
        try:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of the view it stands before
            return answer
        except MailFailed:
            self.take_back(form)
        form.add_error(None, WORDS)
        answer = self.form_invalid(form)  # type: ignore[attr-defined]  # of that view, too
        answer.status_code = 503
        return answer

    def take_back(self, form: Any) -> None:
        """Undo what was done before the mail failed; nothing unless a view says otherwise."""


def mail_failed(request: HttpRequest) -> HttpResponse:
    """503 for an act without a form of its own, such as "send it again"."""
    return render(request, "account/mail_failed.html", site_context(section="logbook"), status=503)
