"""What belongs together stays on one line: a number and its unit, the parts of a dose, the groups of a telephone number.

It is done where words become a page (the filter `unbroken`, library/markup.py) and never to words that are kept: a logged
dose is compared with others, and a no-break space would make two of one.
"""

import re

SPACES = re.compile(r"(?<=\d) (?=(?:s|min|mm|cm|m|km|kg|miles?)\b|\d|× \d)|(?<=\d ×) (?=\d)")


def unbroken(text: str) -> str:
    """The text with no-break spaces: `3 × 10 s` and `0800 611 116` never end a line half-way."""
    return SPACES.sub("\N{NO-BREAK SPACE}", text)
