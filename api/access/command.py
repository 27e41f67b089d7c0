"""`dovidnyk partner`: who may call. Running servers take up every change within a second."""

import json
from typing import Annotated

import typer
from rich.console import Console

from api.access import changes
from api.access.keys import Kind, NewKey, make_key
from api.access.lifetimes import parse_duration, parse_end
from api.access.origins import parse_origin
from api.access.partner_store import PartnersError, change_partners, partners_file, read_partners
from api.access.partners import KeyRecord, Partner, Partners, now_utc
from search.settings import read_settings

_KINDS = {"browser": Kind.BROWSER, "server": Kind.SERVER}
_WORDS = {Kind.BROWSER: "browser", Kind.SERVER: "server", Kind.ADMIN: "admin"}
_DEFAULT_GRACE = "24h"

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")
_ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)

PartnerArgument = Annotated[str, typer.Argument(help="the partner's id", show_default=False)]
KeyArgument = Annotated[str, typer.Argument(help="the key's id: its eight letters and digits", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="print one JSON object on standard output")]
ExpiresOption = Annotated[
    str | None, typer.Option("--expires", help="when it ends: `90d`, `2027-03-31`", show_default="never")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", min=1, help="requests a minute", show_default="DOVIDNYK_PARTNER_LIMIT")
]


