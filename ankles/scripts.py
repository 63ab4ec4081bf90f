"""JavaScript as it is sent: what a developer wrote, without whole-line comments and indentation."""

from __future__ import annotations

import re
from typing import Final

# From the start of a line to the end of a line, so that no string, address or regular expression is ever touched.
COMMENT: Final = re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
INDENT: Final = re.compile(r"^\s+", re.MULTILINE)


def without_comment_lines(script: str) -> str:
    """`script` without its whole-line comments, empty lines and indentation; the other line ends stay.

    Inside a template that spans lines such white space is text. A line with an odd number of backticks begins or ends
    one; a script with such a line keeps all of its white space.
    """
    code = COMMENT.sub("", script)
    spans_lines = any(line.count("`") % 2 for line in code.splitlines())
    return code if spans_lines else INDENT.sub("", code)
