"""Canaries: a build whose parts don't belong together answers nobody."""

from pathlib import Path

import pytest

from search.build import load_build
from search.canaries import check_build
from search.encoder import Encoder
from search.engine import Engine
from search.errors import BuildError
from tests.conftest import TwoBuilds
from tests.damage import give_vectors_to_the_wrong_chunks


def test_the_real_build_passes(engine: Engine) -> None:
    check_build(engine)


def test_a_build_of_another_encoder_passes(tiny_two_builds: TwoBuilds, tiny_encoder_folder: Path) -> None:
    check_build(Engine(load_build(tiny_two_builds.index / "current"), Encoder(tiny_encoder_folder)))


def test_vectors_of_the_wrong_chunks_are_found_though_every_digest_fits(
    own_index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = (own_index / "current").resolve()
    give_vectors_to_the_wrong_chunks(folder)
    engine = Engine(load_build(folder), encoder)
    monkeypatch.setattr(Engine, "check_legs", lambda self: None)
    with pytest.raises(BuildError, match=r"the dense leg finds [01] of [78] sections .* run 'dovidnyk ingest'"):
        check_build(engine)
