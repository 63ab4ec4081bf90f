"""Templates of private pages, made into functions once.

A page that is made for one person cannot be kept, so it is rendered each time, and rendering was half of its cost: Django
asks a dozen questions of each variable (is it a lazy text, a date, a number of another country?) before it prints a word.
Here the nodes that Django parsed become closures that ask two. The templates are Django's and stay so; what is not known
here (a tag, an odd value) is left to Django's own code, and tests compare the pages of both letter by letter
(docs/decisions/0007-what-a-private-page-costs.md).

Differences that are meant: a template gets what its view gives, and no context processor is asked; there is one engine,
with autoescape on and nothing shown for what is missing.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape  # the same signs as Django's, without its wrappers
from typing import Any, Final

from django.template import Context, VariableDoesNotExist
from django.template.base import FilterExpression, Node, TextNode, Variable, VariableNode, render_value_in_context
from django.template.defaulttags import CommentNode, ForNode, IfNode, TemplateLiteral, WithNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]  # the stubs leave it out

Scope = dict[str, Any]
Value = Callable[[Scope], Any]
Part = Callable[[Scope], str]


class Missing:
    """What a name stands for that nothing was given for: false, and nothing when it is printed."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


MISSING: Final = Missing()
COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
    "is": operator.is_, "is not": operator.is_not,
    "in": lambda one, other: one in other, "not in": lambda one, other: one not in other,
}  # fmt: skip
# How names are looked up in a kind of value, learnt as values come: by key, by attribute, as Django does, or by calling it.
KEYS, ATTRIBUTES, ODD, CALL, UNKNOWN = range(5)
learnt: dict[type, int] = {dict: KEYS}


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """A template, or a part of one (`page.html#part`), with these values. Raises what Django raises."""
    # Made of escaped values and of our own templates.
    return mark_safe(compiled(name)(dict(context)))


@lru_cache(maxsize=256)
def compiled(name: str) -> Part:
    """The function of a template. Kept for the life of the process: templates change with a release."""
    template: Any = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine is the only one
    return _nodes(template.nodelist, template)


# --- Nodes become parts -----------------------------------------------------------------------------


def _nodes(nodes: Iterable[Node], template: Any) -> Part:
    parts: list[Any] = []
    for node in nodes:
        part = _part(node, template)
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part:
            parts.append(part)
    if len(parts) == 1 and not isinstance(parts[0], str):
        only: Part = parts[0]
        return only
    if all(isinstance(part, str) for part in parts):
        text = "".join(map(str, parts))
        return lambda scope: text
    return _in_a_row(parts)


def _in_a_row(parts: list[Any]) -> Part:
    return lambda scope: "".join([one if one.__class__ is str else one(scope) for one in parts])


def _part(node: Any, template: Any) -> str | Part:
    """The text of a node that never changes, or its function."""
    kind = type(node)
    if isinstance(node, TextNode):
        return node.s
    if kind is CommentNode:
        return ""
    if kind is VariableNode:
        return _variable(node.filter_expression)
    if kind is IfNode:
        return _if(node, template)
    if kind is ForNode:
        return _for(node, template)
    if kind is WithNode:
        return _with(node.extra_context, _nodes(node.nodelist, template))
    if kind is IncludeNode and not node.template.is_var and not node.isolated_context:
        return _with(node.extra_context, compiled(str(node.template.var)))
    return _left_to_django(node, template)


def _left_to_django(node: Node, template: Any) -> Part:
    def part(scope: Scope) -> str:
        context = Context(scope)
        with context.render_context.push_state(template), context.bind_template(template):
            return str(node.render_annotated(context))

    return part


def _variable(expression: FilterExpression) -> Part:
    value = _value(expression)

    def part(scope: Scope) -> str:
        found = value(scope)
        # Most of what a page prints is plain text: a call less.
        return escape(found) if found.__class__ is str else _printed(found)

    return part


def _printed(found: Any) -> str:
    """A value as it stands in HTML."""
    kind = found.__class__
    if kind is SafeString:
        return found  # type: ignore[no-any-return]  # its class says so
    if kind is str:
        return escape(found)
    if kind is int:
        return str(found)
    return "" if found is MISSING else str(render_value_in_context(found, Context()))


def _if(node: Any, template: Any) -> Part:
    branches = [
        (_test(condition) if condition is not None else None, _nodes(nodes, template))
        for condition, nodes in node.conditions_nodelists
    ]

    def part(scope: Scope) -> str:
        for test, body in branches:
            if test is None or test(scope):
                return body(scope)
        return ""

    return part


