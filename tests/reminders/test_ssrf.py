"""SSRF: push endpoints are untrusted; only https to public addresses is allowed."""

import socket
from typing import Any

import pytest

from reminders import http_deadline
from reminders.ssrf import (
    CONNECT_TIMEOUT,
    TOTAL_TIMEOUT,
    BlockedAddress,
    Unreachable,
    check_url,
    is_public,
    post,
)

PUBLIC, PRIVATE = "93.184.216.34", "10.0.0.7"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),  # noqa: S104
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:93.184.216.34", "64:ff9b::a00:7", "2002:a00:7::1"),
        *("2001:0:53aa:64c::1", "2001:db8::1"),
    ],
)
def test_an_address_that_is_not_public_is_none(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1"])
def test_one_that_is_public_is_fine(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://push.example.org/x", "ftp://push.example.org/x", "push.example.org", ""),
        *("https://127.0.0.1/x", "https://[::1]/x", "https://10.0.0.7/x"),
        *("https://user:word@push.example.org/x", "https://push.example.org:8443/x"),
        *("https://push.example.org:99999/x", "https:///x", "file:///etc/passwd"),
    ],
)
def test_a_forbidden_url_is_rejected_without_dns(url: str) -> None:
    with pytest.raises(BlockedAddress):
        check_url(url)


class Names:
    """A fake resolver that records which addresses were connected to."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.lookups, self.connected = list(answers), 0, list[Any]()

    def getaddrinfo(self, host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        self.lookups += 1
        addresses = self.answers.pop(0)
        if not addresses:
            raise socket.gaierror
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses
        ]

    def connect(self, _: socket.socket, address: Any) -> None:
        self.connected.append(address)
        raise ConnectionRefusedError


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    fake = Names()

    class Socket(socket.socket):
        def connect(self, address: Any) -> None:
            fake.connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", fake.getaddrinfo)
    monkeypatch.setattr(socket, "socket", Socket)
    return fake


def test_the_name_is_resolved_once_and_the_checked_address_connected_to(names: Names) -> None:
    names.answers = [[PUBLIC], [PRIVATE]]  # DNS rebinding: the second query has another answer
    with pytest.raises(Unreachable):
        post("https://push.example.org/x", b"", {})
    assert (names.lookups, names.connected) == (1, [(PUBLIC, 443)])


@pytest.mark.parametrize("addresses", [[PRIVATE], [PUBLIC, PRIVATE], ["127.0.0.1"]])
def test_a_name_that_leads_inside_is_not_connected_to(names: Names, addresses: list[str]) -> None:
    names.answers = [addresses]
    with pytest.raises(BlockedAddress):
        post("https://push.example.org/x", b"", {})
    assert names.connected == []


def test_each_address_is_tried(names: Names) -> None:
    names.answers = [[PUBLIC, "8.8.8.8"]]
    with pytest.raises(Unreachable):
        post("https://push.example.org/x", b"", {})
    assert names.connected == [(PUBLIC, 443), ("8.8.8.8", 443)]


def test_a_name_with_many_addresses_takes_no_longer(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each is tried in vain for as long as it may take.
    monkeypatch.setattr(http_deadline, "monotonic", lambda: len(names.connected) * CONNECT_TIMEOUT)
    names.answers = [[f"8.8.8.{n}" for n in range(1, 200)]]
    with pytest.raises(Unreachable):
        post("https://push.example.org/x", b"", {})
    assert len(names.connected) == TOTAL_TIMEOUT / CONNECT_TIMEOUT


def test_a_name_that_is_none_is_unreachable(names: Names) -> None:
    names.answers = [[]]
    with pytest.raises(Unreachable):
        post("https://push.example.org/x", b"", {})


def test_an_invalid_host_name_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        post(f"https://{'x' * 70}.example.org/x", b"", {})


def test_the_proxy_of_the_environment_is_not_used(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    names.answers = [[PUBLIC]]
    with pytest.raises(Unreachable):
        post("https://push.example.org/x", b"", {})
    assert names.connected == [(PUBLIC, 443)]
