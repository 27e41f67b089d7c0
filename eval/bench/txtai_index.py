"""Makes txtai's index of the sections; a script of its own, for an interpreter that has txtai.

Standard input is one JSON object: `{"model", "documents": [[id, text]], "out"}`. The encoder's prompts and pooling come
with its folder. Texts aren't kept: that is the lighter of txtai's two ways.
"""

import json
import sys
from typing import Any


def index(job: dict[str, Any]) -> None:
    """Index the documents and save the index."""
    from txtai import Embeddings

    embeddings = Embeddings(path=job["model"], method="transformers", content=False, gpu=False)
    embeddings.index([(identity, text, None) for identity, text in job["documents"]])
    embeddings.save(job["out"])


if __name__ == "__main__":
    index(json.load(sys.stdin))
