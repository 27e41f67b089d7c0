"""Taking the word embeddings out of an exported graph (why: see `search.word_table`)."""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

WORDS_INPUT = "word_embeddings"

_IDS_INPUT = "input_ids"


def cut_word_table(file: Path) -> NDArray[np.float32] | None:
    """Replace the look-up of word embeddings in a graph by an input, and give the table.

    Gives `None`, and leaves the graph as it is, where it has no single look-up by `input_ids`.
    """
    model = onnx.load(str(file))
    graph = model.graph
    tables = {tensor.name: tensor for tensor in graph.initializer}
    lookups = [
        node
        for node in graph.node
        if node.op_type == "Gather" and node.input[0] in tables and node.input[1] == _IDS_INPUT
    ]
    if len(lookups) != 1:
        return None
    (lookup,) = lookups
    tensor = tables[lookup.input[0]]
    table = np.array(numpy_helper.to_array(tensor), dtype=np.float32)
    shape = ["batch", "length", table.shape[1]]
    graph.input.append(helper.make_tensor_value_info(WORDS_INPUT, TensorProto.FLOAT, shape))
    graph.node.remove(lookup)
    graph.initializer.remove(tensor)
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name == lookup.output[0]:
                node.input[place] = WORDS_INPUT
    _drop_unused_ids(graph)
    onnx.save(model, str(file))
    return table


def _drop_unused_ids(graph: onnx.GraphProto) -> None:
    """Remove the input of token ids where nothing reads it any more."""
    if not any(_IDS_INPUT in node.input for node in graph.node):
        for value in [value for value in graph.input if value.name == _IDS_INPUT]:
            graph.input.remove(value)


def input_names(file: Path) -> tuple[str, ...]:
    """The names of a graph's inputs."""
    return tuple(value.name for value in onnx.load(str(file), load_external_data=False).graph.input)
