"""What rows are told in tests: little of everything, over a build that is made with the tiny encoder."""

from pathlib import Path

import pytest

from eval.faults.options import Options
from search.settings import Settings


@pytest.fixture
def options(tiny_published_index: Path, tiny_encoder_folder: Path, tiny_model_folder: Path, tmp_path: Path) -> Options:
    """Few times, few seconds; what is published is the tiny encoder's build."""
    var = tmp_path / "published"
    var.mkdir()
    (var / "index").symlink_to(tiny_published_index)
    (var / "encoders").symlink_to(tiny_encoder_folder.parent)
    settings = Settings(var=var, corpus=tiny_published_index.parent / "corpus", model=str(tiny_model_folder))
    (tmp_path / "scratch").mkdir()
    return Options(settings, tmp_path / "scratch", lambda _: None, minutes=0.1, times=2)
