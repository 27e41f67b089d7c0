"""Cutting plain documents: nothing is lost, nothing is too long, the title goes with each piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.beir.chunks import PIECE_TOKENS, cut_document
from search.encoder import Encoder

Documents = dict[str, tuple[str, str]]


def test_a_long_document_becomes_pieces_and_the_whole_with_the_title_before_each(
    one_thread: Encoder, documents: Documents
) -> None:
    title, text = documents["піч"]
    *pieces, whole = cut_document(title, text, one_thread.count_tokens, 512)
    assert len(pieces) > 1
    assert all(piece.startswith("Піч.\n") for piece in (*pieces, whole))
    assert max(map(one_thread.count_tokens, pieces)) <= PIECE_TOKENS
    assert [word for piece in pieces for word in piece.removeprefix("Піч.\n").split()] == text.split()
    assert whole.removeprefix("Піч.\n").split() == text.split()


def test_a_document_longer_than_the_window_has_no_whole(one_thread: Encoder, documents: Documents) -> None:
    passages = cut_document("", documents["піч"][1], one_thread.count_tokens, 256)
    assert " ".join(passages).split() == documents["піч"][1].split()


@pytest.mark.parametrize("text", ["слово " * 900, "в" * 4000, "在留カードをなくした。" * 90])
def test_what_has_neither_paragraphs_nor_sentences_nor_words_is_still_cut(one_thread: Encoder, text: str) -> None:
    passages = cut_document("", text, one_thread.count_tokens, 512)
    assert max(map(one_thread.count_tokens, passages)) <= PIECE_TOKENS
    assert "".join(passages).replace(" ", "") == text.replace(" ", "")


def test_an_endless_title_leaves_room_for_the_text(one_thread: Encoder, documents: Documents) -> None:
    passages = cut_document("назва " * 500, documents["піч"][1], one_thread.count_tokens, 512)
    assert all(one_thread.count_tokens(passage) <= 512 for passage in passages)
    assert "косинцем" in passages[-1]


def test_a_title_alone_is_a_passage_and_nothing_is_none(one_thread: Encoder) -> None:
    assert cut_document("Борщ", " \n ", one_thread.count_tokens, 512) == ["Борщ."]
    assert cut_document("", "", one_thread.count_tokens, 512) == []


@given(st.text(alphabet="аб .!?\n。", max_size=400), st.integers(min_value=16, max_value=64))
def test_no_character_is_lost_and_no_piece_overflows(text: str, window: int) -> None:
    passages = cut_document("", text, len, window)
    assert all(len(passage) <= window + passage.count(" ") for passage in passages)
    assert "".join("".join(passages).split()).startswith("".join(text.split()))
