"""A module is sent without its whole-line comments, and is the same module."""

from ankles.scripts import without_comment_lines


def test_a_comment_on_lines_of_its_own_is_left_out() -> None:
    script = '/* Why. */\nimport { a } from "./a.js";\n  /* Two\n     lines. */\na();\n'
    assert without_comment_lines(script) == 'import { a } from "./a.js";\na();\n'


def test_what_only_looks_like_a_comment_stays() -> None:
    script = 'const all = "/* kept */";\nconst path = /\\/*x/; /* beside code */\nfetch("a/*b");\n'
    assert without_comment_lines(script) == script


def test_two_comments_do_not_take_what_stands_between_them() -> None:
    assert without_comment_lines("/* one */ a(); /* two */\nb();\n") == "/* one */ a(); /* two */\nb();\n"


def test_indentation_is_left_out_unless_it_may_be_text() -> None:
    assert without_comment_lines("if (a) {\n\n  b(`${c} d`);\n}\n") == "if (a) {\nb(`${c} d`);\n}\n"
    script = "a(`one\n  two`);\n  b();\n"
    assert without_comment_lines(script) == script
