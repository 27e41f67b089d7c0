"""One way to say what a validation found: which key, what it holds, what was expected."""

from pydantic import ValidationError


def first_fault(error: ValidationError) -> str:
    """The first fault of a validation, in one line."""
    fault = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    match fault["type"]:
        case "extra_forbidden":
            return f"unknown key `{key}`"
        case "missing":
            return f"key `{key}` is missing"
    found = f", found {fault['input']!r:.80}" if key else ""
    return f"{f'key `{key}`: ' if key else ''}{fault['msg']}{found}"
