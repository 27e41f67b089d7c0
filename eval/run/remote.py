"""Asking a deployment over HTTP."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
from pydantic import ValidationError

from eval.errors import EvalError, QuestionFailedError, UnreachableError
from eval.records import Shown
from eval.run.local import LIMIT
from eval.run.shown import SectionText, shown_of
from search.response import SearchResponse
from search.validation import first_fault

TIMEOUT_SECONDS = 30.0
_TRIES = 4
_LONGEST_WAIT_SECONDS = 60.0
_TRY_AGAIN = (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)


class RemoteAsker:
    """A deployment of the service."""

    def __init__(self, client: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        """Greet the deployment.

        Args:
            client: with the deployment's address as `base_url`, and its key in the headers where it asks for one.
            sleep: waits some seconds, when the deployment says that it is busy.

        Raises:
            UnreachableError: nothing answers there, or something else than this service does.
        """
        self._client = client
        self._sleep = sleep
        self._texts: dict[str, SectionText | None] = {}
        try:
            guide = self._json(client.get("/v1/guide"))
        except httpx.HTTPError as error:
            raise UnreachableError(f"{self.source} can't be reached: {error}; see that it is running there") from error
        except QuestionFailedError as error:
            raise UnreachableError(f"{self.source} is no deployment of this service: {error}") from error
        self._index: str | None = guide.get("index")
        self._model: str | None = guide.get("encoder")

    @property
    def source(self) -> str:
        """The deployment's address."""
        return str(self._client.base_url).rstrip("/")

    @property
    def index(self) -> str | None:
        """Id of the build that it serves."""
        return self._index

    @property
    def model(self) -> str | None:
        """Id of its encoder."""
        return self._model

    def ask(self, question: str) -> Shown:
        """What the deployment shows.

        Raises:
            QuestionFailedError: it answered with an error, too late, or with something else than a response.
            UnreachableError: it can't be connected to any more.
            EvalError: it serves another build now than at the beginning.
        """
        answer = self._send(question)
        try:
            response = SearchResponse.model_validate(self._json(answer))
        except ValidationError as error:
            raise QuestionFailedError(f"the response isn't of the v1 form: {first_fault(error)}") from error
        if response.index != self._index:
            raise EvalError(
                f"{self.source} serves index {response.index} now; the run began on {self._index}; start a new run"
            )
        return shown_of(response, self._text)

    def _send(self, question: str) -> httpx.Response:
        """Ask, and ask again as often as makes sense where the deployment says that it is busy."""
        for _ in range(_TRIES - 1):
            answer = self._post(question)
            if answer.status_code not in _TRY_AGAIN:
                return answer
            self._sleep(_wait(answer.headers))
        return self._post(question)

    def _post(self, question: str) -> httpx.Response:
        try:
            return self._client.post("/v1/search", json={"q": question, "limit": LIMIT, "explain": True})
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise UnreachableError(f"{self.source} can't be reached any more: {error}") from error
        except httpx.HTTPError as error:
            raise QuestionFailedError(f"{type(error).__name__}: {error}") from error

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        if not answer.is_success:
            raise QuestionFailedError(f"HTTP {answer.status_code}: {answer.text[:200]}")
        try:
            data = answer.json()
        except ValueError as error:
            raise QuestionFailedError(f"HTTP {answer.status_code} with a body that isn't JSON") from error
        if not isinstance(data, dict):
            raise QuestionFailedError(f"expected a JSON object, found {type(data).__name__}")
        return data

    def _text(self, section_id: str) -> SectionText | None:
        """A section's own text, asked for once; `None` where the deployment doesn't give it."""
        if section_id not in self._texts:
            self._texts[section_id] = self._fetch_text(section_id)
        return self._texts[section_id]

    def _fetch_text(self, section_id: str) -> SectionText | None:
        try:
            data = self._json(self._client.get(f"/v1/sections/{section_id}"))
            return SectionText(data["text"], data["start"])
        except (httpx.HTTPError, QuestionFailedError, KeyError):
            return None


def _wait(headers: Mapping[str, str]) -> float:
    """Seconds of `Retry-After`, within bounds; one where it gives none."""
    given = headers.get("Retry-After", "")
    return min(float(given), _LONGEST_WAIT_SECONDS) if given.isdecimal() else 1.0
