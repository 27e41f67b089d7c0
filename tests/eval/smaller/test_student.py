"""A student: fewer layers, fewer pieces, otherwise the teacher."""

from copy import deepcopy
from pathlib import Path

import pytest
import torch

from eval.errors import EvalError
from eval.smaller.student import evenly_spaced, load_model, make_student
from tests.eval.smaller.conftest import FOREIGN, LAYERS


def test_first_and_last_layers_are_kept_and_others_in_even_steps() -> None:
    assert evenly_spaced(6, 12) == [0, 2, 4, 7, 9, 11]
    assert evenly_spaced(3, 12) == [0, 6, 11]
    assert evenly_spaced(1, 12) == [11]


def test_its_layers_are_the_teachers(teacher: Path, student: Path) -> None:
    whole, cut = load_model(teacher)[0].model, load_model(student)[0].model
    assert (len(cut.encoder.layer), cut.config.num_hidden_layers) == (2, 2)
    for mine, place in zip(cut.encoder.layer, (0, LAYERS - 1), strict=True):
        theirs = whole.encoder.layer[place].state_dict()
        assert all(torch.equal(values, theirs[name]) for name, values in mine.state_dict().items())


def test_text_in_scripts_in_use_gets_the_same_pieces_and_embeddings(teacher: Path, student: Path) -> None:
    text = "Загубив(ла) посвідку 在留カード, що робити? Tel. 03-5796-7112"
    ids = {}
    for folder in (teacher, student):
        model = load_model(folder)
        ids[folder] = model.tokenizer(text, return_tensors="pt")["input_ids"]
    assert load_model(teacher).tokenizer.convert_ids_to_tokens(ids[teacher][0]) == load_model(
        student
    ).tokenizer.convert_ids_to_tokens(ids[student][0])
    words = [load_model(folder)[0].model.get_input_embeddings()(ids[folder]) for folder in (teacher, student)]
    assert torch.equal(*words)


def test_foreign_pieces_are_gone(teacher: Path, student: Path) -> None:
    whole, cut = load_model(teacher), load_model(student)
    assert len(whole.tokenizer) - len(cut.tokenizer) == len(FOREIGN)
    assert cut[0].model.get_input_embeddings().num_embeddings == len(cut.tokenizer)
    assert cut.tokenizer.convert_tokens_to_ids("<mask>") == len(cut.tokenizer) - 1
    assert cut.prompts == whole.prompts


@pytest.mark.parametrize("layers", [LAYERS, LAYERS + 1])
def test_no_fewer_layers_is_refused(layers: int, teacher: Path, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match=rf"--layers {layers}: small-bert has 4 layers; expected 1 to 3"):
        make_student(teacher, layers, tmp_path / "student")


def test_a_tokenizer_of_another_kind_keeps_its_pieces(tiny_model_folder: Path, tmp_path: Path) -> None:
    model = load_model(tiny_model_folder)
    bert = model[0].model
    bert.encoder.layer.append(deepcopy(bert.encoder.layer[0]))
    bert.config.num_hidden_layers = 2
    model.save(str(tmp_path / "two"))
    make_student(tmp_path / "two", 1, tmp_path / "one")
    student = load_model(tmp_path / "one")
    assert len(student[0].model.encoder.layer) == 1
    assert len(student.tokenizer) == len(model.tokenizer)