def _for(node: Any, template: Any) -> Part:
    sequence, names, backwards = _value(node.sequence), tuple(node.loopvars), node.is_reversed
    body, empty = _nodes(node.nodelist_loop, template), _nodes(node.nodelist_empty, template)

    def part(scope: Scope) -> str:
        values = sequence(scope)
        values = () if values is None or values is MISSING else values if hasattr(values, "__len__") else list(values)
        count = len(values)
        if not count:
            return empty(scope)
        loop: Scope = {"parentloop": scope.get("forloop", {})}
        inner, done = {**scope, "forloop": loop}, []
        for at, item in enumerate(reversed(values) if backwards else values):
            loop["counter0"], loop["counter"], loop["revcounter0"] = at, at + 1, count - at - 1
            loop["revcounter"], loop["first"], loop["last"] = count - at, at == 0, at == count - 1
            if len(names) > 1:
                inner.update(zip(names, item, strict=True))
            else:
                inner[names[0]] = item
            done.append(body(inner))
        return "".join(done)

    return part


def _with(extra: Mapping[str, FilterExpression] | None, body: Part) -> Part:
    if not extra:
        return body
    values = [(name, _value(expression)) for name, expression in extra.items()]
    return lambda scope: body({**scope, **{name: value(scope) for name, value in values}})


# --- Expressions become values ----------------------------------------------------------------------


def _value(expression: FilterExpression) -> Value:
    value = _looked_up(expression.var) if expression.is_var else _constant(expression.var)
    for function, arguments in expression.filters:
        value = _filtered(
            value, function, [(_looked_up(one) if found else _constant(mark_safe(one))) for found, one in arguments]
        )
    return value


def _constant(value: Any) -> Value:
    return lambda scope: value


def _looked_up(variable: Variable) -> Value:
    if variable.lookups is None:
        return _constant(variable.literal)
    root, *names = variable.lookups

    def value(scope: Scope) -> Any:
        try:
            found = scope[root]
        except KeyError:
            return MISSING
        if learnt.get(found.__class__, UNKNOWN) >= CALL:
            found = _called(found)
        for name in names:
            how = learnt.get(found.__class__, UNKNOWN)
            if how is ATTRIBUTES:
                found = getattr(found, name, MISSING)
            elif how is KEYS and name in found:
                found = found[name]
            else:
                found = _as_django_does(found, name)
            if learnt.get(found.__class__, UNKNOWN) >= CALL:
                found = _called(found)
        return found

    return _attribute(root, names[0], value) if len(names) == 1 else value


def _attribute(root: str, name: str, otherwise: Value) -> Value:
    """`card.title`, which is most of what a page asks for, without the questions; what is odd goes the long way."""

    def value(scope: Scope) -> Any:
        try:
            holder = scope[root]
            if learnt[holder.__class__] is ATTRIBUTES:
                found = getattr(holder, name)
                if learnt[found.__class__] is not CALL:
                    return found
        except (KeyError, AttributeError):
            pass
        return otherwise(scope)

    return value


def _learn(kind: type) -> int:
    """How a kind of value is asked. A named tuple has places, too, but nobody asks for those by number here."""
    if any("__call__" in vars(one) for one in kind.__mro__):
        how = CALL
    else:
        how = ATTRIBUTES if not hasattr(kind, "__getitem__") or hasattr(kind, "_fields") else ODD
    return learnt.setdefault(kind, how)


def _as_django_does(holder: Any, name: str) -> Any:
    try:
        return Variable(f"holder.{name}").resolve({"holder": holder})
    except VariableDoesNotExist:
        return MISSING


def _called(found: Any) -> Any:
    """What a function gives; a value of a kind that was not seen before is learnt, and called if it can be."""
    if learnt.get(found.__class__, UNKNOWN) is UNKNOWN and _learn(found.__class__) is not CALL:
        return found
    if getattr(found, "do_not_call_in_templates", False):
        return found
    return MISSING if getattr(found, "alters_data", False) else found()


def _filtered(value: Value, function: Callable[..., Any], arguments: list[Value]) -> Value:
    local, autoescape = getattr(function, "expects_localtime", False), getattr(function, "needs_autoescape", False)
    options = {"autoescape": True} if autoescape else {}

    def filtered(scope: Scope) -> Any:
        given = value(scope)
        given = "" if given is MISSING else template_localtime(given, use_tz=None) if local else given
        found = function(given, *(one(scope) for one in arguments), **options)
        return mark_safe(found) if getattr(function, "is_safe", False) and isinstance(given, SafeData) else found

    return filtered


def _test(condition: Any) -> Value:
    if isinstance(condition, TemplateLiteral):
        expression: Any = condition.value
        return _value(expression)
    first = _test(condition.first)
    if condition.id == "not":
        return lambda scope: not first(scope)
    second = _test(condition.second)
    if condition.id == "and":
        return lambda scope: first(scope) and second(scope)
    if condition.id == "or":
        return lambda scope: first(scope) or second(scope)
    return _compared(COMPARE[condition.id], first, second)


def _compared(compare: Callable[[Any, Any], bool], first: Value, second: Value) -> Value:
    def compared(scope: Scope) -> bool:
        one, other = first(scope), second(scope)
        try:
            return compare(None if one is MISSING else one, None if other is MISSING else other)
        except TypeError:
            return False

    return compared
