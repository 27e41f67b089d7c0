"""Keys in the OpenAPI document: which operation takes which."""

from typing import Any

from api.access.endpoints import Access, access_of

_SCHEMES: dict[str, Any] = {
    "browserKey": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Dovidnyk-Key",
        "description": "публічний ключ сторінок партнера (dvd_pub_…); діє лише з їхніх адрес",
    },
    "serverKey": {
        "type": "http",
        "scheme": "bearer",
        "description": "таємний ключ сервера партнера (dvd_srv_…)",
    },
    "adminKey": {"type": "http", "scheme": "bearer", "description": "ключ адміністратора (dvd_adm_…)"},
}
_SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.OPEN: [],
    Access.KEY: [{"browserKey": []}, {"serverKey": []}],
    Access.ADMIN: [{"adminKey": []}],
}


def with_security(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the keys that each operation takes. Changes it in place; doing so again changes nothing."""
    document.setdefault("components", {})["securitySchemes"] = _SCHEMES
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["security"] = _SECURITY[access_of(path)]
    return document
