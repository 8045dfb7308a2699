"""Addresses as people type them."""

import pytest

from desktop_app.errors import AppError
from desktop_app.sync.address import server_address


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://sync.example.org", "https://sync.example.org"),
        ("  sync.example.org/ ", "https://sync.example.org"),
        ("SYNC.example.org:8443", "https://sync.example.org:8443"),
        ("127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://localhost:1", "http://localhost:1"),
        ("https://localhost", "https://localhost"),
        ("http://[::1]:8765/", "http://[::1]:8765"),
        ("https://bücher.example", "https://bücher.example"),
    ],
)
def test_an_address_has_one_form(typed: str, meant: str) -> None:
    assert server_address(typed) == meant
    assert server_address(meant) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "http://sync.example.org",
        "http://192.168.1.5:8765",
        "http://127.0.0.1.example.org",
        "ftp://sync.example.org",
        "javascript://alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://user:secret@sync.example.org",
        "https://sync.example.org/path",
        "https://sync.example.org?x=1",
        "https://sync.example.org#x",
        "https://sync example.org",
        "https://sync.example.org\\@other",
        "https://sync..example.org",
        "https://-sync.example.org",
        "https://[::1",
        "https://[not-an-address]",
        "https://sync\x00.example.org",
        "https://" + "a" * 300,
        "https://" + "a" * 64 + ".org",
    ],
)
def test_what_is_no_address_or_would_go_unprotected_is_refused(typed: str) -> None:
    with pytest.raises(AppError) as raised:
        server_address(typed)
    assert raised.value.code == "E-ADDRESS"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "x", "99999999999999999999"])
def test_what_is_no_port_is_said_to_be_none(port: str) -> None:
    with pytest.raises(AppError) as raised:
        server_address(f"https://sync.example.org:{port}")
    assert raised.value.code == "E-PORT"
    assert port in raised.value.words.what_happened
