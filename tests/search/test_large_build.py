"""A build of which nothing is held: it answers as the same build does when all is."""

import pytest

from search import records, texts
from search.answer.store import PiecesFile
from search.build import Build, load_build
from search.encoder import Encoder
from search.engine import Engine, SearchOptions
from search.records import RecordFile
from search.texts import TextFiles

_QUESTIONS = (
    "загубила картку, за скільки днів подати на нову?",
    "телефон бюро в Осаці",
    "zahubyv posvidku",
    "умови добровільного виїзду без депортації",
    "звичайний чи спеціальний дозвіл на повторний в'їзд, у чому різниця",
    "як зареєструвати шлюб",
)


@pytest.fixture
def unheld(build: Build, monkeypatch: pytest.MonkeyPatch) -> Build:
    """The published build, opened as a large one."""
    monkeypatch.setattr(records, "WHOLE_UP_TO", 0)
    monkeypatch.setattr(texts, "HELD_UP_TO", 0)
    return load_build(build.folder)


def test_its_records_are_the_same(unheld: Build, build: Build) -> None:
    assert isinstance(unheld.chunks, RecordFile)
    assert isinstance(unheld.answers.sections, PiecesFile)
    assert isinstance(unheld.guide.texts, TextFiles)
    assert tuple(unheld.chunks) == tuple(build.chunks)
    assert list(unheld.guide.sections.items()) == list(build.guide.sections.items())
    assert dict(unheld.guide.texts) == dict(build.guide.texts)
    for section in build.guide.sections.values():
        assert unheld.guide.own_text(section) == build.guide.own_text(section)
        assert unheld.guide.neighbours(section) == build.guide.neighbours(section)


def test_it_answers_the_same(unheld: Build, engine: Engine, encoder: Encoder) -> None:
    other, options = Engine(unheld, encoder), SearchOptions(limit=20, explain=True)
    for question in _QUESTIONS:
        assert other.search(question, options) == engine.search(question, options)
