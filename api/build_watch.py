"""Watching what is published, so that a server takes up a new build by itself."""

import asyncio
import logging
from contextlib import suppress

from api.engine_holder import EngineHolder
from search.errors import DovidnykError

_LOGGER = logging.getLogger("dovidnyk")


async def watch_builds(holder: EngineHolder, seconds: float) -> None:
    """Look at `current` every so many seconds, and take up what is published; runs until it is cancelled.

    Opening and checking a build happens on a thread of its own, so that requests go on being answered.
    """
    while True:
        await asyncio.sleep(seconds)
        try:
            await asyncio.to_thread(_look, holder)
        except Exception:
            _LOGGER.exception("looking for a new build failed; it is tried again")


def _look(holder: EngineHolder) -> None:
    holder.free_retired()
    if holder.opened is None:
        holder.open()
    elif holder.is_behind:
        with suppress(DovidnykError):  # kept by the holder and logged there
            holder.take_up()
