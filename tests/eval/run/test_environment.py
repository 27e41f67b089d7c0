"""What a run depends on: no more than that."""

from pathlib import Path

import pytest

from eval.run.environment import processor, settings_of, versions
from search.settings import Settings


def test_a_package_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.run.environment._PACKAGES", ("numpy", "no-such-package"))
    assert versions()["no-such-package"] == "not installed"
    assert versions()["numpy"][0].isdigit()


def test_only_settings_that_figures_depend_on_are_kept() -> None:
    assert list(settings_of(Settings())) == ["corpus", "var", "model", "precision", "threads"]


def test_the_processor_is_told_without_its_file_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("eval.run.environment._CPU_INFO", tmp_path / "none")
    assert processor()["instructions"] == ""


def test_int8_instructions_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text("processor : 0\nflags\t\t: fpu avx2 avx512_vnni sse\n")
    monkeypatch.setattr("eval.run.environment._CPU_INFO", file)
    assert processor()["instructions"] == "avx2 avx512_vnni"
