"""Responses kept for questions asked before."""

import httpx

from api.response_cache import CachedResponse, Key, ResponseCache
from search.engine import SearchOptions


def key(question: str, build: str = "b1") -> Key:
    return (build, question, SearchOptions())


def response(body: str) -> CachedResponse:
    return CachedResponse(body.encode(), "answered", ())


def test_the_one_asked_for_longest_ago_makes_room() -> None:
    cache = ResponseCache(2)
    for question in ("а", "б"):
        cache.put(key(question), response(question))
    cache.get(key("а"))
    cache.put(key("в"), response("в"))
    assert cache.get(key("б")) is None
    assert cache.get(key("а")) == response("а")


def test_another_build_starts_afresh() -> None:
    cache = ResponseCache(2)
    cache.put(key("а"), response("old"))
    assert cache.get(key("а", "b2")) is None


def test_none_is_kept_where_the_size_is_0() -> None:
    cache = ResponseCache(0)
    cache.put(key("а"), response("а"))
    assert cache.get(key("а")) is None


def test_a_question_asked_again_is_answered_from_memory(client: httpx.Client) -> None:
    first = client.post("/v1/search", json={"q": "скільки днів на адресу"})
    again = client.post("/v1/search", json={"q": "  скільки  днів на адресу "})
    assert first.content == again.content
    assert "encode" in first.headers["server-timing"]
    assert again.headers["server-timing"] == "cache"
    assert client.post("/v1/search", json={"q": "скільки днів на адресу", "limit": 1}).content != first.content
