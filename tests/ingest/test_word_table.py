"""The word embeddings taken out of an exported graph."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from ingest.word_table import cut_word_table, input_names

TABLE = np.arange(12, dtype=np.float32).reshape(4, 3)


def save_graph(file: Path, lookups: int) -> None:
    """A graph that looks ids up in a table, `lookups` times, and adds the results."""
    names = [f"found{place}" for place in range(lookups)]
    nodes = [helper.make_node("Gather", ["table", "input_ids"], [name]) for name in names]
    nodes.append(helper.make_node("Sum", names or ["input_ids"], ["embedding"]))
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "g", [ids], [output], [numpy_helper.from_array(TABLE, "table")])
    onnx.save(helper.make_model(graph), str(file))


def test_the_table_is_cut_out_and_becomes_an_input(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    save_graph(file, lookups=1)
    np.testing.assert_array_equal(cut_word_table(file), TABLE)
    assert input_names(file) == ("word_embeddings",), "ids that nothing reads any more are no input"
    assert not onnx.load(str(file)).graph.initializer


def test_a_graph_without_a_single_look_up_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    save_graph(file, lookups=2)
    before = file.read_bytes()
    assert cut_word_table(file) is None
    assert file.read_bytes() == before
