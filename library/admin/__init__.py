"""The editor's desk: Django's admin, safe and tidy."""
