"""Callers are counted by their network, under a salt."""

import pytest

from api.access.addresses import caller_token, is_this_machine, make_salt, network_of


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:0:100::1", "2001:db8:0:1ff::9", True),
        ("2001:db8:0:100::1", "2001:db8:0:200::1", False),
        ("::ffff:192.0.2.1", "192.0.2.7", True),
        ("testclient", None, True),
    ],
)
def test_addresses_of_one_network_are_one_caller(one: str | None, other: str | None, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same
    salt = make_salt()
    assert (caller_token(one, "a", salt) == caller_token(other, "a", salt)) is same


def test_a_token_says_nothing_without_its_salt_and_differs_by_partner() -> None:
    salt = make_salt()
    token = caller_token("192.0.2.1", "a", salt)
    assert token == caller_token("192.0.2.1", "a", salt)
    assert token != caller_token("192.0.2.1", "b", salt)
    assert token != caller_token("192.0.2.1", "a", make_salt())
    assert "192" not in token.split(".")


@pytest.mark.parametrize(
    ("address", "here"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("192.0.2.1", False), (None, False), ("", False)],
)
def test_the_loopback_is_this_machine(address: str | None, here: bool) -> None:
    assert is_this_machine(address) is here
