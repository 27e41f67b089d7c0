"""The door of the service: who may call, from which pages, and how much. Pure ASGI, before any body is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.addresses import caller_token
from api.access.cors import PREFLIGHT_HEADERS, headers_for, is_preflight
from api.access.counters import Counters
from api.access.endpoints import Access, access_of, is_counted, is_for_any_origin
from api.access.gate import KEY_HEADER, Admitted, Refused, Rules, admit
from api.access.quota import WINDOW_SECONDS, Quota, exceeded, quota_headers
from api.access.register import Register, utc_now
from api.problems import problem_response

_READ = frozenset(
    name.encode()
    for name in (
        "authorization",
        KEY_HEADER,
        "origin",
        "host",
        "sec-fetch-site",
        "access-control-request-method",
    )
)
_NO_PARTNERS_ORIGIN = (
    "pages of this origin may not call this address; 'dovidnyk partner origins' gives a partner with a browser key "
    "its origins"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute; 0 for as many as come.

    Attributes:
        caller: of one network of callers, within a partner; a partner's server, which calls for many, is none.
        partner: of all callers of a partner together, unless its record says otherwise.
    """

    caller: int
    partner: int


class AccessMiddleware:
    """Refuses who may not call or calls too much, and sets `scope["partner"]`: a partner's id, or "" for none."""

    def __init__(
        self, app: ASGIApp, register: Register, counters: Counters, limits: Limits, *, without_keys: bool
    ) -> None:
        self.app = app
        self._register = register
        self._counters = counters
        self._limits = limits
        self._without_keys = without_keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["partner"] = ""
        path: str = scope["path"]
        access = access_of(path)
        headers = _headers(scope)
        rules = Rules(self._register.directory(), utc_now(), self._without_keys)
        shared = _shared_with(path, access, headers.get("origin"), rules)
        if is_preflight(scope["method"], headers):
            await _preflight(Request(scope), shared)(scope, receive, _with_headers(send, shared))
            return
        address = scope["client"][0] if scope.get("client") else None
        verdict = admit(access, headers, address, rules)
        if isinstance(verdict, Refused):
            await _refusal(Request(scope), verdict)(scope, receive, _with_headers(send, shared))
            return
        if verdict.partner is not None:
            scope["partner"] = verdict.partner.id
        quotas = await self._count(address, verdict) if is_counted(path) else []
        answered = _with_headers(send, shared | quota_headers(quotas))
        if over := exceeded(quotas):
            await _too_many(Request(scope), over)(scope, receive, answered)
            return
        await self.app(scope, receive, answered)

    async def _count(self, address: str | None, admitted: Admitted) -> list[Quota]:
        """Count a request against the caller's limit, then the partner's, which one greedy caller can't use up."""
        partner = admitted.partner
        quotas: list[Quota] = []
        if self._limits.caller and not admitted.by_server:
            token = caller_token(address, partner.id if partner else "", await self._counters.salt())
            quotas.append(await self._counters.hit("caller", token, self._limits.caller))
        if partner and (allowed := partner.limit or self._limits.partner) and not exceeded(quotas):
            quotas.append(await self._counters.hit("partner", partner.id, allowed))
        return quotas


def _headers(scope: Scope) -> dict[str, str]:
    """The headers that decide. One sent twice doesn't count twice: the values are joined, and match nothing."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in _READ:
            key = name.decode("latin-1")
            text = value.decode("latin-1")
            found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _shared_with(path: str, access: Access, origin: str | None, rules: Rules) -> dict[str, str]:
    """The headers by which pages elsewhere may read a response, or an error that explains itself."""
    if is_for_any_origin(path):
        return headers_for("*")
    known = origin is not None and access is not Access.ADMIN and rules.directory.knows_origin(origin, rules.now)
    return {"Vary": "Origin"} | (headers_for(origin) if known and origin else {})


def _preflight(request: Request, shared: Mapping[str, str]) -> Response:
    """It carries no key, so any active partner's origin will do; the key is looked at in the request that follows."""
    if "Access-Control-Allow-Origin" in shared:
        return Response(status_code=204, headers=PREFLIGHT_HEADERS)
    return problem_response(request, 403, _NO_PARTNERS_ORIGIN)


def _refusal(request: Request, refused: Refused) -> Response:
    headers = {"WWW-Authenticate": refused.challenge} if refused.challenge else None
    return problem_response(request, refused.status, refused.detail, headers)


def _too_many(request: Request, over: Quota) -> Response:
    who = "one network" if over.name == "caller" else "this partner"
    detail = f"over {over.allowed} requests in {WINDOW_SECONDS} s from {who}; try again in {over.reset} s"
    return problem_response(request, 429, detail, {"Retry-After": str(over.reset)})


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    """A `send` that adds headers to the response; those that it has stay, and names in `Vary` join them."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            sent = MutableHeaders(scope=message)
            for name, value in headers.items():
                if name == "Vary":
                    sent.add_vary_header(value)
                else:
                    sent.setdefault(name, value)
        await send(message)

    return send_with_headers
