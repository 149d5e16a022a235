"""Posting to an address that a stranger gave: over https, to public machines alone.

The name is looked up once, every address that it has is checked, and the connection goes to
one of these: a name that answers differently the next time gains nothing. Redirects are not
followed, proxies of the environment not used. All of it takes TOTAL seconds at most, however
slowly the other side drips out its answer, and however many addresses it has.

Origins in `PUSH_ALLOWED_ORIGINS` are exempt from the checks: a push service of one's own
network, and that of the tests.
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

CONNECT = 5.0  # seconds, to each address of a name
TOTAL = 15.0  # seconds, for all of one message but the look-up of the name
READ = 4_096  # bytes of an answer; more is nobody's business
AT_ONCE = 16  # connections to one machine
TRANSLATED = [IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48")]


class NotPublic(Exception):
    """The address is none that a message may be sent to."""


class Unreachable(Exception):
    """There was no answer. Says what kind of failure it was, and not whose address."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]


def check(url: str) -> None:
    """What can be told of an address without asking anybody. Raises NotPublic."""
    parts = urlsplit(url)
    if _allowed(url):
        return
    try:
        port = parts.port
    except ValueError:
        raise NotPublic("port") from None
    if parts.scheme != "https" or not parts.hostname or parts.username or port not in (None, 443):
        raise NotPublic("https")
    try:
        number = ip_address(parts.hostname)
    except ValueError:
        return
    if not is_public(str(number)):
        raise NotPublic("address")


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Raises NotPublic or Unreachable."""
    check(url)
    manager = _plain() if _allowed(url) else _guarded()
    http_deadline.begin(TOTAL)
    try:
        reply = manager.request(
            "POST",
            url,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            timeout=Timeout(connect=CONNECT, read=TOTAL),
            preload_content=False,
            decode_content=False,
        )
        try:
            if len(reply.read(READ)) == READ:
                reply.close()
        except (HTTPError, OSError):
            reply.close()  # what it answered stands at the head
        finally:
            reply.release_conn()
        return Answer(reply.status, reply.headers)
    except (HTTPError, OSError, UnicodeError) as error:
        if isinstance(error.__cause__, NotPublic):
            raise error.__cause__ from None
        raise Unreachable(type(error).__name__) from None


def is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner or any(found in net for net in TRANSLATED):
            return False  # no push service hides behind an address within an address
    return found.is_global and not found.is_multicast


def _allowed(url: str) -> bool:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" in settings.PUSH_ALLOWED_ORIGINS


class _Plain(HTTPConnection):
    response_class = http_deadline.Reply


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _Secure(HTTPSConnection):
    response_class = http_deadline.Reply


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Guarded(_Secure):
    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NewConnectionError(self, "no such name") from error
        if not all(is_public(str(address[0])) for *_, address in found):
            raise NewConnectionError(self, "not public") from NotPublic("address")
        problem: OSError | None = None
        for family, kind, protocol, _, address in found:
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(min(CONNECT, http_deadline.left()))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return sock
            except OSError as error:
                sock.close()
                problem = error
        raise NewConnectionError(self, "no connection") from problem


class _GuardedPool(HTTPSConnectionPool):
    ConnectionCls = _Guarded


@cache
def _guarded() -> PoolManager:
    return _manager({"https": _GuardedPool})


@cache
def _plain() -> PoolManager:
    return _manager({"http": _PlainPool, "https": _SecurePool})


def _manager(pools: dict[str, type[HTTPConnectionPool]]) -> PoolManager:
    manager = PoolManager(num_pools=20, maxsize=AT_ONCE, block=False)
    manager.pool_classes_by_scheme = pools
    return manager


def seconds(retry_after: str | None, now: float) -> float | None:
    """How long `Retry-After` asks to wait: it is a number of seconds, or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - now)
    except (TypeError, ValueError):
        return None
