"""Asking a deployment: what is sent, what is waited for, and which fault is whose."""

import json
from collections.abc import Callable, Iterator

import httpx
import pytest

from eval.errors import EvalError, QuestionFailedError, UnreachableError
from eval.run.local import LocalAsker
from eval.run.remote import RemoteAsker
from search.engine import Engine, SearchOptions

Handler = Callable[[httpx.Request], httpx.Response]
QUESTION = "загубила посвідку"


class Deployment:
    """Answers as the service does, from the real engine; `before` may answer a search in its place."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.before: Callable[[], httpx.Response | None] = lambda: None
        self.index = engine.build.manifest.build
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        guide = self.engine.build.guide
        if request.url.path == "/v1/guide":
            return httpx.Response(200, json={"index": self.index, "encoder": "some-encoder@1"})
        if request.url.path.startswith("/v1/sections/"):
            section = guide.sections[request.url.path.removeprefix("/v1/sections/")]
            return httpx.Response(200, json={"text": guide.own_text(section), "start": section.span.start})
        if (answer := self.before()) is not None:
            return answer
        sent = json.loads(request.content)
        response = self.engine.search(sent["q"], SearchOptions(limit=sent["limit"], explain=sent["explain"]))
        return httpx.Response(200, text=response.model_dump_json(by_alias=True))


@pytest.fixture
def deployment(engine: Engine) -> Deployment:
    """A deployment of the real engine."""
    return Deployment(engine)


@pytest.fixture
def waited() -> list[float]:
    """Seconds that the asker waited."""
    return []


@pytest.fixture
def asker(deployment: Deployment, waited: list[float]) -> Iterator[RemoteAsker]:
    """An asker of the deployment that notes its waits."""
    with httpx.Client(base_url="http://service", transport=httpx.MockTransport(deployment)) as client:
        yield RemoteAsker(client, sleep=waited.append)


def _greet(handler: Handler) -> RemoteAsker:
    with httpx.Client(base_url="http://service", transport=httpx.MockTransport(handler)) as client:
        return RemoteAsker(client)


def _refused(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("connection refused", request=request)


def test_a_deployment_shows_what_the_engine_shows(asker: RemoteAsker, engine: Engine) -> None:
    assert asker.ask(QUESTION) == LocalAsker(engine).ask(QUESTION)


def test_the_deployment_says_what_it_serves(asker: RemoteAsker, deployment: Deployment) -> None:
    assert (asker.source, asker.index, asker.model) == ("http://service", deployment.index, "some-encoder@1")


def test_questions_are_posted_whole_and_explained(asker: RemoteAsker, deployment: Deployment) -> None:
    asker.ask(QUESTION)
    request = next(request for request in deployment.requests if request.url.path == "/v1/search")
    assert request.method == "POST"
    assert json.loads(request.content) == {"q": QUESTION, "limit": 20, "explain": True}


def test_each_section_is_fetched_once(asker: RemoteAsker, deployment: Deployment) -> None:
    asker.ask(QUESTION)
    asker.ask(QUESTION)
    assert sum(request.url.path.startswith("/v1/sections/") for request in deployment.requests) == 1


def test_an_error_fails_the_question_and_says_what_came(asker: RemoteAsker, deployment: Deployment) -> None:
    deployment.before = lambda: httpx.Response(422, text='{"detail": "too long"}')
    with pytest.raises(QuestionFailedError, match=r"HTTP 422: .*too long"):
        asker.ask(QUESTION)


@pytest.mark.parametrize(
    ("body", "message"),
    [("<html>", "isn't JSON"), ("[]", "expected a JSON object, found list"), ("{}", "isn't of the v1 form")],
)
def test_something_else_than_a_response_fails_the_question(
    body: str, message: str, asker: RemoteAsker, deployment: Deployment
) -> None:
    deployment.before = lambda: httpx.Response(200, text=body)
    with pytest.raises(QuestionFailedError, match=message):
        asker.ask(QUESTION)


def test_a_busy_deployment_is_asked_again_after_the_time_it_names(
    asker: RemoteAsker, deployment: Deployment, waited: list[float]
) -> None:
    busy = iter([httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(503)])
    deployment.before = lambda: next(busy, None)
    assert asker.ask(QUESTION).results
    assert waited == [7.0, 1.0]


def test_a_deployment_that_stays_busy_fails_the_question(
    asker: RemoteAsker, deployment: Deployment, waited: list[float]
) -> None:
    deployment.before = lambda: httpx.Response(503, headers={"Retry-After": "100000"}, text="overloaded")
    with pytest.raises(QuestionFailedError, match="HTTP 503: overloaded"):
        asker.ask(QUESTION)
    assert waited == [60.0, 60.0, 60.0]


def test_a_question_that_takes_too_long_fails_alone(asker: RemoteAsker, deployment: Deployment) -> None:
    def late() -> httpx.Response:
        raise httpx.ReadTimeout("timed out")

    deployment.before = late
    with pytest.raises(QuestionFailedError, match="ReadTimeout"):
        asker.ask(QUESTION)


def test_a_deployment_that_goes_away_ends_the_run(asker: RemoteAsker, deployment: Deployment) -> None:
    def gone() -> httpx.Response:
        raise httpx.ConnectError("connection refused")

    deployment.before = gone
    with pytest.raises(UnreachableError, match="http://service can't be reached any more"):
        asker.ask(QUESTION)


def test_a_deployment_that_is_not_there_says_so() -> None:
    with pytest.raises(UnreachableError, match="http://service can't be reached: connection refused"):
        _greet(_refused)


def test_another_service_is_not_taken_for_this_one() -> None:
    with pytest.raises(UnreachableError, match="no deployment of this service: HTTP 404"):
        _greet(lambda _: httpx.Response(404, text="not found"))


def test_a_deployment_that_changes_its_index_ends_the_run(engine: Engine, deployment: Deployment) -> None:
    deployment.index = "another-build"
    with httpx.Client(base_url="http://service", transport=httpx.MockTransport(deployment)) as client:
        asker = RemoteAsker(client)
        now = engine.build.manifest.build
        with pytest.raises(EvalError, match=f"serves index {now} now; the run began on another-build"):
            asker.ask(QUESTION)


def test_without_section_texts_links_are_not_judged(engine: Engine, deployment: Deployment) -> None:
    def without_sections(request: httpx.Request) -> httpx.Response:
        return httpx.Response(403) if request.url.path.startswith("/v1/sections/") else deployment(request)

    with httpx.Client(base_url="http://service", transport=httpx.MockTransport(without_sections)) as client:
        assert RemoteAsker(client).ask(QUESTION).first_links is None
