"""Feedback goes when its time is over, whether new feedback comes or not."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool

from api.feedback_store import FeedbackError, FeedbackStore
from api.logs import log_event

_SECONDS_BETWEEN = 3600.0


@asynccontextmanager
async def expiring(store: FeedbackStore) -> AsyncIterator[None]:
    """Delete old feedback at once and every hour, until the application ends."""
    task = asyncio.create_task(_expire(store))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _expire(store: FeedbackStore) -> None:
    while True:
        try:
            await run_in_threadpool(store.expire)
        except FeedbackError as error:
            log_event(logging.ERROR, "feedback not expired", why=str(error))
        await asyncio.sleep(_SECONDS_BETWEEN)
