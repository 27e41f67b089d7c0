"""Without keys only the machine itself is answered."""

from pathlib import Path

import httpx
import pytest

from api.access.exposure import ExposureError, check_exposure
from api.access.partner_store import partners_file, read_partners
from api.access.partners import Partners
from search.settings import Settings
from tests.api.access.conftest import write_partners
from tests.api.conftest import serving


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_loopback_needs_no_keys(host: str) -> None:
    check_exposure(host, Partners(), without_keys=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_any_other_address_needs_keys_or_a_word(host: str, tmp_path: Path) -> None:
    with pytest.raises(ExposureError, match=r"--without-keys or DOVIDNYK_WITHOUT_KEYS=true"):
        check_exposure(host, Partners(), without_keys=False)
    check_exposure(host, Partners(), without_keys=True)
    write_partners(tmp_path)
    check_exposure(host, read_partners(partners_file(tmp_path)), without_keys=False)


@pytest.mark.parametrize(("without_keys", "status"), [(False, 401), (True, 503)])
def test_behind_a_proxy_other_machines_are_refused_without_keys(
    tmp_path: Path, without_keys: bool, status: int
) -> None:
    settings = Settings(var=tmp_path, trusted_proxies="127.0.0.1", without_keys=without_keys)
    with serving(settings) as url:
        assert httpx.get(f"{url}/v1/sections").status_code == 503
        forwarded = httpx.get(f"{url}/v1/sections", headers={"X-Forwarded-For": "192.0.2.9"})
        assert forwarded.status_code == status
