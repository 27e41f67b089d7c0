"""Schemathesis over every operation of the OpenAPI document, with right and wrong data, against a real server.

Each operation is a part of the row: one that is done is kept beside the results until the row is.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.bench.processes import last_words
from eval.faults.folders import copy_published
from eval.faults.options import Options
from eval.faults.result import RowResult, row_result
from eval.faults.service import partner_command, service
from search.errors import DovidnykError

_CASES = 20_000
_WITHIN_SECONDS = 1_800
_SERVER_ERROR = "ServerError"
_ROOT = Path(__file__).resolve().parents[2]
_HOOKS = "eval.faults.schemathesis_hooks"


class Checked(BaseModel):
    """What came of an operation.

    Attributes:
        broken: how often each kind of failure was found.
    """

    model_config = ConfigDict(frozen=True)

    cases: int
    broken: dict[str, int]
    told: tuple[str, ...]


def contract(options: Options) -> RowResult:
    """Try every operation until so many cases were sent in all.

    Raises:
        DovidnykError: Schemathesis isn't installed, can't run, or the server can't be used.
    """
    if find_spec("schemathesis") is None:
        raise DovidnykError("the row schemathesis needs the extra `test`: pip install '.[test]'")
    wanted = options.times or _CASES
    parts = options.settings.var / "faults" / f"schemathesis-{options.seed}-{wanted}"
    parts.mkdir(parents=True, exist_ok=True)
    var = options.scratch / "var"
    copy_published(options.settings.var, var)
    config = options.scratch / "schemathesis.toml"
    _write_config(config, var)
    with service(var, options.scratch / "log", cache="2048", partner_limit="0") as server:
        server.start()
        url = f"http://127.0.0.1:{server.port}"
        operations = list(_operations(httpx.get(f"{url}/openapi.json", timeout=30).json()))
        checked = _all_checked(operations, wanted, url, config, parts, options)
    shutil.rmtree(parts)
    broken: Counter[str] = Counter()
    for one in checked.values():
        broken.update(one.broken)
    figures = {
        "cases": sum(one.cases for one in checked.values()),
        "operations": len(operations),
        "server_errors": broken[_SERVER_ERROR],
        "contract_breaks": broken.total() - broken[_SERVER_ERROR],
    }
    return row_result("schemathesis", figures, [fault for one in checked.values() for fault in one.told])


def _all_checked(
    operations: list[tuple[str, str]], wanted: int, url: str, config: Path, parts: Path, options: Options
) -> dict[str, Checked]:
    """Rounds over all operations, each with a seed of its own; one without parameters has few cases a round."""
    checked: dict[str, Checked] = {}
    examples, number = max(1, wanted // (2 * len(operations))), 0
    while sum(one.cases for one in checked.values()) < wanted:
        for method, path in operations:
            name = f"{number}-{method}{path.replace('/', '_').strip('{}')}"
            checked[name] = _kept_or_checked(
                parts / f"{name}.json", method, path, (url, config, examples, number), options
            )
        options.say(f"{sum(one.cases for one in checked.values())} cases after round {number + 1}")
        number += 1
    return checked


def _kept_or_checked(file: Path, method: str, path: str, how: tuple[str, Path, int, int], options: Options) -> Checked:
    try:
        return Checked.model_validate_json(file.read_bytes())
    except (FileNotFoundError, ValidationError):
        pass
    url, config, examples, number = how
    report = options.scratch / "report.json"
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", f"{url}/openapi.json"),
        *("--include-name", f"{method.upper()} {path}", "--phases", "examples,coverage,fuzzing"),
        *("--seed", str(options.seed + number), "--max-examples", str(examples), "--continue-on-failure"),
        *("--report", "json", "--report-json-path", str(report), "--no-color", "--warnings", "off"),
    ]
    log = options.scratch / "schemathesis.log"
    report.unlink(missing_ok=True)
    with log.open("wb") as output:
        variables = os.environ | {"SCHEMATHESIS_HOOKS": _HOOKS, "PYTHONPATH": str(_ROOT)}
        subprocess.run(
            command,
            cwd=options.scratch,  # it leaves a cache where it runs
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=_WITHIN_SECONDS,
            check=False,
        )
    if not report.exists():
        raise DovidnykError(f"Schemathesis gave no report for {method.upper()} {path}: {last_words(log)}")
    checked = read_report(json.loads(report.read_bytes()), f"{method.upper()} {path}")
    file.write_text(checked.model_dump_json(), encoding="utf-8")
    if checked.broken:
        shutil.copy(log, file.parent.parent / f"schemathesis-{file.stem}.log")
    return checked


def read_report(report: dict[str, Any], operation: str) -> Checked:
    """What Schemathesis' own report says of an operation. A run that it couldn't finish counts as broken."""
    broken = {failure["type"]: failure["count"] for failure in report["failures"]}
    told = [f"{operation}: {failure['count']} × {failure['title']}" for failure in report["failures"]]
    unfinished = len(report["errors"]) + report["test_cases"]["errored"]
    if unfinished or not report["complete"] or not report["operations"]["tested"]:
        broken["Unfinished"] = max(1, unfinished)
        told.append(f"{operation}: not finished")
    return Checked(cases=report["test_cases"]["generated"], broken=broken, told=tuple(told))


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, methods in document["paths"].items():
        for method in methods:
            yield method, path


def _write_config(config: Path, var: Path) -> None:
    """Keys of a partner's server and of the operator, so that leaving them out is tried, too.

    All checks are on. `use_after_free` and `ensure_resource_availability` find nothing to do, for no operation makes or
    deletes a resource: so the stateful phase isn't run.
    """
    partner_command(var, "add", "contract")
    server = partner_command(var, "key", "contract", "--kind", "server")["key"]
    admin = partner_command(var, "admin-key")["key"]
    config.write_text(
        f'[auth.openapi.serverKey]\nbearer = "{server}"\n[auth.openapi.adminKey]\nbearer = "{admin}"\n'
        '[generation]\ndatabase = "none"\n',
        encoding="utf-8",
    )
