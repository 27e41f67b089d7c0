"""A folder of made-up manual pages, in the form that packages install them in."""

import gzip
from pathlib import Path

import pytest

WORDS = ("качка", "гніздо", "ставок", "весна", "перо", "яйце", "берег", "очерет", "риба", "човен", "сітка", "вітер")


def page(number: int) -> str:
    """A manual page whose sentences no other one has."""
    word, other = WORDS[number % len(WORDS)], WORDS[(number * 7 + 3) % len(WORDS)]
    lines = [
        f'.TH "ТВАРИНА{number}" 1 "2026" "прилад {number}" "Команди"',
        ".SH НАЗВА",
        f"тварина{number} \\- показує, де {word} номер {number} ховає {other}",
        ".SH ОПИС",
    ]
    for part in range(3):
        lines += [
            ".PP",
            f"Частина {part} приладу {number} шукає {word}, поки не знайде {other} на карті {number}-{part}. "
            f"Після цього прилад {number} малює {other} червоним, а {word} {part} залишає як є.",
        ]
    lines += [".SH ПАРАМЕТРИ", ".TP", f"\\fB\\-\\-{number}\\fR", f"шукати лише {word} із журналу {number}, без карти"]
    lines += [".SS Приклади", f"Запустіть прилад {number} уранці, коли {word} спить, і почекайте {number} хвилин."]
    return "\n".join([*lines, ""])


@pytest.fixture(scope="session")
def manuals_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up manual pages, packed as Debian packs them."""
    folder = tmp_path_factory.mktemp("manuals") / "man1"
    folder.mkdir()
    for number in range(24):
        (folder / f"tvaryna{number:02}.1.gz").write_bytes(gzip.compress(page(number).encode()))
    (folder / "link.1.gz").symlink_to("tvaryna00.1.gz")
    (folder / "README").write_text("no page", encoding="utf-8")
    return folder.parent
