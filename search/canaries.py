"""Canaries: questions whose right section a build itself knows, asked before it answers anybody.

Digests say that files are as they were written. Canaries say that they belong together: that rows, vectors and sections
still mean each other, and that the encoder at hand is the one that the vectors are from.
"""

from collections.abc import Iterator

from search.build import Build
from search.chunk import Chunk
from search.engine import LEGS, Engine, Leg
from search.errors import BuildError

_CANARIES = 8
_LEAST_FOUND = 0.75
"""A section may lose to another that says the same; rows that mean the wrong sections lose nearly always."""

_WORDS_LENGTH = 200


def check_build(engine: Engine) -> None:
    """See that both legs find the index's own text, and sections by their own titles and first words.

    Raises:
        BuildError: a leg doesn't; the message says which, and what to do.
    """
    engine.check_legs()
    canaries = list(_canaries(engine.build))
    found: dict[Leg, int] = dict.fromkeys(LEGS, 0)
    for chunk in canaries:
        title = engine.build.guide.sections[chunk.section_id].title
        legs = engine.rank(f"{title}. {chunk.text}"[:_WORDS_LENGTH]).legs
        for leg in LEGS:
            found[leg] += engine.best_section(leg, legs) == chunk.section_id
    for leg, count in found.items():
        if count < _LEAST_FOUND * len(canaries):
            raise BuildError(
                f"the {leg} leg finds {count} of {len(canaries)} sections by their own titles and first words, "
                f"expected {_LEAST_FOUND:.0%}; run 'dovidnyk ingest' to build the index again"
            )


def _canaries(build: Build) -> Iterator[Chunk]:
    """The first chunks of a few sections without subsections, spread evenly over the guide."""
    table, sections = build.table, build.guide.sections
    step = max(1, -(-table.with_text // _CANARIES))
    for start in range(0, table.with_text, step):
        places = range(start, min(start + step, table.with_text))
        leaf = next((place for place in places if not sections[table.section_id(place)].children), None)
        if leaf is not None:
            yield build.chunks[table.rows_of(leaf)[0]]
