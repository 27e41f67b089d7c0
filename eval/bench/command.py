"""`dovidnyk bench`."""

import os
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from eval.bench.charts import drawings
from eval.bench.measure import Order, measure
from eval.bench.page import page_of
from eval.bench.processes import ended_by_signals
from eval.bench.results import Results, sum_up
from eval.bench.table import print_results
from eval.console import output_console, say
from eval.run.environment import processor, settings_of, versions
from search.published import current_build
from search.settings import Settings, read_settings


def bench_command(order: Order, out: Path | None, *, as_json: bool) -> None:
    """Measure, print, and leave `index.html` and `bench.json` in a folder.

    Args:
        out: that folder; `None` for `bench/<time>` in the folder of builds.

    Raises:
        BuildError, EncoderError: nothing usable is published.
        DovidnykError: there are too few questions, or a server can't be used.
        OSError: the folder can't be written.
    """
    settings = read_settings()
    current_build(settings.var / "index")
    started = datetime.now(UTC)
    folder = out or settings.var / "bench" / f"{started:%Y-%m-%dT%H-%M-%S}"
    folder.mkdir(parents=True, exist_ok=True)
    setting = _setting(settings, order, started)
    began = time.perf_counter()
    with ended_by_signals():
        measured = measure(settings, order, lambda doing: _say_progress(doing, time.perf_counter() - began))
    results = sum_up(measured, order.share, setting | {"seconds": round(time.perf_counter() - began)})
    text = results.model_dump_json(indent=2)
    (folder / "bench.json").write_text(text + "\n", encoding="utf-8")
    (folder / "index.html").write_text(page_of(results, drawings(measured)), encoding="utf-8")
    _print(results, text, as_json=as_json)
    say(f"page and figures: {folder}")


def _print(results: Results, text: str, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(text + "\n")
    console = output_console(as_json=as_json)
    print_results(results, console if console.is_terminal else Console(stderr=as_json, highlight=False, width=180))


def _say_progress(doing: str, seconds: float) -> None:
    say(f"{seconds:4.0f} s  {doing}")


def _setting(settings: Settings, order: Order, started: datetime) -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "started": started.isoformat(timespec="seconds"),
        "processor": processor() | {"cores": str(os.cpu_count())},
        "load_before": f"{os.getloadavg()[0]:.2f}",
        "versions": versions(),
        "settings": settings_of(settings) | {"workers": str(settings.workers)},
        "seed": order.seed,
        "sizes": asdict(order.plan),
    }
