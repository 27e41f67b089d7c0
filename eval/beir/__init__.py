"""The engine on any corpus in BEIR layout: read, cut, encoded, searched with each leg, judged."""

from eval.beir.command import beir_command

__all__ = ["beir_command"]
