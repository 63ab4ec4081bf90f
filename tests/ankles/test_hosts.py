"""Names of machines in the form that browsers send."""

from __future__ import annotations

import pytest

from ankles.hosts import canonical_host


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ankles.Example", "ankles.example"), ("ankles.example.", "ankles.example"), ("b\u00fccher.example", "xn--bcher-kva.example"),
     ("xn--bcher-kva.example", "xn--bcher-kva.example"), ("localhost", "localhost"), ("192.168.1.5", "192.168.1.5"),
     ("::1", "[::1]"), ("[2001:DB8:0:0::1]", "[2001:db8::1]")],
)  # fmt: skip
def test_one_host_has_one_form(name: str, expected: str) -> None:
    assert canonical_host(name) == expected
    assert canonical_host(expected) == expected


@pytest.mark.parametrize(
    "name",
    ["", ".", "a..b", ".ankles.example", "*", "*.example", "my_site.example", "-a.example", "a-.example", "a b", "a/b", "a:80",
     "http://a.example", "127.1", "1.2.3.4.5", "256.1.1.1", "fe80::1%eth0", "stra\u00dfe.example", "x" * 64, "a." * 130],
)  # fmt: skip
def test_what_no_browser_sends_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="."):
        canonical_host(name)
