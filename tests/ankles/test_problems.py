"""What is wrong with a form, as a list that leads to its fields."""

from __future__ import annotations

from django.forms import CharField, ChoiceField, Form, HiddenInput, RadioSelect

from ankles.jinja import error_summary
from ankles.problems import problems


class Asking(Form):
    """One field that is seen, one group of choices, one that is not seen."""

    name = CharField()
    side = ChoiceField(choices=[("l", "Left")], widget=RadioSelect)
    key = CharField(widget=HiddenInput)


def test_what_is_wrong_leads_to_its_field_a_group_to_its_first_choice_and_the_unseen_nowhere() -> None:
    form = Asking({})
    form.add_error(None, "All of it.")
    assert [key for key, _ in problems(form)] == ["", "id_name", "id_side_0", ""]
    html = error_summary(problems(form))
    assert [html.count(words) for words in ("<li>All of it.</li>", '<a href="#id_name">', "<h2>")] == [1, 1, 1]
