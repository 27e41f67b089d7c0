"""What every row is told."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from search.settings import Settings

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    """How a row is run; a row takes what it needs.

    Attributes:
        settings: of this process; what is published there is copied, never changed.
        scratch: an empty folder, removed when the row is done.
        say: tells a person what is being done, a line at a time.
        minutes: how long load goes on; `None` for what the row's own length is.
        times: how often each fault is made, or how many examples are tried; `None` for the row's own number.
    """

    settings: Settings
    scratch: Path
    say: Say
    seed: int = 20210801
    minutes: float | None = None
    times: int | None = None

    def asked(self) -> dict[str, float | None]:
        """What the figures depend on, as it is kept with them."""
        return {"seed": self.seed, "minutes": self.minutes, "times": self.times}
