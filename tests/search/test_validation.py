"""How a fault of a file is told."""

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from search.validation import first_fault


class _Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: int = Field(ge=1)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    parts: tuple[_Inner, ...] = ()
    best: _Inner | None = None

    @model_validator(mode="after")
    def _is_no_fool(self) -> "_Form":
        if self.name == "fool":
            raise ValueError("no fools here")
        return self


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "key `name` is missing"),
        ({"name": "a", "colour": 1}, "unknown key `colour`; expected name, parts, best"),
        ({"name": "a", "parts": [{"size": 1}, {"size": 1, "x": 2}]}, "unknown key `parts.1.x`; expected size"),
        ({"name": "a", "best": {"size": 1, "x": 2}}, "unknown key `best.x`; expected size"),
        (
            {"name": "a", "parts": [{"size": 0}]},
            "key `parts.0.size`: Input should be greater than or equal to 1, found 0",
        ),
        ({"name": 5}, "key `name`: Input should be a valid string, found 5"),
        ({"name": "fool"}, "Value error, no fools here"),
    ],
)
def test_a_fault_names_key_find_and_expectation(data: dict[str, object], fault: str) -> None:
    with pytest.raises(ValidationError) as found:
        _Form.model_validate(data)
    assert first_fault(found.value, _Form) == fault


def test_without_the_form_an_unknown_key_is_named_alone() -> None:
    with pytest.raises(ValidationError) as found:
        _Form.model_validate({"name": "a", "colour": 1})
    assert first_fault(found.value) == "unknown key `colour`"


def test_long_finds_are_cut() -> None:
    with pytest.raises(ValidationError) as found:
        _Form.model_validate({"name": ["x" * 500]})
    assert len(first_fault(found.value, _Form)) < 140
