"""Verifying: a real quotation is found, with other white space, too; one with another word isn't."""

from hypothesis import strategies as st

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from search.section import Span
from search.verify import verify_quote

_SPACES = (" ", "  ", "\n", "\u00a0", "\t")
_FOREIGN = "жжщґ"


def make(material: Material) -> Trial:
    """Pieces of sections, changed or not, and odd text."""
    guide = material.engine.build.guide
    sections = list(guide.sections.values())

    def check(given: tuple[int, int, int, str, str]) -> None:
        number, start, length, space, odd = given
        section = sections[number]
        own = section.subtree
        first = own.start + start % (own.end - own.start)
        quote = Span(first, min(first + length, own.end)).of(guide.texts[section.chapter])
        if len(quote.split()) > 1:
            assert verify_quote(guide, section, quote).match == "exact"
            assert verify_quote(guide, section, space.join(quote.split())).match in ("exact", "folded")
            changed = verify_quote(guide, section, f"{quote.strip()} {_FOREIGN}")
            assert changed.match == "none"
        if odd.strip():
            found = verify_quote(guide, section, odd)
            if found.span is not None:
                assert own.holds(found.span)
                assert found.text == found.span.of(guide.texts[section.chapter])
            assert 0 <= found.likeness <= 100

    places = st.tuples(st.integers(0, len(sections) - 1), st.integers(0, 100_000), st.integers(1, 200))
    return Trial(
        st.tuples(places, st.sampled_from(_SPACES), odd_text).map(lambda parts: (*parts[0], parts[1], parts[2])), check
    )
