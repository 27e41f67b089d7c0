"""Time limits as data."""

import pytest

from ingest.durations import find_deadlines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("повідомте протягом 14 днів із дати", [("14 днів", 14)]),
        ("протягом 30 днів з дати народження дитини", [("30 днів", 30)]),
        ("повертаєтесь назад протягом одного року,", [("протягом одного року", 365)]),
        ("ви не зможете в'їхати до Японії протягом одного року.", []),
        ("ви не зможете в'їхати протягом 5-10 років", []),
        ("фото, зроблене протягом 3 останніх місяців", []),
        ("більше ніж на 60 днів після народження", []),
    ],
)
def test_a_time_limit_is_found_and_a_ban_is_none(text: str, found: list[tuple[str, int]]) -> None:
    deadlines = list(find_deadlines(text, 100))
    assert [(deadline.text, deadline.days) for deadline in deadlines] == found
    for deadline in deadlines:
        assert text[deadline.span.start - 100 : deadline.span.end - 100] == deadline.text
