"""What collectstatic makes of our stylesheets and modules: one stylesheet, hashed names, clear words when it cannot."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

from ankles.storage import SiteStaticFiles, StylesheetError, flattened, rebased, squeezed


def sheets(root: Path, **files: str) -> dict[str, tuple[FileSystemStorage, str]]:
    """Write `files` (name without .css → text) under root/ankles/css and say where they are, as collectstatic does."""
    folder = root / "ankles" / "css"
    folder.mkdir(parents=True, exist_ok=True)
    storage = FileSystemStorage(location=root)
    for name, text in files.items():
        (folder / f"{name}.css").write_text(text)
    return {f"ankles/css/{name}.css": (storage, f"ankles/css/{name}.css") for name in files}


def test_imports_are_written_out_where_they_stand_each_in_its_layer(tmp_path: Path) -> None:
    found = sheets(
        tmp_path,
        site='/* order */ @layer a, b;\n@import url("one.css") layer(a);\n@import "two.css";\n',
        one="p {\n  color: red }  /* why */",
        two='@import url(three.css) layer(b);\nq::before { content: "/* kept */" }',
        three="i { top: 0 }",
    )
    whole = flattened("ankles/css/site.css", found)
    assert whole == '@layer a,b;@layer a{p{color: red}}@layer b{i{top: 0}}q::before{content: "/* kept */"}'


def test_a_missing_import_names_the_file_and_what_it_asked_for(tmp_path: Path) -> None:
    found = sheets(tmp_path, site='@import url("gone.css");')
    with pytest.raises(
        StylesheetError, match=r"ankles/css/site\.css imports gone\.css, but there is no ankles/css/gone\.css"
    ):
        flattened("ankles/css/site.css", found)


def test_a_circle_of_imports_names_its_members(tmp_path: Path) -> None:
    found = sheets(tmp_path, site='@import "one.css";', one='@import "two.css";', two='@import "one.css";')
    with pytest.raises(
        StylesheetError, match=r"site\.css → ankles/css/one\.css → ankles/css/two\.css → ankles/css/one\.css"
    ):
        flattened("ankles/css/site.css", found)


@pytest.mark.parametrize("condition", ["print", "layer(a) print", "supports(display: grid)"])
def test_an_import_with_a_condition_is_refused_and_not_silently_made_unconditional(
    tmp_path: Path, condition: str
) -> None:
    found = sheets(tmp_path, site=f'@import url("one.css") {condition};', one="p { top: 0 }")
    with pytest.raises(StylesheetError, match=r"site\.css imports one\.css"):
        flattened("ankles/css/site.css", found)


def test_a_sheet_of_another_site_is_refused(tmp_path: Path) -> None:
    found = sheets(tmp_path, site='@import url("https://example.org/font.css");')
    with pytest.raises(StylesheetError, match=r"https://example\.org/font\.css"):
        flattened("ankles/css/site.css", found)


def test_addresses_follow_the_file_they_move_to() -> None:
    css = 'a { background: url("dot.svg") } b { background: url(/static/x.svg) } c { fill: url(#id) }'
    assert rebased(css, "ankles/css/deep", "ankles/css") == (
        'a { background: url("deep/dot.svg") } b { background: url(/static/x.svg) } c { fill: url(#id) }'
    )


def test_the_blank_that_means_descendant_survives() -> None:
    assert squeezed("p/* x */.q /* y */ r /* z */{}") == "p.q r{}"
    assert squeezed("a\n  b { margin: calc(1px\n + 2px) }\n/* end */\n") == "a b{margin: calc(1px + 2px)}"
    assert squeezed("a :is(b , c):hover { top: 0; }") == "a :is(b,c):hover{top: 0;}"


def test_a_comment_ends_at_its_first_end_whatever_follows() -> None:
    assert squeezed("/* a */ p { top: 0 } /* b */ q /* c */, r { top: 1px }") == "p{top: 0}q,r{top: 1px}"


def test_marks_inside_a_string_are_text() -> None:
    assert squeezed('q { content: \' { ; , } \' ; quotes: "\\" , " }') == 'q{content: \' { ; , } \';quotes: "\\" , "}'


FILLER = "q{top: 0}" * 60  # small files are not worth compressing, and WhiteNoise leaves them


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """A small folder of static files after a real collectstatic."""
    source = tmp_path / "source"
    sheets(
        source,
        site='@layer a; /* x */\n@import url("one.css") layer(a);\n',
        one='p { background: url("../img/dot.svg") }' + FILLER,
    )
    (source / "ankles" / "img").mkdir()
    (source / "ankles" / "img" / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (source / "ankles" / "js").mkdir()
    (source / "ankles" / "js" / "main.js").write_text('import { go } from "./go.js";\ngo();\n')
    (source / "ankles" / "js" / "go.js").write_text("export function go() {}\n")
    target = tmp_path / "static"
    with only_files_of(source, target):
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    return target


def only_files_of(source: Path, target: Path) -> override_settings:
    """A site whose static files are those of one folder, collected into another."""
    return override_settings(
        STATIC_ROOT=target,
        STATICFILES_DIRS=[source],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
            "staticfiles": {"BACKEND": "ankles.storage.SiteStaticFiles"},
        },
    )


def only(folder: Path, pattern: str) -> Path:
    """The one file of `folder` that matches."""
    (found,) = folder.glob(pattern)
    return found


def test_a_page_asks_for_one_stylesheet_with_a_hash_in_its_name_and_a_compressed_copy(collected: Path) -> None:
    css = only(collected / "ankles" / "css", "site.????????????.css")
    text = css.read_text()
    head = r'@layer a;@layer a\{p\{background: url\("\.\./img/dot\.[0-9a-f]{12}\.svg"\)\}'
    assert re.fullmatch(head + re.escape(FILLER) + r"\}", text), text
    assert css.with_name(f"{css.name}.gz").exists()
    assert not list(css.parent.glob("site.????????????.css.????????????*"))


def test_a_module_imports_its_neighbour_under_the_hashed_name(collected: Path) -> None:
    folder = collected / "ankles" / "js"
    assert only(folder, "go.????????????.js").name in only(folder, "main.????????????.js").read_text()


def test_what_is_collected_anew_has_its_new_address_at_once(tmp_path: Path) -> None:
    found = []
    with only_files_of(tmp_path / "source", tmp_path / "static"):
        for css in ("p { top: 0 }", "p { top: 1px }"):
            sheets(tmp_path / "source", site=css)
            call_command("collectstatic", interactive=False, verbosity=0)
            found.append(static("ankles/css/site.css"))
    assert found[0] != found[1]
    assert all((tmp_path / address.lstrip("/")).is_file() for address in found)


def test_modules_are_hashed_because_the_storage_says_so() -> None:
    assert SiteStaticFiles.support_js_module_import_aggregation is True
