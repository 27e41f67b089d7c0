"""An error as a page, for a reader who opened an address in a browser."""

from fastapi import Request, Response

from api.request_id import request_id_of
from api.templating import TEMPLATES

_FOR_PROGRAMS = ("/v1/", "/health/", "/assets/", "/openapi.json")
_UNAVAILABLE = ("Довідник зараз не відповідає", "Спробуйте, будь ласка, за кілька хвилин.")
_NOT_ALLOWED = (
    "Сюди потрібен ключ",
    "Ця адреса — для програм, які мають ключ доступу. Почніть, будь ласка, із пошуку.",
)
_TOO_MANY = ("Забагато запитів", "Зачекайте, будь ласка, хвилину й спробуйте ще раз.")
_NOT_FOUND = ("Такої сторінки немає", "Перевірте адресу або почніть із пошуку.")
_OTHER = ("Щось пішло не так", "Спробуйте ще раз. Якщо не допоможе, повідомте нас і назвіть номер запиту.")


def wants_page(request: Request) -> bool:
    """Whether the request comes from a browser that opens a page, not from a program that calls the API."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith(_FOR_PROGRAMS)


def error_page(request: Request, status: int, headers: dict[str, str] | None = None) -> Response:
    """The page for a status; it needs no index."""
    title, advice = {401: _NOT_ALLOWED, 404: _NOT_FOUND, 429: _TOO_MANY, 503: _UNAVAILABLE}.get(status, _OTHER)
    context = {"title": title, "advice": advice, "request_id": request_id_of(request.scope)}
    return TEMPLATES.TemplateResponse(request, "error.html", context, status, headers)
