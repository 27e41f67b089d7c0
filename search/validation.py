"""One way to say what a validation found: which key, what it holds, what was expected."""

from collections.abc import Sequence
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


def first_fault(error: ValidationError, form: type[BaseModel] | None = None) -> str:
    """The first fault of a validation, in one line.

    Args:
        form: what was validated against; with it, an unknown key's fault names the keys that are known there.
    """
    fault = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    match fault["type"]:
        case "extra_forbidden":
            known = _keys_at(form, fault["loc"][:-1]) if form else []
            return f"unknown key `{key}`" + (f"; expected {', '.join(known)}" if known else "")
        case "missing":
            return f"key `{key}` is missing"
    found = f", found {fault['input']!r:.80}" if key else ""
    return f"{f'key `{key}`: ' if key else ''}{fault['msg']}{found}"


def _keys_at(form: type[BaseModel], place: Sequence[int | str]) -> list[str]:
    """The keys that a form has at a place: `("chapters", 0)` gives those of a chapter."""
    for part in place:
        if isinstance(part, str):
            form = _forms(form.model_fields[part].annotation)[0]
    return list(form.model_fields)


def _forms(annotation: Any) -> list[type[BaseModel]]:
    """The forms named in a type: `tuple[Chapter, ...]` names `Chapter`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [form for inner in get_args(annotation) for form in _forms(inner)]
