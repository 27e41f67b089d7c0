"""Tokenizers of the query path."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.tokenizer import FastTokenizer, SentencePieceTokenizer, Tokenizer, load_tokenizer

_LONG = "посвідка на проживання " * 300


@pytest.fixture(params=["sentencepiece", "tokenizers"])
def tokenizer(request: pytest.FixtureRequest, encoder_folder: Path, tiny_encoder_folder: Path) -> Tokenizer:
    """Each kind of tokenizer, from an encoder that uses it."""
    folder = {"sentencepiece": encoder_folder, "tokenizers": tiny_encoder_folder}[request.param]
    return load_tokenizer(request.param, folder)


def test_the_kind_decides_on_the_class(encoder_folder: Path, tiny_encoder_folder: Path) -> None:
    assert isinstance(load_tokenizer("sentencepiece", encoder_folder), SentencePieceTokenizer)
    assert isinstance(load_tokenizer("tokenizers", tiny_encoder_folder), FastTokenizer)


def test_ids_are_cut_to_the_window_special_tokens_included(tokenizer: Tokenizer) -> None:
    whole = tokenizer.encode(_LONG, 1_000_000)
    cut = tokenizer.encode(_LONG, 16)
    assert len(whole) > 512
    assert len(cut) == 16
    assert cut == [*whole[:15], whole[-1]]


def test_an_empty_text_is_the_special_tokens(tokenizer: Tokenizer) -> None:
    assert len(tokenizer.encode("", 512)) == 2
    assert tokenizer.encode("  \n", 512) == tokenizer.encode("", 512)


def test_threads_do_not_disturb_each_other(tokenizer: Tokenizer) -> None:
    with ThreadPoolExecutor(8) as threads:
        lengths = list(threads.map(lambda _: len(tokenizer.encode(_LONG, 512)), range(400)))
    assert set(lengths) == {512}
