"""The manifest: what it says survives writing and reading, and damage to it shows."""

from search.build import Build
from search.manifest import Manifest


def test_a_manifest_survives_writing_and_reading(build: Build) -> None:
    read = Manifest.model_validate_json(build.manifest.model_dump_json(indent=2))
    assert read == build.manifest
    assert read.checksum == read.digest()


def test_the_checksum_depends_on_every_field(build: Build) -> None:
    manifest = build.manifest
    changed = [
        manifest.model_copy(update={"edition": "5-те видання"}),
        manifest.model_copy(update={"created": manifest.created.replace(year=2000)}),
        manifest.model_copy(update={"files": manifest.files | {"more": "0" * 64}}),
        manifest.model_copy(update={"encoder": manifest.encoder.model_copy(update={"prompts": {}})}),
    ]
    assert len({manifest.digest(), *(other.digest() for other in changed)}) == 5


def test_sealing_changes_nothing_but_the_checksum(build: Build) -> None:
    unsealed = build.manifest.model_copy(update={"checksum": ""})
    assert unsealed.sealed() == build.manifest
