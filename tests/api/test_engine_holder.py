"""Changing the engine of a running process: what is taken up, what is refused, and what is freed."""

import gc
import logging
import weakref
from collections.abc import Iterator

import pytest

from api.engine_holder import EngineHolder, Swap
from search.errors import BuildError, EncoderError
from search.published import point_current_at
from search.settings import Settings
from tests.conftest import TwoBuilds
from tests.damage import give_vectors_to_the_wrong_chunks, reseal


@pytest.fixture
def holder(two_builds: TwoBuilds) -> EngineHolder:
    holder = EngineHolder(Settings(var=two_builds.var))
    holder.open()
    return holder


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_another_build_is_taken_up_and_keeps_the_encoder(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    before = holder.get()
    assert not holder.is_behind
    point_current_at(two_builds.index, two_builds.second)
    assert holder.is_behind
    assert holder.take_up() == Swap(two_builds.first, two_builds.second)
    assert holder.get().build.manifest.build == two_builds.second
    assert "Ніколи раніше" in holder.get().build.guide.texts["1"]
    assert holder.get().encoder is before.encoder
    assert before.build.manifest.build == two_builds.first
    assert holder.swaps == 1


def test_what_serves_already_is_not_opened_again(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    before = holder.get()
    assert holder.take_up() == Swap(two_builds.first, two_builds.first)
    assert holder.get() is before
    assert holder.swaps == 0


def test_a_damaged_build_is_refused_and_the_old_one_goes_on(
    two_builds: TwoBuilds, holder: EngineHolder, caplog: pytest.LogCaptureFixture
) -> None:
    file = two_builds.index / "builds" / two_builds.second / "chunks.jsonl"
    file.write_bytes(file.read_bytes()[:-40])
    point_current_at(two_builds.index, two_builds.second)
    for _ in range(3):
        with pytest.raises(BuildError, match=r"chunks\.jsonl: damaged"):
            holder.take_up()
    assert holder.get().build.manifest.build == two_builds.first
    assert "chunks.jsonl: damaged" in (holder.refusal or "")
    assert not holder.is_behind, "a refused build is not tried every second"
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert f"{two_builds.first} goes on serving" in errors[0]


def test_a_build_that_only_says_that_it_is_the_serving_one_is_refused(
    two_builds: TwoBuilds, holder: EngineHolder
) -> None:
    builds = two_builds.index / "builds"
    (builds / two_builds.second / "manifest.json").write_bytes(
        (builds / two_builds.first / "manifest.json").read_bytes()
    )
    point_current_at(two_builds.index, two_builds.second)
    with pytest.raises(BuildError, match="damaged"):
        holder.take_up()
    assert two_builds.second in (holder.refusal or "")


def test_a_build_whose_parts_do_not_belong_together_is_refused(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    give_vectors_to_the_wrong_chunks(two_builds.index / "builds" / two_builds.second)
    point_current_at(two_builds.index, two_builds.second)
    with pytest.raises(BuildError, match="the dense leg"):
        holder.take_up()
    assert holder.get().build.manifest.build == two_builds.first


def test_a_build_for_an_encoder_that_is_not_there_is_refused(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    folder = two_builds.index / "builds" / two_builds.second
    manifest = folder / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    encoder = holder.get().encoder.description.id
    manifest.write_text(text.replace(encoder, "other@1").replace('"folder": "', '"folder": "no-'), encoding="utf-8")
    reseal(folder)
    point_current_at(two_builds.index, two_builds.second)
    with pytest.raises(EncoderError, match=r"encoder\.json: can't be read"):
        holder.take_up()
    assert holder.get().build.manifest.build == two_builds.first


def test_a_fault_that_nobody_foresaw_is_a_refusal(
    two_builds: TwoBuilds, holder: EngineHolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("api.engine_holder.load_build", fail)
    point_current_at(two_builds.index, two_builds.second)
    with pytest.raises(BuildError, match="RuntimeError: unforeseen"):
        holder.take_up()
    assert holder.get().build.manifest.build == two_builds.first


def test_nothing_published_any_more_changes_nothing(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    (two_builds.index / "current").unlink()
    assert holder.is_behind
    with pytest.raises(BuildError, match="no index is published"):
        holder.take_up()
    assert holder.get().build.manifest.build == two_builds.first


def test_going_back_ends_a_refusal(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    (two_builds.index / "builds" / two_builds.second / "manifest.json").write_text("{}", encoding="utf-8")
    point_current_at(two_builds.index, two_builds.second)
    with pytest.raises(BuildError):
        holder.take_up()
    point_current_at(two_builds.index, two_builds.first)
    assert holder.is_behind
    assert not holder.take_up().changed
    assert holder.refusal is None


@pytest.mark.usefixtures("without_collector")
def test_the_old_engine_is_freed_once_no_request_has_it(two_builds: TwoBuilds, holder: EngineHolder) -> None:
    request = holder.get()
    request.search("посвідка на проживання")
    engine, passages = weakref.ref(request), weakref.ref(request.build.passages)
    point_current_at(two_builds.index, two_builds.second)
    holder.take_up()
    holder.free_retired()
    assert engine() is not None, "a request that has begun keeps its engine"
    del request
    holder.free_retired()
    assert engine() is None
    assert passages() is None
