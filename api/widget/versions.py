"""The versions of the widget: that of the published build, and those that other sites have pinned."""

import re
import tempfile
from pathlib import Path

from api.widget.script import Kind, Script, make_script
from search.engine import Engine

_DIGEST = re.compile(r"^[0-9a-f]{16}$")


class WidgetVersions:
    """Scripts by build, each kept in a folder, so that a page that names a version by its hash finds it for good."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[str, Kind], Script] = {}

    def current(self, engine: Engine, kind: Kind = "module") -> Script:
        """The script for the engine's build; made and kept when it is first asked for."""
        key = (engine.build.manifest.build, kind)
        script = self._made.get(key)
        if script is None:
            script = self._made[key] = make_script(engine.build.guide, kind)
            self._keep(script)
        return script

    def version(self, digest: str) -> bytes | None:
        """A version by its digest, `None` where it was never served from here."""
        for script in self._made.values():
            if script.digest == digest:
                return script.body
        try:
            return self._file(digest).read_bytes() if _DIGEST.match(digest) else None
        except FileNotFoundError:
            return None

    def _keep(self, script: Script) -> None:
        """Write a version whole or not at all; where the folder can't be written, memory must do."""
        target = self._file(script.digest)
        if target.exists():
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(script.body)
            Path(file.name).replace(target)
        except OSError:
            return

    def _file(self, digest: str) -> Path:
        return self._folder / f"{digest}.js"
