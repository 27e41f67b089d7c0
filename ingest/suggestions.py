"""What may be suggested while a question is typed: the guide's headings and offices, questions and terms."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from ingest.corpus import Corpus
from search.guide import Guide
from search.normalise import fold
from search.questions import Question
from search.suggestion import Candidate


def candidates(corpus: Corpus, guide: Guide) -> tuple[Candidate, ...]:
    """Headings, questions, terms and offices, the best first; nothing of sections that aren't held."""
    said = _said(corpus)
    return (
        *_headings(guide, said),
        *_questions(corpus, guide),
        *_terms(corpus, guide, said),
        *_offices(guide),
    )


def _said(corpus: Corpus) -> Mapping[str, tuple[str, ...]]:
    """What people say, by the folded phrase of the guide."""
    said: dict[str, list[str]] = defaultdict(list)
    for entry in corpus.glossary.entries:
        said[fold(entry.guide)].extend(entry.people)
    return {phrase: tuple(people) for phrase, people in said.items()}


def _headings(guide: Guide, said: Mapping[str, tuple[str, ...]]) -> Iterator[Candidate]:
    for section in guide.sections.values():
        yield Candidate(section.title, "heading", section.id, said.get(_phrase(section.title), ()))


def _questions(corpus: Corpus, guide: Guide) -> Iterator[Candidate]:
    """Starters first, in their own order."""
    texts = {text: held for held, texts in corpus.suggestions.questions.items() for text in texts}
    starters = dict.fromkeys(corpus.suggestions.starters)
    for text in (*starters, *(text for text in texts if text not in starters)):
        if texts[text] in guide.sections:
            yield Candidate(text, "question", texts[text], starter=text in starters)


def _terms(corpus: Corpus, guide: Guide, said: Mapping[str, tuple[str, ...]]) -> Iterator[Candidate]:
    """Terms that are no heading already."""
    headings = {_phrase(section.title) for section in guide.sections.values()}
    for section_id, terms in corpus.suggestions.terms.items():
        for term in terms:
            if section_id in guide.sections and fold(term) not in headings:
                yield Candidate(term, "term", section_id, said.get(fold(term), ()))


def _offices(guide: Guide) -> Iterator[Candidate]:
    for section in guide.sections.values():
        for office in dict.fromkeys(contact.office for contact in section.contacts):
            yield Candidate(office, "term", section.id)


def _phrase(title: str) -> str:
    """A heading without what it says in brackets, folded."""
    return fold(title.partition(" (")[0])


def suggested_questions(suggested: Iterable[Candidate], asked_about: Container[str]) -> Iterator[Question]:
    """What is suggested, as questions that its section answers: whoever takes a suggestion must not be turned away.

    Args:
        asked_about: sections that people asked about. The others are left out: one heading would make a section of a
            new chapter count as asked about, and it would no longer compete by the evidence of the other legs.
    """
    for number, one in enumerate(suggested):
        if one.section_id is not None and one.section_id in asked_about:
            yield Question(
                id=f"suggested-{number}",
                group=f"suggested-{number}",
                text=one.text,
                kind="natural" if one.kind == "question" else "keyword",
                lang="uk",
                tags=(),
                outcome="answered",
                relevant={one.section_id: 3},
                facts=(),
                chapter=None,
            )
