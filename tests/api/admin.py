"""What a request for `/admin` or `/metrics` is sent with."""

from pathlib import Path


def admin_headers(var: Path) -> dict[str, str]:
    """Headers that let a caller in to the administration of a server over this folder."""
    del var
    return {}
