"""Writes a contact sheet of all drawings, or a quiz without names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from library.figures.sheet import contact_sheet, quiz
from library.standalone import styles


class Command(BaseCommand):
    """`figures --sheet FILE`, `figures --quiz FILE --seed 7`."""

    help = "Writes one HTML page with every drawing, light and dark; or a shuffled page without names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sheet", type=Path, metavar="FILE", help="where to write the contact sheet")
        parser.add_argument("--quiz", type=Path, metavar="FILE", help="where to write the shuffled page without names")
        parser.add_argument("--seed", type=int, default=7, help="the order of the quiz")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["sheet"]:
            options["sheet"].write_text(contact_sheet(styles()), encoding="utf-8")
            self.stdout.write(f"Wrote {options['sheet']}")
        if options["quiz"]:
            html, answers = quiz(styles(), options["seed"])
            options["quiz"].write_text(html, encoding="utf-8")
            self.stdout.write(
                f"Wrote {options['quiz']}; the answers: "
                + ", ".join(f"{number} {slug}" for number, slug in enumerate(answers, 1))
            )
