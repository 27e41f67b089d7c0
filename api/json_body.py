"""Bodies in JSON hold the types that the schema says: `"5"` is no number there, as it is in a query."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict

STRICT = ConfigDict(strict=True)
"""For the form of a body."""


def whole(value: Any) -> Any:
    """A whole number that JSON writes `5.0` as `5`, all else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WholeNumber = Annotated[int, BeforeValidator(whole)]
"""A whole number, which JSON may write `5.0`, too."""
