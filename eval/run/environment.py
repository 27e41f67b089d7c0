"""What a run depends on besides its index: versions, settings, processor."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from search.settings import Settings

_PACKAGES = ("dovidnyk", "numpy", "onnxruntime", "faiss-cpu", "simplemma", "ir_measures", "pytrec_eval-terrier")
_SETTINGS = ("corpus", "var", "model", "precision", "threads")
_INSTRUCTIONS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm")
_CPU_INFO = Path("/proc/cpuinfo")


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that figures depend on."""
    return {"python": platform.python_version(), **{name: _version(name) for name in _PACKAGES}}


def settings_of(settings: Settings) -> dict[str, str]:
    """The settings that figures depend on, as text; no others, as some may be secret."""
    return {name: str(getattr(settings, name)) for name in _SETTINGS}


def processor() -> dict[str, str]:
    """The machine's kind, and which instructions it has of those that decide how int8 weights are multiplied."""
    text = _CPU_INFO.read_text(encoding="utf-8", errors="replace") if _CPU_INFO.exists() else ""
    flags = {
        flag
        for line in text.splitlines()
        if line.partition(":")[0].strip() in ("flags", "Features")
        for flag in line.partition(":")[2].split()
    }
    return {"machine": platform.machine(), "instructions": " ".join(name for name in _INSTRUCTIONS if name in flags)}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
