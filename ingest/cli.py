"""`dovidnyk index`: the builds that are kept, which of them is published, and going back."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from ingest.history import KeptBuild, check_kept, go_back, kept_builds, publish_kept
from search.passages.stores import passage_store
from search.settings import Settings, read_settings

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")

_MESSAGES = Console(stderr=True, highlight=False, soft_wrap=True)

IndexOption = Annotated[Path | None, typer.Option("--index", help="index folder", show_default=False)]


@app.command("list")
def list_builds(index: IndexOption = None) -> None:
    """List the builds that are kept, the newest first."""
    table = Table(box=None, pad_edge=False)
    for column in ("build", "state", "made", "contents as of", "sections", "encoder"):
        table.add_column(column, overflow="fold")
    settings = read_settings()
    folder = _index(settings, index)
    for build in kept_builds(folder, passage_store(settings, folder)):
        table.add_row(build.name, _state(build), *_about(build))
    Console(highlight=False).print(table)


@app.command()
def rollback(
    build: Annotated[
        str | None, typer.Argument(help="the build to publish; else the one before", show_default=False)
    ] = None,
    index: IndexOption = None,
) -> None:
    """Publish the build before the published one, or any that is kept; servers take it up by themselves.

    What is left by going back is withdrawn: an ingest of unchanged inputs doesn't bring it back. To bring it back, name
    it here.

    Examples: `dovidnyk index rollback` · `dovidnyk index rollback 2026-11-24T15-05-53-a845`
    """
    settings = read_settings()
    folder, encoders = _index(settings, index), settings.var / "encoders"
    store = passage_store(settings, folder)
    published = publish_kept(folder, encoders, build, store) if build else go_back(folder, encoders, store)
    _MESSAGES.print(f"published {published.name} in {folder}; servers take it up")


@app.command()
def check(
    build: Annotated[
        str | None, typer.Argument(help="the build to check; else the published one", show_default=False)
    ] = None,
    index: IndexOption = None,
) -> None:
    """See that a build is sound: files, counts, both legs, and questions whose sections it knows itself.

    Example: `dovidnyk index check`
    """
    settings = read_settings()
    folder = _index(settings, index)
    manifest = check_kept(folder, settings.var / "encoders", build, passage_store(settings, folder))
    _MESSAGES.print(f"{manifest.build} is sound: {manifest.counts.sections} sections, {manifest.counts.chunks} chunks")


def _index(settings: Settings, index: Path | None) -> Path:
    return index or settings.var / "index"


def _state(build: KeptBuild) -> str:
    if build.published:
        return "published"
    return "withdrawn" if build.withdrawn else ""


def _about(build: KeptBuild) -> tuple[str, str, str, str]:
    manifest = build.manifest
    if manifest is None:
        return "unreadable", "", "", ""
    return (
        f"{manifest.created:%Y-%m-%d %H:%M} UTC",
        manifest.contents_as_of,
        str(manifest.counts.sections),
        manifest.encoder.id,
    )
