"""Chunks: pieces of one section each, that keep what introduces them and fit the encoder's window."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunks import chunk_guide, plain_text
from ingest.corpus import Corpus
from search.chunk import Chunk, ChunkKind
from search.encoder import Encoder
from search.guide import Guide
from search.section import BlockKind
from tests.ingest.conftest import Parse

Chunks = Callable[..., dict[str, Chunk]]

_HEAD = "Розділ 1 Назва\n\n1 Пункт\n\n"


@pytest.fixture(scope="module")
def chunks(guide: Guide, encoder: Encoder) -> dict[str, Chunk]:
    """The guide's chunks by id, cut for the default encoder."""
    return {chunk.id: chunk for chunk in chunk_guide(guide, encoder.count_tokens, encoder.description.max_tokens)}


@pytest.fixture(scope="module")
def chunk_text(corpus: Corpus, parse: Parse) -> Chunks:
    """Chunks of a chapter's text by id; a token is a word."""

    def chunked(text: str, max_words: int = 1000) -> dict[str, Chunk]:
        guide = Guide.of(corpus.facts, {"1": text}, tuple(parse(text).values()))
        return {chunk.id: chunk for chunk in chunk_guide(guide, lambda words: len(words.split()), max_words)}

    return chunked


def test_every_chunk_lies_in_the_own_text_of_one_section(chunks: dict[str, Chunk], guide: Guide) -> None:
    for chunk in chunks.values():
        assert guide.section(chunk.section_id).span.holds(chunk.span)
        assert chunk.id.startswith(f"{chunk.section_id}#")
        assert chunk.text == plain_text(chunk.span.of(guide.texts["1"]))


def test_every_block_of_own_text_is_in_a_chunk_or_leads_one(chunks: dict[str, Chunk], guide: Guide) -> None:
    for section in guide.sections.values():
        own = [chunk for chunk in chunks.values() if chunk.section_id == section.id]
        for block in section.blocks[1:]:
            words = plain_text(block.span.of(guide.texts["1"]))
            if words and not set(words) <= set("- "):
                held = [chunk for chunk in own if chunk.span.holds(block.span) or words.rstrip(":.") in chunk.context]
                assert held, f"{section.id}: {words}"


def test_sections_with_headings_alone_have_no_chunk(chunks: dict[str, Chunk], guide: Guide) -> None:
    bare = {section.id for section in guide.sections.values() if not section.has_own_text}
    assert bare == {"1", "1.2", "1.5", "1.7"}
    assert set(guide.sections) - {chunk.section_id for chunk in chunks.values()} == bare


def test_chunks_stand_in_the_order_of_the_guide(chunks: dict[str, Chunk], guide: Guide) -> None:
    order = list(guide.sections)
    places = [(order.index(chunk.section_id), int(chunk.id.split("#")[1])) for chunk in chunks.values()]
    assert places == sorted(places)


def test_chunks_fit_the_window_of_the_encoder(chunks: dict[str, Chunk], encoder: Encoder) -> None:
    assert max(encoder.count_tokens(chunk.passage) for chunk in chunks.values()) <= encoder.description.max_tokens


@pytest.mark.parametrize("window", [160, 96])
def test_chunks_fit_smaller_windows_too(window: int, guide: Guide, encoder: Encoder) -> None:
    cut = chunk_guide(guide, encoder.count_tokens, window)
    longer = [chunk for chunk in cut if encoder.count_tokens(chunk.passage) > window]
    assert {chunk.kind for chunk in longer} <= {ChunkKind.CONTACT}
    for section in guide.sections.values():
        held = "".join(chunk.context + chunk.text for chunk in cut if chunk.section_id == section.id)
        for block in section.blocks[1:]:
            for word in plain_text(block.span.of(guide.texts["1"])).strip("- ").split():
                assert word.rstrip(":.") in held


def test_a_chunk_carries_the_headings_above_it(chunks: dict[str, Chunk]) -> None:
    assert chunks["1.2-6.3#2"].context == (
        "Порядок визначення статусу проживання — Повідомлення в Регіональне імміграційне бюро"
        " — Повідомлення про статус чоловіка/дружини."
    )


