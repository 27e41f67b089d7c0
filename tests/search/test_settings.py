"""Settings from variables."""

from pathlib import Path

import pytest

from search.errors import SettingsError
from search.settings import PREFIX, Settings, read_settings


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_every_setting_has_a_default_that_works_in_a_checkout() -> None:
    settings = read_settings()
    assert (settings.corpus, settings.var) == (Path("corpus/uk"), Path("var"))
    assert (settings.model, settings.precision) == ("multilingual-e5-small", "int8")


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_variables_set_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOVIDNYK_VAR", "/srv/dovidnyk")
    monkeypatch.setenv("DOVIDNYK_THREADS", "2")
    settings = read_settings()
    assert (settings.var, settings.threads) == (Path("/srv/dovidnyk"), 2)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DOVIDNYK_PORT", "eighty", r"setting DOVIDNYK_PORT: .*valid integer.*, found 'eighty'"),
        ("DOVIDNYK_PORT", "70000", r"setting DOVIDNYK_PORT: .*less than or equal to 65535, found '70000'"),
        ("DOVIDNYK_PRECISION", "int4", r"setting DOVIDNYK_PRECISION: .*'int8' or 'float32', found 'int4'"),
        ("DOVIDNYK_MODEL", "", r"setting DOVIDNYK_MODEL: .*at least 1 character, found ''"),
        ("DOVIDNYK_TRUSTED_PROXIES", "*", r"setting DOVIDNYK_TRUSTED_PROXIES: .*'\*' does not appear to be"),
        ("DOVIDNYK_VECTORS", "milvus", r"setting DOVIDNYK_VECTORS: .*expected auto, exact, hnsw or milvus\+http"),
        ("DOVIDNYK_VECTORS", "milvus+http://", r"setting DOVIDNYK_VECTORS: .*expected milvus\+http://host:port"),
        ("DOVIDNYK_POTR", "80", r"unknown setting DOVIDNYK_POTR; known are DOVIDNYK_\w+, .*DOVIDNYK_PORT"),
    ],
)
def test_a_bad_setting_is_named_with_what_was_expected(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=message):
        read_settings()
