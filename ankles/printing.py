"""What a compiled template (`ankles/compiled.py`) calls while it prints: looking names up as Django does, and escaping."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape  # the same signs as Django's, without its wrappers
from types import NoneType
from typing import Any, Final

from django.template import Context, VariableDoesNotExist
from django.template.base import Variable, render_value_in_context
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # the stubs leave it out

Scope = dict[str, Any]


class Missing:
    """What a name stands for that nothing was given for: false, and nothing when it is printed."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing()
# Few texts hold a sign that HTML means something by: looking for one is cheaper than replacing five.
odd: Final = re.compile("[&<>\"']").search
# Kinds of values that nobody can call.
plain: Final[set[type]] = {str, SafeString, int, bool, NoneType, Missing, list, tuple, dict}


class Loop:
    """What `forloop` says, worked out when it is asked: most loops are not."""

    __slots__ = ("count", "counter0", "parentloop")

    def __init__(self, count: int, parentloop: Loop | Missing) -> None:
        self.count, self.counter0, self.parentloop = count, 0, parentloop

    counter = property(lambda self: self.counter0 + 1)
    revcounter = property(lambda self: self.count - self.counter0)
    revcounter0 = property(lambda self: self.count - self.counter0 - 1)
    first = property(lambda self: self.counter0 == 0)
    last = property(lambda self: self.counter0 == self.count - 1)


def listed(values: Any, backwards: bool) -> Sequence[Any]:
    """What a loop goes over: nothing for what is missing."""
    if values is None or values is MISSING:
        return ()
    whole: Sequence[Any] = values if isinstance(values, list | tuple) else list(values)
    return whole[::-1] if backwards else whole


def printed(found: Any) -> str:
    """A value as it stands in HTML."""
    kind = found.__class__
    if kind is SafeString:
        return found  # type: ignore[no-any-return]  # its class says so
    if kind is str:
        return escape(found)
    if kind is int:
        return str(found)
    return "" if found is MISSING else str(render_value_in_context(found, Context()))


def called(found: Any) -> Any:
    """What a function gives. Kinds of values that cannot be called are learnt, so that nobody asks them again."""
    if not callable(found):
        plain.add(found.__class__)
        return found
    if getattr(found, "do_not_call_in_templates", False):
        return found
    return MISSING if getattr(found, "alters_data", False) else found()


def dug(found: Any, names: Iterable[str]) -> Any:
    """A name in a name, where it is not simply an attribute: by key, by attribute, by number, as Django looks."""
    for name in names:
        found = called(found)
        if found is MISSING or found is None:
            return MISSING
        kind = found.__class__
        if kind is dict and name in found:
            found = found[name]
        elif not hasattr(kind, "__getitem__"):
            found = getattr(found, name, MISSING)
        else:
            try:
                found = Variable(f"holder.{name}").resolve({"holder": found})
            except VariableDoesNotExist:
                return MISSING
    return found


def filtered(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter as Django applies it: what is missing is nothing, a time is local, what was safe may stay so."""
    local, is_safe = getattr(function, "expects_localtime", False), getattr(function, "is_safe", False)
    options = {"autoescape": True} if getattr(function, "needs_autoescape", False) else {}

    def act(given: Any, *arguments: Any) -> Any:
        given = "" if given is MISSING else template_localtime(given, use_tz=None) if local else given
        found = function(given, *arguments, **options)
        return mark_safe(found) if is_safe and isinstance(given, SafeData) else found

    return act