def test_a_circled_item_stays_with_its_explanation_and_what_introduces_it(chunks: dict[str, Chunk]) -> None:
    first = chunks["1.1-1#2"]
    assert first.kind is ChunkKind.LIST
    assert first.context.endswith("Загальні положення про терміни видачі посвідки на проживання.")
    assert first.text.startswith("① У разі отримання першого дозволу на в'їзд")
    assert first.text.endswith("аеропорт Фукуока: посвідку на проживання буде видано в аеропорту.")
    assert [chunks[f"1.1-1#{number}"].text[0] for number in range(2, 7)] == list("①②③④⑤")


def test_circled_exceptions_stay_with_the_line_that_introduces_them(chunks: dict[str, Chunk]) -> None:
    exceptions = chunks["1.1#3"].text
    assert exceptions.startswith("(6 випадків, коли посвідка на проживання не надається) ①")
    assert re.findall("[①-⑳]", exceptions) == list("①②③④⑤⑥")


def test_a_note_stays_with_the_paragraph_it_explains(chunks: dict[str, Chunk]) -> None:
    note = chunks["1.2-4#1"].text
    assert note.startswith("Якщо ви плануєте залишити в Японії дитину")
    assert "* Оскільки вам знадобиться такий документ" in note
    assert note.endswith("→ Див. Розділ 4, пункт 2, підпункт 2-1: «Свідоцтво про народження».")


def test_each_list_of_the_guide_keeps_the_line_that_introduces_it(chunks: dict[str, Chunk], guide: Guide) -> None:
    text = guide.texts["1"]
    for section in guide.sections.values():
        introduction = ""
        for block in section.blocks[1:]:
            words = plain_text(block.span.of(text))
            if block.kind in (BlockKind.SUBHEADING, BlockKind.PARAGRAPH):
                introduction = words
            elif block.kind is BlockKind.ITEM and words and introduction:
                holding = [chunk for chunk in chunks.values() if chunk.span.holds(block.span)]
                assert holding
                assert all(introduction.rstrip(":.") in chunk.passage for chunk in holding), chunks


def test_one_contact_row_is_one_chunk_under_its_tables_title(chunks: dict[str, Chunk], guide: Guide) -> None:
    contacts = guide.section("1.6").contacts
    rows = [chunk for chunk in chunks.values() if chunk.section_id == "1.6"]
    assert [chunk.span for chunk in rows] == [contact.span for contact in contacts]
    assert all(chunk.kind is ChunkKind.CONTACT for chunk in rows)
    for chunk, contact in zip(rows, contacts, strict=True):
        assert chunk.context == f"Запити щодо процедур імміграції, проживання тощо. {contact.table}."
        for row in (contact, *contact.departments):
            assert all(phone.number in chunk.text for phone in row.phones)


def test_a_section_of_several_pieces_is_a_chunk_as_a_whole_too(chunks: dict[str, Chunk], guide: Guide) -> None:
    whole = chunks["1.1-3#3"]
    assert whole.kind is ChunkKind.SECTION
    assert "протягом 14 днів" in whole.text
    assert whole.text.endswith("Заява про переоформлення посвідки на проживання")
    assert "1.5-2#2" not in chunks


def test_links_and_lines_that_only_point_to_them_are_not_matched(chunks: dict[str, Chunk]) -> None:
    for chunk in chunks.values():
        assert "http" not in chunk.passage
        assert "веб-сайт, вказаний далі" not in chunk.passage
        assert "**" not in chunk.passage


def test_equal_passages_have_equal_digests_and_others_do_not(chunks: dict[str, Chunk]) -> None:
    passages = {chunk.passage for chunk in chunks.values()}
    assert len({chunk.digest for chunk in chunks.values()}) == len(passages)


