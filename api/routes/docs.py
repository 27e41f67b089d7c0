"""`/docs`: the API described from its own OpenAPI document, as a plain page that loads nothing from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from api.templating import TEMPLATES

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an operation or a field of a body."""

    name: str
    type: str
    required: bool
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    method: str
    path: str
    summary: str
    description: str
    fields: tuple[Field, ...]
    response: str


@router.get("/docs")
def docs_page(request: Request) -> Response:
    """All operations with their fields."""
    document = request.app.openapi()
    context = {"document": document, "operations": list(_operations(document))}
    return TEMPLATES.TemplateResponse(request, "docs.html", context)


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation.get("summary", ""),
                description=operation.get("description", ""),
                fields=tuple(_fields(document, operation)),
                response=_response_model(operation),
            )


def _fields(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Iterator[Field]:
    for parameter in operation.get("parameters", []):
        required = parameter.get("required", False)
        yield _field(parameter["name"], parameter["schema"], required, parameter.get("description", ""))
    if body := operation.get("requestBody"):
        schema = _resolved(document, body["content"]["application/json"]["schema"])
        for name, field in schema["properties"].items():
            yield _field(name, field, name in schema.get("required", []), field.get("description", ""))


def _field(name: str, schema: Mapping[str, Any], required: bool, description: str) -> Field:
    limits = [f"{sign} {schema[key]:g}" for key, sign in (("minimum", "≥"), ("maximum", "≤")) if key in schema]
    kind = ", ".join([schema.get("type", "any"), *limits])
    default = str(schema.get("default", "")).lower()
    return Field(name, kind, required, default, description or schema.get("description", ""))


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    name = schema["$ref"].rpartition("/")[2]
    found: Mapping[str, Any] = document["components"]["schemas"][name]
    return found


def _response_model(operation: Mapping[str, Any]) -> str:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    return str(content.get("schema", {}).get("$ref", "")).rpartition("/")[2]