@app.command()
def add(
    partner: Annotated[str, typer.Argument(help="an id for it: letters a to z, digits, `-`", show_default=False)],
    origin: Annotated[list[str] | None, typer.Option(help="of its pages; can be repeated", show_default=False)] = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a partner. It may call once it has a key.

    Example: `dovidnyk partner add example --origin https://www.example.org`
    """
    if not changes.is_partner_id(partner):
        raise PartnersError(f"'{partner}' can't be an id; expected letters a to z, digits and '-', a letter first")
    added = Partner(id=partner, origins=tuple(dict.fromkeys(map(parse_origin, origin or ()))), limit=limit)
    _show_partner(_change(lambda partners: changes.add_partner(partners, added)), partner, as_json)


@app.command()
def key(
    partner: PartnerArgument,
    kind: Annotated[str, typer.Option(help="`browser`, for pages, or `server`, secret", show_default=False)],
    expires: ExpiresOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key for a partner and print it, once.

    Examples: `dovidnyk partner key example --kind browser` · `dovidnyk partner key example --kind server --expires 90d`
    """
    if kind not in _KINDS:
        raise PartnersError(f"no kind '{kind}'; expected browser or server")
    new = make_key(_KINDS[kind])
    record = _record(new, expires)
    partners = _change(lambda partners: changes.add_key(partners, partner, record))
    if new.kind is Kind.BROWSER and not changes.find_partner(partners, partner).origins:
        _ERRORS.print(f"{partner} has no origins yet: 'dovidnyk partner origins {partner} --add https://…'")
    _show_key(new, record, as_json)


@app.command("admin-key")
def admin_key(expires: ExpiresOption = None, as_json: JsonOption = False) -> None:
    """Make an admin key, for `/metrics` and `/admin`, and print it, once.

    Example: `dovidnyk partner admin-key --expires 365d`
    """
    new = make_key(Kind.ADMIN)
    record = _record(new, expires)
    _change(lambda partners: changes.add_key(partners, None, record))
    _show_key(new, record, as_json)


@app.command("list")
def list_partners(as_json: JsonOption = False) -> None:
    """Show partners with their origins, and all keys by their ids.

    Example: `dovidnyk partner list`
    """
    partners = read_partners(partners_file(read_settings().var))
    if as_json:
        typer.echo(json.dumps(_partners_shown(partners), ensure_ascii=False))
        return
    for one in partners.partners:
        typer.echo(f"{one.id}: {_about(one)}")
        for record in one.keys:
            typer.echo(f"  {_key_line(record)}")
    for record in partners.admin_keys:
        typer.echo(_key_line(record))


@app.command()
def origins(
    partner: PartnerArgument,
    add: Annotated[list[str] | None, typer.Option(help="can be repeated", show_default=False)] = None,
    remove: Annotated[list[str] | None, typer.Option(help="can be repeated", show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Say from which pages a partner's browser keys count; without options, show them.

    Example: `dovidnyk partner origins example --add https://example.org --remove https://old.example.org:8443`
    """
    added, removed = [[parse_origin(one) for one in some or ()] for some in (add, remove)]
    if added or removed:
        partners = _change(
            lambda partners: changes.change_partner(
                partners, partner, lambda one: changes.change_origins(one, added, removed)
            )
        )
    else:
        partners = read_partners(partners_file(read_settings().var))
    _show_partner(partners, partner, as_json)


@app.command()
def limit(partner: PartnerArgument, limit: LimitOption = None, as_json: JsonOption = False) -> None:
    """Give a partner a limit of its own, or the usual one again.

    Examples: `dovidnyk partner limit example --limit 12000` · `dovidnyk partner limit example`
    """
    partners = _change(
        lambda partners: changes.change_partner(partners, partner, lambda one: one.model_copy(update={"limit": limit}))
    )
    _show_partner(partners, partner, as_json)


@app.command()
def rotate(
    key: KeyArgument,
    grace: Annotated[str, typer.Option(help="for how long the old one still counts")] = _DEFAULT_GRACE,
    expires: ExpiresOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key of the same kind in place of an old one, which counts on for a while, and print it, once.

    Example: `dovidnyk partner rotate 3f9a1c2b --grace 7d`
    """
    _, old = changes.find_key(read_partners(partners_file(read_settings().var)), key)
    new = make_key(old.kind)
    record = _record(new, expires)
    ends = record.created + parse_duration(grace)
    partners = _change(lambda partners: changes.rotate_key(partners, key, record, ends))
    _ERRORS.print(f"the old key {key} ends at {_time(changes.find_key(partners, key)[1].expires)}")
    _show_key(new, record, as_json)


@app.command()
def revoke(
    key: Annotated[str | None, typer.Argument(help="the key's id", show_default=False)] = None,
    partner: Annotated[str | None, typer.Option(help="all keys of this partner", show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key count no more, or all keys of a partner. It can't be undone.

    Examples: `dovidnyk partner revoke 3f9a1c2b` · `dovidnyk partner revoke --partner example`
    """
    if (key is None) == (partner is None):
        raise PartnersError("expected the id of a key, or --partner with the id of a partner")
    now = now_utc()

    def revoked(partners: Partners) -> Partners:
        ids = [key] if key else [one.id for one in changes.find_partner(partners, partner or "").keys]
        for one in ids:
            partners = changes.revoke_key(partners, one, now)
        return partners

    partners = _change(revoked)
    done = [changes.find_key(partners, key)[1]] if key else changes.find_partner(partners, partner or "").keys
    if as_json:
        typer.echo(json.dumps([_key_shown(one) for one in done]))
    else:
        _ERRORS.print(f"revoked: {', '.join(one.id for one in done) or 'nothing, it has no keys'}")


def _change(change: changes.Change) -> Partners:
    return change_partners(partners_file(read_settings().var), change)


def _record(key: NewKey, expires: str | None) -> KeyRecord:
    now = now_utc()
    return changes.record_of(key, now, parse_end(expires, now) if expires else None)


def _show_key(key: NewKey, record: KeyRecord, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"key": key.text, **_key_shown(record)}))
        return
    _ERRORS.print(f"{_WORDS[key.kind]} key {key.id}; it is shown only now:")
    typer.echo(key.text)


def _show_partner(partners: Partners, partner_id: str, as_json: bool) -> None:
    partner = changes.find_partner(partners, partner_id)
    if as_json:
        typer.echo(json.dumps(_partner_shown(partner), ensure_ascii=False))
    else:
        _ERRORS.print(f"partner {partner.id}: {_about(partner)}")


def _partners_shown(partners: Partners) -> dict[str, object]:
    return {
        "partners": [_partner_shown(one) for one in partners.partners],
        "admin_keys": [_key_shown(record) for record in partners.admin_keys],
    }


def _partner_shown(partner: Partner) -> dict[str, object]:
    return {
        "id": partner.id,
        "origins": list(partner.origins),
        "limit": partner.limit,
        "keys": [_key_shown(record) for record in partner.keys],
    }


def _key_shown(record: KeyRecord) -> dict[str, object]:
    """Without the hash: whoever has no key has no use for it."""
    shown = record.model_dump(mode="json", exclude={"digest"})
    return {**shown, "kind": _WORDS[record.kind], "state": record.state(now_utc())}


def _about(partner: Partner) -> str:
    return f"origins {', '.join(partner.origins) or 'none'}; limit {partner.limit or 'the usual one'}"


def _key_line(record: KeyRecord) -> str:
    times = f"made {_time(record.created)}, ends {_time(record.expires)}"
    return f"{record.id}  {_WORDS[record.kind]:7}  {record.state(now_utc()):7}  {times}"


def _time(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}Z" if moment else "never"
