"""What is wrong with a form, as a list that leads to its fields."""

from __future__ import annotations

from django.forms import BaseForm


def problems(form: BaseForm) -> list[tuple[str, str]]:
    """The id of the field and the words of each problem, in the order of the form; no id where nobody sees a field."""
    found = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        # A group of choices has no id of its own to lead to; its first choice has.
        key = "" if field.is_hidden else f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)
        found += [(key, str(message)) for message in field.errors]
    return found
