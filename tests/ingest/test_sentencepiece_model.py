"""The SentencePiece model rebuilt from a fast tokenizer: it gives the same ids."""

import json
from pathlib import Path

import pytest
import sentencepiece
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from ingest.corpus import Corpus
from ingest.encoder import source_folder
from ingest.errors import ModelError
from ingest.sentencepiece_model import build, differing_texts, pieces_of
from search.normalise import normalise_question
from search.tokenizer import SentencePieceTokenizer

_XLM_R_BEGINNING = [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]]
_ODD_TEXTS = [
    "",
    "①②⑳ ½ ² № ℡ ㍿ Ⅳ",
    "ＡＢＣ　１２３　ｆｕｌｌ",
    "ｱｲｳ ﾊﾝﾊﾞｰｸﾞ ｶﾞ ﾊﾟ",
    "и\u0306 й і\u0308 ї е\u0301 а́",
    "п'ять п’ять пʼять п`ять",
    "\u00a0нерозривний\u3000широкий\u2003довгий\tпробіл\nрядок\r\nкінець",
    "слово\u00adперенос \ufeffпочаток \u200bнуль",
    "ﬁ ﷺ \u1100\u1161\u11a8 각",
    "🙂 🇺🇦 ❤️",
    "𝕳𝖊𝖑𝖑𝖔 \U0010ffff \ue000",
    "שלום हिन्दी ไทย",
    "«лапки» „лапки“ “quotes” … — –",
    "\u0301\u0301\u0301",
    "字" * 600,
    "слово " * 600,
]


@pytest.fixture(scope="module")
def original(repository: Path) -> Tokenizer:
    """The tokenizer of the float32 model, as the `tokenizers` library runs it."""
    tokenizer = Tokenizer.from_file(str(source_folder("multilingual-e5-small", repository / "var") / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@pytest.fixture(scope="module")
def rebuilt(encoder_folder: Path) -> SentencePieceTokenizer:
    """The tokenizer of the query path."""
    return SentencePieceTokenizer(encoder_folder / "tokenizer.model")


def _differing(texts: list[str], original: Tokenizer, rebuilt: SentencePieceTokenizer) -> list[str]:
    return [text for text in texts if rebuilt.encode(text, 10**6) != original.encode(text.strip()).ids]


def test_ids_are_equal_on_all_lines_of_the_guide(
    corpus: Corpus, original: Tokenizer, rebuilt: SentencePieceTokenizer
) -> None:
    lines = [line for chapter in corpus.chapters for line in chapter.text.split("\n")]
    assert len(lines) > 400
    assert _differing(lines, original, rebuilt) == []


def test_ids_are_equal_on_all_asked_questions(
    corpus: Corpus, original: Tokenizer, rebuilt: SentencePieceTokenizer
) -> None:
    differing = _differing([question.text for question in corpus.asked], original, rebuilt)
    assert [text for text in differing if len(set(text)) > 1] == [], "one letter over and over may be cut in two ways"


@pytest.mark.parametrize("text", _ODD_TEXTS)
def test_ids_are_equal_on_odd_unicode(text: str, original: Tokenizer, rebuilt: SentencePieceTokenizer) -> None:
    assert _differing([text], original, rebuilt) == []


@given(
    st.lists(
        st.sampled_from([*"аєїґьюя'’ʼAzÉß09０９①№カ在々ー🙂 \u00a0\u3000-–.,", "ｶﾞ", "ﾊﾟ", "а\u0301", "и\u0306"])
    ).map("".join)
)
def test_ids_are_equal_on_any_mixture_of_writings(
    original: Tokenizer, rebuilt: SentencePieceTokenizer, text: str
) -> None:
    assert _differing([text], original, rebuilt) == []


def test_characters_where_the_two_differ_do_not_reach_the_encoder(
    original: Tokenizer, rebuilt: SentencePieceTokenizer
) -> None:
    family = "👩\u200d👧"
    assert _differing([family], original, rebuilt) == [family]
    assert _differing([normalise_question(family)], original, rebuilt) == []


def test_the_names_of_special_tokens_are_plain_text(rebuilt: SentencePieceTokenizer) -> None:
    ids = rebuilt.encode("<s> </s> <pad> <unk>", 100)
    assert (ids[0], ids[-1]) == (0, 2)
    assert not {0, 1, 2} & set(ids[1:-1])


@pytest.mark.parametrize(
    "model",
    [
        {"type": "BPE", "vocab": {}},
        {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0]]},
        {"type": "Unigram", "unk_id": 3, "vocab": [["<pad>", 0.0], ["<s>", 0.0], ["</s>", 0.0], ["<unk>", 0.0]]},
    ],
)
def test_other_kinds_of_tokenizer_have_no_pieces(model: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": model}), encoding="utf-8")
    assert pieces_of(tmp_path / "tokenizer.json") is None


def test_pieces_keep_their_order_and_scores(tmp_path: Path) -> None:
    model = {"type": "Unigram", "unk_id": 3, "vocab": [*_XLM_R_BEGINNING, ["▁а", -1.5], ["б", -2.0]]}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": model}), encoding="utf-8")
    pieces = pieces_of(tmp_path / "tokenizer.json")
    assert pieces is not None
    assert pieces[4:] == [("▁а", -1.5), ("б", -2.0)]
    processor = sentencepiece.SentencePieceProcessor(model_proto=build(pieces))
    assert [processor.id_to_piece(number) for number in range(6)] == [piece for piece, _ in pieces]
    assert processor.encode("аб") == [4, 5]


def test_texts_with_other_ids_are_found(encoder_folder: Path, original: Tokenizer, tmp_path: Path) -> None:
    original.save(str(tmp_path / "tokenizer.json"))
    model = (encoder_folder / "tokenizer.model").read_bytes()
    assert differing_texts(model, tmp_path / "tokenizer.json", ["посвідка", "a\u200d b", "вода"]) == ["a\u200d b"]


def test_a_model_without_a_character_map_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sentencepiece_model._NORMALIZER", "identity")
    with pytest.raises(ModelError, match="made no character map for 'identity'"):
        build([(piece, score) for piece, score in [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)]])
