"""Asking the engine in this process."""

import pytest

from eval.errors import QuestionFailedError
from eval.run.local import LIMIT, LocalAsker
from search.engine import Engine


def test_the_engine_is_asked_and_named(engine: Engine) -> None:
    asker = LocalAsker(engine)
    assert (asker.source, asker.index, asker.model) == (
        "local",
        engine.build.manifest.build,
        engine.encoder.description.id,
    )
    assert len(asker.ask("загубила посвідку").results) == LIMIT


def test_a_question_that_cannot_be_asked_fails_alone(engine: Engine) -> None:
    with pytest.raises(QuestionFailedError, match="QuestionError: the question is empty"):
        LocalAsker(engine).ask(" \u200b ")