def test_a_list_that_is_cut_keeps_its_introduction_in_each_part(chunk_text: Chunks) -> None:
    items = "".join(f"- документ номер {number}\n" for number in range(1, 9))
    chunks = chunk_text(f"{_HEAD}Потрібні документи\n\nПодайте до бюро таке:\n\n{items}", max_words=18)
    first, *others = chunks.values()
    assert first.text.startswith("Потрібні документи Подайте до бюро таке: документ номер 1")
    assert len(others) >= 2
    assert all(chunk.context == "Пункт. Потрібні документи Подайте до бюро таке." for chunk in others)
    assert " ".join(chunk.text for chunk in chunks.values()).count("документ номер") == 8


def test_running_text_that_is_cut_keeps_its_sub_heading(chunk_text: Chunks) -> None:
    text = f"{_HEAD}Терміни повідомлення\n\n" + "Це речення з шести різних слів. " * 5 + "\n"
    chunks = list(chunk_text(text, max_words=16).values())
    assert [chunk.context for chunk in chunks[1:]] == ["Пункт. Терміни повідомлення."] * (len(chunks) - 1)
    assert all(chunk.text.endswith("слів.") for chunk in chunks)


def test_an_introduction_longer_than_half_the_window_is_not_repeated(chunk_text: Chunks) -> None:
    introduction = "дуже " * 12
    chunks = chunk_text(f"{_HEAD}{introduction}довгий вступ:\n\n- перша річ\n- друга річ\n- третя річ\n", max_words=18)
    assert [chunk.context for chunk in chunks.values()] == ["Пункт."] * len(chunks)


def test_a_sentence_longer_than_the_window_is_cut_between_words(chunk_text: Chunks) -> None:
    words = [f"слово{number}" for number in range(40)]
    chunks = chunk_text(f"{_HEAD}{' '.join(words)}.\n", max_words=10)
    assert " ".join(chunk.text for chunk in chunks.values()) == " ".join(words) + "."


def test_a_sub_heading_over_explained_items_leads_each_of_them(chunk_text: Chunks) -> None:
    text = f"{_HEAD}У яких випадках\n\n- ① Перший:\n - пояснення\n- ② Другий:\n - інше\n"
    assert [(chunk.context, chunk.text) for chunk in chunk_text(text).values()][:2] == [
        ("Пункт. У яких випадках.", "① Перший: пояснення"),
        ("Пункт. У яких випадках.", "② Другий: інше"),
    ]


def test_a_line_that_ends_in_a_colon_leads_in_what_follows_its_sub_heading(chunk_text: Chunks) -> None:
    text = f"{_HEAD}Поверніть посвідку в таких випадках:\n\nЗвичайний виїзд\n\n- Коли залишаєте Японію\n"
    second = chunk_text(text)["1.1#2"]
    assert second.context == "Пункт. Поверніть посвідку в таких випадках."
    assert second.text == "Звичайний виїзд Коли залишаєте Японію"


_LINES = st.lists(
    st.sampled_from(
        [
            "Підзаголовок",
            "Абзац, що вводить:",
            "Довгий абзац. Він має кілька речень. " * 4,
            "- річ",
            "- ① перша річ",
            " - пояснення",
            "- * примітка",
            "https://www.moj.go.jp/isa/",
            "- Для отримання детальнішої інформації див. веб-сайт, вказаний далі.",
            "Бюро\tМісто\tТел.: 03-1234-5678",
            "",
        ]
    ),
    max_size=14,
)


@settings(max_examples=150)
@given(_LINES, st.integers(12, 40))
def test_no_word_of_any_section_is_lost(chunk_text: Chunks, lines: list[str], window: int) -> None:
    text = f"{_HEAD}Початок.\n\n" + "\n".join(lines) + "\n"
    chunks = chunk_text(text, max_words=window)
    held = " ".join(f"{chunk.context} {chunk.text}" for chunk in chunks.values())
    for word in re.findall(r"[^\W\d_①]+", plain_text(text.removeprefix(_HEAD))):
        assert word in held
    for chunk in chunks.values():
        assert chunk.text
        assert chunk.text == plain_text(chunk.span.of(text))
        assert chunk.kind is ChunkKind.CONTACT or len(chunk.passage.split()) <= window
