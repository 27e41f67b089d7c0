"""The parser: text is refused with file and line, or its sections tile the file."""

from hypothesis import strategies as st

from eval.faults.targets.target import Material, Trial
from eval.faults.targets.text import odd_text
from ingest.corpus import ChapterText
from ingest.errors import CorpusError
from ingest.sections import parse_chapter

_HEADS = ("1 Пункт", "2 Пункт", "1-1 Підпункт", "1-2 Підпункт", "(1) Випадок", "(2) Випадок", "Ключовий момент: Увага")
_LINES = (
    "", "", "- пункт списку", "  - глибше", "- * Примітка", "→ Розділ 2, пункт 1",
    "<https://www.moj.go.jp/isa/>", "Текст.",
    "Таблиця\tАдреса\tТелефон", "Осака\tм. Осака\t06-1234-5678", "**Назва таблиці**", "Подайте заяву\r",
)  # fmt: skip


def make(material: Material) -> Trial:
    """Pieces of the guide with lines changed, and chapters made of the guide's own kinds of lines."""
    lines = material.corpus.chapters[0].text.split("\n")

    def check(text: str) -> None:
        try:
            sections = parse_chapter(ChapterText("1", "rozdil-01.txt", text, ""), {})
        except CorpusError as error:
            if "rozdil-01.txt, line" not in str(error):
                raise AssertionError(f"no line is named: {error}") from error
            return
        end = 0
        for section in sections:
            assert section.span.start == end
            end = section.span.end
            assert all(section.span.holds(block.span) for block in section.blocks)
            assert section.subtree_end >= end
        assert end == len(text)
        assert len({section.id for section in sections}) == len(sections)

    line = st.one_of(st.sampled_from([*_HEADS, *_LINES]), st.sampled_from(lines), odd_text)
    made = st.lists(line, max_size=30).map(lambda body: "\n".join(["Розділ 1 Візи", "", *body]))
    mutated = st.tuples(st.integers(0, len(lines) - 1), st.integers(0, 40), st.integers(0, 40), line).map(
        lambda at: "\n".join([lines[0], "", *lines[at[0] : at[0] + at[1]], at[3], *lines[at[0] + at[1] + at[2] :][:40]])
    )
    return Trial(st.one_of(made, mutated, odd_text), check)
