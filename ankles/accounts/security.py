"""What is worth knowing when somebody asks who did what to an account: said here, written down by `security_log`."""

from __future__ import annotations

from django.db import models
from django.dispatch import Signal

# Sent with `act` (an Act), `account` (a number, or None for an address without an account) and `request` (or None).
happened = Signal()


class Act(models.TextChoices):
    """What was done."""

    SIGNED_UP = "signed_up", "Signed up"
    LOGGED_IN = "logged_in", "Logged in"
    LOGGED_OUT = "logged_out", "Logged out"
    REFUSED = "refused", "A password was wrong"
    LOCKED_OUT = "locked_out", "Too many wrong passwords"
    CODE_REFUSED = "code_refused", "A second factor was wrong"
    FACTOR_ADDED = "factor_added", "A second factor was added"
    FACTOR_REMOVED = "factor_removed", "A second factor was removed"
    CODES_MADE = "codes_made", "Recovery codes were made anew"
    PASSWORD_CHANGED = "password_changed", "The password was changed"
    PASSWORD_RESET = "password_reset", "The password was chosen anew on a link"
    LINK_MAILED = "link_mailed", "A link for a new password was mailed"
    LINK_PRINTED = "link_printed", "A link for a new password was printed"
    EMAIL_CHANGED = "email_changed", "The e-mail address was changed"
    EXPORTED = "exported", "The log was taken out"
    SHARED = "shared", "A link to the report was made"
    SHARE_ENDED = "share_ended", "A link to the report was taken back"
    LOG_ERASED = "log_erased", "The log was erased"
    ACCOUNT_ERASED = "account_erased", "The account was erased"
    EDITOR_MADE = "editor_made", "Made an editor"
    EDITOR_UNMADE = "editor_unmade", "No editor any more"
