"""Runs txtai on texts and questions from standard input; a script of its own, for an interpreter that has txtai.

Input and output are one JSON object: `{"model", "hybrid", "limit", "documents": [[id, text]], "questions": [text]}`
to `{"rankings": [[[id, score]]]}`, a ranking a question.
"""

import json
import sys
from typing import Any


def search(job: dict[str, Any]) -> list[list[tuple[str, float]]]:
    """Index the documents and search for each question."""
    from txtai import Embeddings

    embeddings = Embeddings(
        path=job["model"], method="sentence-transformers", hybrid=job["hybrid"], content=False, gpu=False
    )
    embeddings.index([(identity, text, None) for identity, text in job["documents"]])
    rankings: list[list[tuple[str, float]]] = embeddings.batchsearch(job["questions"], job["limit"])
    return rankings


if __name__ == "__main__":
    result = json.dumps({"rankings": search(json.load(sys.stdin))})
    sys.stdout.write(result + "\n")
