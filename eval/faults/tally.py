"""What all kinds of kills have in common: how often they were made, and what came of it."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts over all kills.

    Attributes:
        kills: by kind, how many were made.
        ready_after: by kind, seconds until all was ready again, each time.
        half_written: builds and feedback that were lost or half-written.
        wrong_answers: answers that differ from those before.
        lost_requests: that were under way in a process when it was killed.
        found: what went wrong, in words.
    """

    kills: dict[str, int] = field(default_factory=dict)
    ready_after: dict[str, list[float]] = field(default_factory=dict)
    half_written: int = 0
    wrong_answers: int = 0
    lost_requests: int = 0
    found: list[str] = field(default_factory=list)

    def killed(self, kind: str, ready_after: float | None = None) -> None:
        """One more kill, and how long it took until all was ready, where that was to be waited for."""
        self.kills[kind] = self.kills.get(kind, 0) + 1
        if ready_after is not None:
            self.ready_after.setdefault(kind, []).append(ready_after)

    def half(self, what: str) -> None:
        """Something is lost or half-written."""
        self.half_written += 1
        self.found.append(what)

    def wrong(self, what: str, answers: int = 1) -> None:
        """Answers differ."""
        if answers:
            self.wrong_answers += answers
            self.found.append(f"{answers} answers differ from those before: {what}")
