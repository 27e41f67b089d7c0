"""`/v1/feedback` over HTTP, and the form of the search page."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.feedback_store import FeedbackStore, feedback_file
from search.settings import Settings
from tests.api.conftest import serving

SAID = {"request_id": "0f8fad5bd9cb469f", "helped": False, "reason": "incomplete", "rank": 2, "section_id": "1.1-3"}


@pytest.fixture
def var(var_folder: Path, tmp_path: Path) -> Path:
    """The shared index and encoders, with a place of its own for feedback."""
    for name in ("index", "encoders"):
        (tmp_path / name).symlink_to(var_folder / name)
    return tmp_path


@pytest.fixture
def own_client(var: Path) -> Iterator[httpx.Client]:
    with serving(Settings(var=var)) as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def _kept(var: Path) -> FeedbackStore:
    return FeedbackStore(feedback_file(var), 180)


def test_feedback_is_kept_without_the_question(own_client: httpx.Client, var: Path) -> None:
    assert own_client.post("/v1/feedback", json=SAID | {"q": "загубила картку"}).status_code == 204
    (kept,) = _kept(var).all()
    assert (kept.request_id, kept.helped, kept.reason, kept.rank) == ("0f8fad5bd9cb469f", False, "incomplete", 2)
    assert kept.question is None
    assert "загубила".encode() not in b"".join(file.read_bytes() for file in var.glob("feedback*"))


def test_the_question_is_kept_where_the_operator_says_so_but_no_personal_data(var: Path) -> None:
    with serving(Settings(var=var, feedback_questions=True)) as url:
        sent = SAID | {"q": "загубила AB12345678CD, пишіть на a@b.ua"}
        assert httpx.post(f"{url}/v1/feedback", json=sent, timeout=30).status_code == 204
    (kept,) = _kept(var).all()
    assert kept.question == "загубила […], пишіть на […]"


@pytest.mark.parametrize(
    "change",
    [
        {"request_id": "two words"},
        {"helped": "maybe"},
        {"reason": "bored"},
        {"rank": 0},
        {"more": 1},
        {"q": "а" * 1001},
    ],
)
def test_what_is_no_feedback_is_refused(client: httpx.Client, change: dict[str, object]) -> None:
    response = client.post("/v1/feedback", json=SAID | change)
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"


def test_an_unknown_section_is_refused(client: httpx.Client) -> None:
    assert client.post("/v1/feedback", json=SAID | {"section_id": "9.9"}).status_code == 404


def test_the_page_has_a_form_that_is_thanked_for(own_client: httpx.Client, var: Path) -> None:
    page = own_client.get("/", params={"q": "загубила картку, шо робити"})
    assert 'action="/feedback"' in page.text
    request_id = page.headers["X-Request-Id"]
    assert f'value="{request_id}"' in page.text
    sent = {"request_id": request_id, "helped": "true", "rank": "1", "section_id": "1.1-3", "q": "загубила картку"}
    assert "Дякуємо" in own_client.post("/feedback", data=sent).text
    (kept,) = _kept(var).all()
    assert (kept.request_id, kept.helped, kept.section_id) == (request_id, True, "1.1-3")


def test_a_form_of_another_kind_is_refused(client: httpx.Client) -> None:
    assert client.post("/feedback", data={"helped": "true"}).status_code == 422
