"""SSRF guard: POST to a URL from a user, over https and only to public addresses.

The name is resolved once, every address is checked, and the connection goes to one of them:
DNS rebinding gains nothing. Redirects are not followed, environment proxies not used. All of
it takes TOTAL_TIMEOUT at most, even from a slow-drip server or one with many addresses.

Origins in `PUSH_ALLOWED_ORIGINS` are exempt: a push service in one's own network, or of the
tests.
"""

import socket
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from reminders import http_deadline

CONNECT_TIMEOUT = 5.0  # seconds, for each address of a name
TOTAL_TIMEOUT = 10.0  # seconds, for the whole exchange without the DNS lookup
MAX_RESPONSE_BYTES = 4_096
MAX_CONNECTIONS = 16  # to one host
NAT64_NETWORKS = [IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48")]


class BlockedAddress(Exception):
    """The URL or the address is not allowed."""


class Unreachable(Exception):
    """No response. The message names the kind of failure, and no address."""


class Response(NamedTuple):
    status: int
    headers: Mapping[str, str]


def check_url(url: str) -> None:
    """Check a URL without network access. Raises BlockedAddress."""
    parts = urlsplit(url)
    if _is_exempt_origin(url):
        return
    try:
        port = parts.port
    except ValueError:
        raise BlockedAddress("port") from None
    if parts.scheme != "https" or not parts.hostname or parts.username or port not in (None, 443):
        raise BlockedAddress("https")
    try:
        address = ip_address(parts.hostname)
    except ValueError:
        return
    if not is_public(str(address)):
        raise BlockedAddress("address")


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Response:
    """Raises BlockedAddress or Unreachable."""
    check_url(url)
    manager = _unguarded_pool() if _is_exempt_origin(url) else _guarded_pool()
    http_deadline.start_deadline(TOTAL_TIMEOUT)
    try:
        reply = manager.request(
            "POST",
            url,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            timeout=Timeout(connect=CONNECT_TIMEOUT, read=TOTAL_TIMEOUT),
            preload_content=False,
            decode_content=False,
        )
        try:
            if len(reply.read(MAX_RESPONSE_BYTES)) == MAX_RESPONSE_BYTES:
                reply.close()
        except (HTTPError, OSError):
            reply.close()  # the status is known
        finally:
            reply.release_conn()
        return Response(reply.status, reply.headers)
    except (HTTPError, OSError, UnicodeError) as error:
        if isinstance(error.__cause__, BlockedAddress):
            raise error.__cause__ from None
        raise Unreachable(type(error).__name__) from None


def is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        embedded = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if embedded or any(ip in network for network in NAT64_NETWORKS):
            return False  # no push service needs an IPv4 address embedded in IPv6
    return ip.is_global and not ip.is_multicast


def _is_exempt_origin(url: str) -> bool:
    """Whether PUSH_ALLOWED_ORIGINS has the origin: it needs neither https nor a public address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" in settings.PUSH_ALLOWED_ORIGINS


class _Plain(HTTPConnection):
    response_class = http_deadline.DeadlineResponse


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _Secure(HTTPSConnection):
    response_class = http_deadline.DeadlineResponse


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Guarded(_Secure):
    def _new_conn(self) -> socket.socket:
        try:
            addresses = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, "no such name") from error
        if not all(is_public(str(address[0])) for *_, address in addresses):
            raise NewConnectionError(self, "not public") from BlockedAddress("address")
        last_error: OSError | None = None
        for family, kind, protocol, _, address in addresses:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(min(CONNECT_TIMEOUT, http_deadline.remaining_seconds()))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                sock.close()
                last_error = error
        raise NewConnectionError(self, "no connection") from last_error


class _GuardedPool(HTTPSConnectionPool):
    ConnectionCls = _Guarded


@cache
def _guarded_pool() -> PoolManager:
    return _manager({"https": _GuardedPool})


@cache
def _unguarded_pool() -> PoolManager:
    return _manager({"http": _PlainPool, "https": _SecurePool})


def _manager(pools: dict[str, type[HTTPConnectionPool]]) -> PoolManager:
    manager = PoolManager(num_pools=20, maxsize=MAX_CONNECTIONS, block=False)
    manager.pool_classes_by_scheme = pools
    return manager


def retry_after_seconds(retry_after: str | None, now: float) -> float | None:
    """Parse `Retry-After`: a number of seconds, or an HTTP date. None if absent or invalid."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - now)
    except (TypeError, ValueError):
        return None
