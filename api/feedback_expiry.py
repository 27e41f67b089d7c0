"""Feedback goes when its time is over, whether new feedback comes or not."""

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from api.feedback_store import FeedbackError, FeedbackStore
from api.logs import log_event

_SECONDS_BETWEEN = 3600.0


async def expire_feedback(store: FeedbackStore) -> None:
    """Delete old feedback at once and every hour; runs until it is cancelled."""
    while True:
        try:
            await run_in_threadpool(store.expire)
        except FeedbackError as error:
            log_event(logging.ERROR, "feedback not expired", why=str(error))
        await asyncio.sleep(_SECONDS_BETWEEN)
