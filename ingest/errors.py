"""The errors of building an index."""

from search.errors import DovidnykError


class CorpusError(DovidnykError):
    """A file of the corpus is missing, malformed or contradicts another one."""


class GrammarError(CorpusError):
    """A chapter's text breaks the guide's grammar.

    Attributes:
        file: name of the chapter's file.
        line: 1-based number of the offending line.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line


class ModelError(DovidnykError):
    """An encoder model can't be read, converted or exported."""


class IngestBusyError(DovidnykError):
    """Another ingest is writing to the same index folder."""
