"""Damaged builds on real servers; and that each way of damaging changes one file of a copy only."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from eval.faults.damage import WAYS, damage
from eval.faults.options import Options


def test_damaged_builds_are_refused_by_name_and_answer_nothing(options: Options) -> None:
    result = damage(replace(options, times=12))
    assert result.found == ()
    assert result.held
    assert result.figures["damaged"] == 12


@pytest.mark.parametrize("way", WAYS)
def test_the_sound_file_stays_as_it_is(way: str, tmp_path: Path) -> None:
    sound, linked, other = (tmp_path / name for name in ("sound", "linked", "other"))
    sound.write_bytes(b"whole and sound")
    other.write_bytes(b"another")
    linked.hardlink_to(sound)
    WAYS[way](linked, other, random.Random(1))
    assert sound.read_bytes() == b"whole and sound"
    assert not linked.exists() or linked.read_bytes() != b"whole and sound"
