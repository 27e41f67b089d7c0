"""Teaching a student the teacher's sentence vectors.

The loss is the squared distance of unit vectors, which is twice one minus their cosine. Embedding tables stay the
teacher's: they hold most of the weights, and dense gradients of them would cost more time than the layers.
"""

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.console import progress_over
from eval.smaller.student import load_model

Vectors = NDArray[np.float32]

_TOKENS_A_BATCH = 1024
_BATCHES_A_POOL = 50
_RATE = 4e-4
_WARM_UP = 100
_DECAY = 0.01
_LARGEST_GRADIENT = 1.0
_SMOOTHING = 0.02


@dataclass(frozen=True, slots=True)
class Lesson:
    """How long to teach: whichever of `epochs` and `minutes` ends first. `seed` is of the order of texts.

    The same seed gives the same student on the same machine if the epochs end first.
    """

    epochs: int
    minutes: float
    seed: int


@dataclass(frozen=True, slots=True)
class Taught:
    """What was done: texts, their tokens, epochs begun and ended, seconds, and the mean cosine to the teacher at last.

    Attributes:
        cosine: a moving mean over the last batches, of texts that were taught.
    """

    texts: int
    tokens: int
    epochs: float
    seconds: float
    cosine: float


def teacher_vectors(teacher: Path, identity: str, texts: Sequence[str], cache: Path) -> Vectors:
    """The float32 teacher's unit vectors of the texts, shape `(len(texts), dimension)`; found again in `cache`.

    Args:
        teacher: its sentence-transformers folder.
        identity: what tells its weights from others.
    """
    digest = hashlib.sha256("\0".join((identity, *texts)).encode()).hexdigest()[:16]
    file = cache / f"{digest}.npy"
    if file.exists():
        kept: Vectors = np.load(file)
        return kept
    vectors = _encode(load_model(teacher), texts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(file, vectors)
    return vectors


def distil(student: Path, texts: Sequence[str], targets: Vectors, lesson: Lesson, folder: Path) -> Taught:
    """Teach a student and save it in another folder.

    Args:
        texts: with their prompts.
        targets: unit vectors, shape `(len(texts), dimension)`.
    """
    import torch

    torch.manual_seed(lesson.seed)
    model = load_model(student)
    lengths = _lengths(model, texts)
    order = random.Random(lesson.seed)  # noqa: S311 (an order, not a secret)
    steps = [batch for _ in range(lesson.epochs) for batch in batches(lengths, order)]
    goal = torch.from_numpy(targets)
    optimiser = torch.optim.AdamW(_taught_weights(model), lr=_RATE, weight_decay=_DECAY)
    began = time.monotonic()
    tokens, cosine, done = 0, 0.0, 0

    def share_of_time() -> float:
        return (time.monotonic() - began) / (60 * lesson.minutes)

    for batch in takewhile(lambda _: share_of_time() < 1, progress_over(steps, "distilling")):
        rate = min(1.0, (done + 1) / _WARM_UP) * (1 - max(done / len(steps), share_of_time()))
        for group in optimiser.param_groups:
            group["lr"] = _RATE * max(rate, 0.0)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_has_bfloat16()):
            vectors = model(model.preprocess([texts[place] for place in batch]))["sentence_embedding"]
        cosines = torch.nn.functional.cosine_similarity(vectors.float(), goal[batch], dim=-1)
        optimiser.zero_grad()
        (2 * (1 - cosines).mean()).backward()
        torch.nn.utils.clip_grad_norm_(optimiser.param_groups[0]["params"], _LARGEST_GRADIENT)
        optimiser.step()
        done += 1
        tokens += sum(lengths[place] for place in batch)
        smoothing = max(_SMOOTHING, 1 / done)
        cosine += smoothing * (float(cosines.detach().mean()) - cosine)
    model.save(str(folder))
    return Taught(len(texts), tokens, lesson.epochs * done / len(steps), time.monotonic() - began, cosine)


def batches(lengths: Sequence[int], order: random.Random) -> Iterator[list[int]]:
    """All places once, in batches of texts of about one length that hold about as many tokens each.

    Texts are drawn into pools first and ordered by length within a pool only, so that batches differ by epoch.
    """
    places = list(range(len(lengths)))
    order.shuffle(places)
    mean = max(sum(lengths) // max(len(lengths), 1), 1)
    pool = max(_BATCHES_A_POOL * _TOKENS_A_BATCH // mean, 1)
    made: list[list[int]] = []
    for start in range(0, len(places), pool):
        batch: list[int] = []
        for place in sorted(places[start : start + pool], key=lambda place: lengths[place]):
            if batch and (len(batch) + 1) * lengths[place] > _TOKENS_A_BATCH:
                made.append(batch)
                batch = []
            batch.append(place)
        made.append(batch)
    order.shuffle(made)
    yield from made


def _encode(model: Any, texts: Sequence[str]) -> Vectors:
    import torch

    lengths = _lengths(model, texts)
    vectors = np.empty((len(texts), model.get_embedding_dimension()), dtype=np.float32)
    with torch.inference_mode():
        for batch in progress_over(list(batches(lengths, random.Random(0))), "asking the teacher"):  # noqa: S311
            encoded = model(model.preprocess([texts[place] for place in batch]))["sentence_embedding"]
            vectors[batch] = torch.nn.functional.normalize(encoded, dim=-1).numpy()
    return vectors


def _lengths(model: Any, texts: Sequence[str]) -> list[int]:
    window = int(model.max_seq_length or 512)
    return [min(len(ids), window) for ids in model.tokenizer(list(texts), verbose=False)["input_ids"]]


def _taught_weights(model: Any) -> list[Any]:
    """All weights but the embedding tables, which are frozen."""
    from torch.nn import Embedding

    for module in model.modules():
        if isinstance(module, Embedding):
            module.weight.requires_grad_(False)
    return [weights for weights in model.parameters() if weights.requires_grad]


def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 numbers itself; elsewhere they'd be slower than float32."""
    import torch

    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16") or able.get("bf16"))
