"""Templates of private pages, made into functions of Python once.

A page that is made for one person cannot be kept, so it is rendered each time, and rendering was half of its cost: Django
asks a dozen questions of each variable (is it a lazy text, a date, a number of another country?) before it prints a word.
Here the nodes that Django parsed are written down as Python, as Jinja2 does with its own. The templates are Django's and
stay so; what is not known here (a tag, an odd value) is left to Django's own code, and tests compare the pages of both
letter by letter (docs/decisions/0007-what-a-private-page-costs.md).

Differences that are meant: a template gets what its view gives, and no context processor is asked; there is one engine,
with autoescape on and nothing shown for what is missing. What is written down is made of our own templates: names are
what Django's lexer takes for one, and every text is written by `repr`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from django.template import Context
from django.template.base import FilterExpression, Node, TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, ForNode, IfNode, TemplateLiteral, WithNode
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeString, mark_safe

from ankles import printing
from ankles.printing import Scope

Part = Callable[[Scope], str]
# A dictionary has these as attributes, too: its keys come first.
OF_DICTIONARIES: Final = frozenset(dir(dict))


def render(name: str, context: Mapping[str, Any]) -> SafeString:
    """A template, or a part of one (`page.html#part`), with these values. Raises what Django raises."""
    # Made of escaped values and of our own templates.
    return mark_safe(compiled(name)(dict(context)))


@lru_cache(maxsize=256)
def compiled(name: str) -> Part:
    """The function of a template. Kept for the life of the process: templates change with a release."""
    template: Any = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine is the only one
    return function(template, name)


def function(template: Any, name: str) -> Part:
    """The function that prints what Django has parsed: from the values of a page to its text."""
    writer = Writer(template)
    writer.nodes(template.nodelist)
    begins, ends = ["def part(scope):", "    said = []", "    add = said.append"], ["    return ''.join(said)"]
    code = "\n".join([*begins, *writer.lines, *ends])
    names: dict[str, Any] = {**vars(printing), **writer.kept}
    exec(compile(code, f"<{name}>", "exec"), names)  # noqa: S102 (our own templates, see above)
    made: Part = names["part"]
    return made


@dataclass
class Writer:
    """Writes the body of a function. Names of a loop or of `with` are variables of it, all others stand in its scope."""

    template: Any
    lines: list[str] = field(default_factory=list)
    # Objects that the lines name.
    kept: dict[str, Any] = field(default_factory=dict)
    # Names of the template that are variables of the function here.
    local: dict[str, str] = field(default_factory=dict)
    depth: int = 1
    count: int = 0

    # --- Nodes ---

    def nodes(self, nodes: Iterable[Node]) -> None:
        """Print some nodes, one after another."""
        words = ""
        for node in nodes:
            if isinstance(node, TextNode):
                words += node.s
            elif type(node) is not CommentNode:
                words = self._words(words)
                self._node(node)
        self._words(words)

    def _words(self, words: str) -> str:
        if words:
            self._line(f"add({words!r})")
        return ""

    def _node(self, node: Any) -> None:
        kind = type(node)
        if kind is VariableNode:
            found = self._value(node.filter_expression)
            self._line(f"add({found} if {found}.__class__ is str and odd({found}) is None else printed({found}))")
        elif kind is IfNode:
            self._if(node.conditions_nodelists)
        elif kind is ForNode:
            self._for(node)
        elif kind is WithNode:
            with self._names(self._with(node.extra_context)):
                self.nodes(node.nodelist)
        elif kind is IncludeNode and not node.template.is_var and not node.isolated_context:
            with self._names(self._with(node.extra_context or {})):
                self._line(f"add({self._keep(compiled(str(node.template.var)))}({self._scope()}))")
        else:
            self._line(f"add({self._keep(_left_to_django(node, self.template))}({self._scope()}))")

    def _if(self, branches: Sequence[tuple[Any, Any]]) -> None:
        (condition, nodes), *others = branches
        if condition is None:
            self.nodes(nodes)
            return
        self._line(f"if {self._test(condition)}:")
        with self._deeper():
            self.nodes(nodes)
        if others:
            self._line("else:")
            with self._deeper():
                self._if(others)

    def _for(self, node: Any) -> None:
        items, loop, item = self._new(), self._new(), self._new()
        self._line(f"{items} = listed({self._value(node.sequence)}, {node.is_reversed})")
        self._line(f"{loop} = Loop(len({items}), {self._root('forloop')})")
        self._line(f"for {loop}.counter0, {item} in enumerate({items}):")
        names = {name: self._new() for name in node.loopvars}
        with self._deeper(), self._names({**names, "forloop": loop}):
            self._line(f"{', '.join(names.values())} = {item}")
            self.nodes(node.nodelist_loop)
        if node.nodelist_empty:
            self._line(f"if not {items}:")
            with self._deeper():
                self.nodes(node.nodelist_empty)

    def _with(self, extra: Mapping[str, FilterExpression]) -> dict[str, str]:
        return {name: self._value(expression) for name, expression in extra.items()}

    # --- Expressions: each is written down as lines, and as the name of what they find ---

    def _value(self, expression: FilterExpression) -> str:
        found = self._looked_up(expression.var) if expression.is_var else self._keep(expression.var)
        for filtering, given in expression.filters:
            arguments = [self._looked_up(one) if is_name else self._keep(mark_safe(one)) for is_name, one in given]
            name = self._new()
            self._line(f"{name} = {self._keep(printing.filtered(filtering))}({', '.join([found, *arguments])})")
            found = name
        return found

    def _looked_up(self, variable: Variable) -> str:
        if variable.lookups is None:
            return self._keep(variable.literal)
        root, *names = variable.lookups
        found = self._new()
        if not names:
            self._line(f"{found} = {self._root(root)}")
        elif not all(name.isidentifier() for name in names) or OF_DICTIONARIES & set(names):
            self._line(f"{found} = dug({self._root(root)}, {names!r})")
        else:
            holder = self.local.get(root, f"scope[{root!r}]")
            self._line(f"try: {found} = {'.'.join([holder, *names])}")
            self._line(f"except (KeyError, AttributeError): {found} = dug({self._root(root)}, {names!r})")
        self._line(f"if {found}.__class__ not in plain: {found} = called({found})")
        return found

    def _root(self, name: str) -> str:
        if name in ("True", "False", "None"):
            return name
        return self.local.get(name) or f"scope.get({name!r}, MISSING)"

    def _test(self, condition: Any) -> str:
        if isinstance(condition, TemplateLiteral):
            expression: Any = condition.value
            return self._value(expression)
        found = self._new()
        first = self._test(condition.first)
        if condition.id == "not":
            self._line(f"{found} = not {first}")
        elif condition.id in ("and", "or"):
            self._line(f"{found} = {first}")
            self._line(f"if {'' if condition.id == 'and' else 'not '}{found}:")
            with self._deeper():
                self._line(f"{found} = {self._test(condition.second)}")
        else:
            one, other = (f"(None if {name} is MISSING else {name})" for name in (first, self._test(condition.second)))
            self._line(f"try: {found} = {one} {condition.id} {other}")
            self._line(f"except TypeError: {found} = False")
        return found

    # --- Writing ---

    def _line(self, words: str) -> None:
        self.lines.append("    " * self.depth + words)

    def _new(self) -> str:
        self.count += 1
        return f"v{self.count}"

    def _keep(self, value: Any) -> str:
        name = f"k{len(self.kept)}"
        self.kept[name] = value
        return name

    def _scope(self) -> str:
        """What another function gets to see: the scope, and the names that are variables here."""
        if not self.local:
            return "scope"
        return "{**scope, " + ", ".join(f"{name!r}: {variable}" for name, variable in self.local.items()) + "}"

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        self._line("pass")
        yield
        self.depth -= 1

    @contextmanager
    def _names(self, names: Mapping[str, str]) -> Iterator[None]:
        before, self.local = self.local, {**self.local, **names}
        yield
        self.local = before


def _left_to_django(node: Node, template: Any) -> Part:
    def part(scope: Scope) -> str:
        context = Context(scope)
        with context.render_context.push_state(template), context.bind_template(template):
            return str(node.render_annotated(context))

    return part
