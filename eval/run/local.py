"""Asking the engine in this process."""

from eval.errors import QuestionFailedError
from eval.records import Shown
from eval.run.shown import SectionText, shown_of
from search.engine import Engine, SearchOptions
from search.response import SearchResponse
from search.timings import Timings

LIMIT = 20


class LocalAsker:
    """The engine over the published build."""

    def __init__(self, engine: Engine, *, repair: bool = True) -> None:
        self._engine = engine
        self._repair = repair
        self.timings = Timings()
        """The stages of the last question."""

    @property
    def source(self) -> str:
        """Always `local`."""
        return "local"

    @property
    def index(self) -> str | None:
        """Id of the build."""
        return self._engine.build.manifest.build

    @property
    def model(self) -> str | None:
        """Id of the encoder."""
        return self._engine.build.manifest.encoder.id

    def ask(self, question: str) -> Shown:
        """What the engine shows.

        Raises:
            QuestionFailedError: the engine raised an error, of whatever kind; the run goes on without this question.
        """
        try:
            response = self.response(question)
        except Exception as error:
            raise QuestionFailedError(f"{type(error).__name__}: {error}") from error
        return shown_of(response, self._text)

    def response(self, question: str) -> SearchResponse:
        """The engine's response."""
        self.timings = Timings()
        options = SearchOptions(limit=LIMIT, explain=True, repair=self._repair)
        return self._engine.search(question, options, self.timings)

    def _text(self, section_id: str) -> SectionText | None:
        guide = self._engine.build.guide
        section = guide.sections.get(section_id)
        return None if section is None else SectionText(guide.own_text(section), section.span.start)
