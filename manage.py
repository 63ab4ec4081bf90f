#!/usr/bin/env python
"""Ankles' command line. `manage.py start` sets the site up and serves it."""

import os
import sys


def main() -> None:
    """Run one command; a setting that cannot be used ends it with one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankles.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 (the message below)
    except ImportError:
        sys.exit("Django is not installed here. Follow the first block of README.md.")
    from ankles.configuration import ConfigurationError  # noqa: PLC0415 (needs the installed packages)

    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.stderr.write(f"Ankles cannot start. {error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
