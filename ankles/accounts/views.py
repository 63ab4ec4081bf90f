"""Pages of the person: for now the one on which an editor chooses a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse_lazy

from ankles.responses import site_context


class ChoosePassword(PasswordResetConfirmView):
    """A page behind a link that works once."""

    template_name = "account/choose_password.html"
    success_url = reverse_lazy("admin:login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the site's head needs."""
        return super().get_context_data(**kwargs) | site_context(title="Choose a password")


choose_password = login_not_required(ChoosePassword.as_view())
