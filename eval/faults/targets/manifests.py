"""Reading a manifest: any bytes are an error that a person can mend, or the manifest itself."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from eval.faults.targets.target import Material, Trial
from search.build import read_manifest
from search.errors import BuildError

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def make(material: Material) -> Trial:
    """The published manifest with a field changed or gone, with bytes changed, cut off, and any bytes."""
    real = (material.engine.build.folder / "manifest.json").read_bytes()
    fields: dict[str, Any] = json.loads(real)
    folder = Path(tempfile.mkdtemp(prefix="dovidnyk-manifest-"))

    def check(content: bytes) -> None:
        (folder / "manifest.json").write_bytes(content)
        try:
            found = read_manifest(folder)
        except BuildError as error:
            if "manifest.json" not in str(error):
                raise AssertionError(f"the file isn't named: {error}") from error
            return
        assert found.checksum == found.digest()

    changed = st.tuples(st.sampled_from(sorted(fields)), _VALUES).map(
        lambda change: json.dumps(fields | {change[0]: change[1]}).encode()
    )
    gone = st.sampled_from(sorted(fields)).map(
        lambda name: json.dumps({key: value for key, value in fields.items() if key != name}).encode()
    )
    struck = st.tuples(st.integers(0, len(real) - 1), st.binary(max_size=3)).map(
        lambda at: real[: at[0]] + at[1] + real[at[0] + len(at[1]) :]
    )
    cut = st.integers(0, len(real)).map(lambda end: real[:end])
    return Trial(st.one_of(changed, gone, struck, cut, st.binary(max_size=200)), check)
