"""Folders of a row's own: the published build and another one, which it may break and publish as it likes."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from eval.faults.options import Options
from ingest.build import ingest_corpus
from search.build import read_manifest
from search.errors import DovidnykError
from search.published import current_build, point_current_at
from search.settings import Settings

_SENTENCE = "Ніколи не бути депортованим"
_REWORDED = "Ніколи раніше не бути депортованим"


@dataclass(frozen=True, slots=True)
class Folders:
    """A folder as `var/` is, and two corpora with the build of each.

    Attributes:
        settings: of this process, with that folder.
        encoder: folder of the encoder of both builds.
        corpora: by build, the folder of the corpus that it was made from. The first is published.
    """

    settings: Settings
    encoder: Path
    corpora: dict[str, Path]

    @property
    def var(self) -> Path:
        """The folder."""
        return self.settings.var

    @property
    def index(self) -> Path:
        """Its index folder."""
        return self.settings.var / "index"

    @property
    def builds(self) -> tuple[str, str]:
        """Names of the builds; the first is published."""
        first, second = self.corpora
        return first, second

    def publish(self, build: str) -> None:
        """Publish a build of the index folder, whatever it is worth."""
        point_current_at(self.index, build)


def own_folders(options: Options, name: str = "var") -> Folders:
    """A copy of what is published, beside it a build of the same guide with one sentence reworded.

    Raises:
        BuildError, EncoderError: nothing usable is published.
        DovidnykError: the guide doesn't hold the sentence.
    """
    options.say("another build is made: a sentence of the guide is reworded")
    published = options.settings.var
    var = options.scratch / name
    first = copy_published(published, var)
    encoder = var / "encoders" / read_manifest(first).encoder.folder
    corpora = [options.scratch / f"{name}-corpus", options.scratch / f"{name}-reworded"]
    for corpus in corpora:
        shutil.copytree(options.settings.corpus, corpus)
    _reword(corpora[1])
    builds = [ingest_corpus(corpus, var / "index", encoder).build for corpus in corpora]
    folders = Folders(
        options.settings.model_copy(update={"var": var}), encoder, dict(zip(builds, corpora, strict=True))
    )
    folders.publish(builds[0])
    return folders


def copy_published(published: Path, var: Path) -> Path:
    """Make a folder as `var/` is, with a copy of the published build and links to the rest; gives the build's folder.

    Raises:
        BuildError: nothing is published.
    """
    first = current_build(published / "index")
    shutil.copytree(first, var / "index" / "builds" / first.name)
    point_current_at(var / "index", first.name)
    for shared in ("encoders", "models"):
        if (published / shared).exists():
            (var / shared).symlink_to((published / shared).resolve())
    return first


def linked_build(index: Path, build: str, name: str) -> Path:
    """Another folder in `builds/` with the files of a build, linked: remove a file before you write another."""
    source, target = index / "builds" / build, index / "builds" / name
    shutil.copytree(source, target, copy_function=os.link)
    return target


def _reword(corpus: Path) -> None:
    changed = 0
    for file in corpus.glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        changed += _SENTENCE in text
        file.write_text(text.replace(_SENTENCE, _REWORDED), encoding="utf-8")
    if not changed:
        raise DovidnykError(f"{corpus}: expected the sentence «{_SENTENCE}» in a chapter, found none to reword")
