"""What names a person goes, what asks stays."""

import pytest

from api.personal_data import REMOVED, without_personal_data


@pytest.mark.parametrize(
    "secret",
    [
        "olena.k+jp@example.co.jp",
        "+380 67 123 45 67",
        "080-1234-5678",
        "(03) 5796-7234",
        "0570013904",
        "4111 1111 1111 1111",
        "AB12345678CD",
        "ав12345678сд",
        "FE123456",
        "АА 123456",
        "001234567",
        "1234-5678-9012",
        "０８０１２３４５６７８",
    ],
)
def test_personal_data_is_taken_out(secret: str) -> None:
    kept = without_personal_data(f"Мій номер {secret}, що робити?")
    assert kept == f"Мій номер {REMOVED}, що робити?"


@pytest.mark.parametrize(
    "text",
    [
        "Паспорт із 1998 року, картка до 18.03.2027, що робити за 14 днів?",
        "фото 3 x 4 см",
        "пункт 2-6 (3)",
        "номер 110 чи 119",
        "візит о 10:30, поїзд 7",
    ],
)
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert without_personal_data(text) == text
