"""Going back to a build that is kept, and what a later ingest makes of it."""

from pathlib import Path

import pytest

from ingest.build import ingest_corpus
from ingest.errors import IngestBusyError
from ingest.history import check_kept, go_back, kept_builds, publish_kept
from ingest.publish import writing
from search.errors import BuildError
from search.published import current_build, point_current_at
from tests.conftest import TwoBuilds, reword


@pytest.fixture
def newest(two_builds: TwoBuilds) -> TwoBuilds:
    """Both builds, with the second published, as after an ingest."""
    point_current_at(two_builds.index, two_builds.second)
    return two_builds


def _encoders(builds: TwoBuilds) -> Path:
    return builds.var / "encoders"


def _states(builds: TwoBuilds) -> dict[str, tuple[bool, bool]]:
    return {build.name: (build.published, build.withdrawn) for build in kept_builds(builds.index)}


def test_builds_are_listed_the_newest_first(newest: TwoBuilds) -> None:
    assert list(_states(newest).items()) == [(newest.second, (True, False)), (newest.first, (False, False))]


def test_going_back_publishes_the_build_before_and_withdraws_the_published_one(newest: TwoBuilds) -> None:
    assert go_back(newest.index, _encoders(newest)).name == newest.first
    assert current_build(newest.index).name == newest.first
    assert _states(newest) == {newest.second: (False, True), newest.first: (True, False)}


def test_an_ingest_of_unchanged_inputs_does_not_undo_it(
    newest: TwoBuilds, corpus_folder: Path, tiny_encoder_folder: Path
) -> None:
    go_back(newest.index, _encoders(newest))
    reword(corpus_folder)
    done = ingest_corpus(corpus_folder, newest.index, tiny_encoder_folder)
    assert (done.build, done.unchanged, done.withdrawn) == (newest.first, True, newest.second)
    assert current_build(newest.index).name == newest.first


def test_an_ingest_of_other_inputs_publishes_as_ever(
    newest: TwoBuilds, corpus_folder: Path, tiny_encoder_folder: Path
) -> None:
    go_back(newest.index, _encoders(newest))
    facts = corpus_folder / "guide.toml"
    facts.write_text(facts.read_text(encoding="utf-8") + "\n# another day\n", encoding="utf-8")
    done = ingest_corpus(corpus_folder, newest.index, tiny_encoder_folder)
    assert not done.unchanged
    assert current_build(newest.index).name == done.build
    assert _states(newest)[newest.second] == (False, True)


def test_a_withdrawn_build_comes_back_by_name(
    newest: TwoBuilds, corpus_folder: Path, tiny_encoder_folder: Path
) -> None:
    go_back(newest.index, _encoders(newest))
    publish_kept(newest.index, _encoders(newest), newest.second)
    assert _states(newest) == {newest.second: (True, False), newest.first: (False, False)}
    reword(corpus_folder)
    done = ingest_corpus(corpus_folder, newest.index, tiny_encoder_folder)
    assert (done.build, done.withdrawn) == (newest.second, None)


def test_the_oldest_has_none_before_it(newest: TwoBuilds) -> None:
    go_back(newest.index, _encoders(newest))
    with pytest.raises(BuildError, match=f"no build older than {newest.first} is kept .*; kept are {newest.second}, "):
        go_back(newest.index, _encoders(newest))


def test_an_unknown_build_is_refused_and_the_kept_ones_named(newest: TwoBuilds) -> None:
    with pytest.raises(BuildError, match=rf"no build \.\. is kept .*; kept are {newest.second}, {newest.first}"):
        publish_kept(newest.index, _encoders(newest), "..")


def test_a_damaged_build_is_not_gone_back_to(newest: TwoBuilds) -> None:
    (newest.index / "builds" / newest.first / "facts.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BuildError, match=r"facts\.json: damaged"):
        go_back(newest.index, _encoders(newest))
    assert current_build(newest.index).name == newest.second
    assert _states(newest)[newest.second] == (True, False)


def test_going_back_waits_for_no_ingest(newest: TwoBuilds) -> None:
    with writing(newest.index), pytest.raises(IngestBusyError):
        go_back(newest.index, _encoders(newest))
    assert current_build(newest.index).name == newest.second


def test_a_sound_build_is_said_to_be_sound(newest: TwoBuilds) -> None:
    assert check_kept(newest.index, _encoders(newest)).build == newest.second
    assert check_kept(newest.index, _encoders(newest), newest.first).build == newest.first
