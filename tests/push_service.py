"""A fake push service: verifies the sender's signature and decrypts as a browser would.

RFC 8030 (TTL, Topic, Urgency), RFC 8291 (encryption), RFC 8292 (VAPID). Responses are set
per endpoint.
"""

import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Browser:
    """One subscription: its endpoint, and the keys that only the browser has."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: uuid4().bytes)

    def to_json(self) -> dict[str, Any]:
        """As `PushSubscription.toJSON()` gives it."""
        point = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": b64(point), "auth": b64(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}


@dataclass
class Message:
    endpoint: str
    headers: Mapping[str, str]
    body: bytes
    claims: dict[str, Any]
    content: dict[str, Any] | None  # decrypted, where the browser is known


@dataclass
class Answer:
    status: int = 201
    headers: Mapping[str, str] = field(default_factory=dict)
    drips: str = ""  # "head" or "body": comes letter by letter, for three seconds


class PushService:
    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"
        self.browsers: dict[str, Browser] = {}
        self.answers: dict[str, list[Answer]] = {}  # by endpoint, one a message; then 201
        self.messages: list[Message] = []
        self.refused: list[str] = []  # reasons of rejected messages
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.heard_out: list[str] = []  # endpoints whose slow-drip response was read to the end
        self.known: dict[str, dict[str, Any]] = {}  # verified signatures and their claims

    def browser(self, *answers: Answer) -> Browser:
        """A browser subscribed here."""
        browser = Browser(f"{self.origin}/push/{uuid4()}")
        self.browsers[browser.endpoint] = browser
        self.answers[browser.endpoint] = list(answers)
        return browser

    def take(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        endpoint = self.origin + path
        try:
            message = self._read(endpoint, headers, body)
        except Exception as problem:
            self.refused.append(f"{type(problem).__name__}: {problem}")
            return Answer(400)
        with self.lock:
            self.messages.append(message)
            waiting = self.answers.get(endpoint, [])
            return waiting.pop(0) if waiting else Answer()

    def _read(self, endpoint: str, headers: Mapping[str, str], body: bytes) -> Message:
        assert headers["Content-Encoding"] == "aes128gcm"
        assert 0 <= int(headers["TTL"]) <= 28 * 86_400
        assert len(headers["Topic"]) <= 32
        assert headers["Urgency"] in {"very-low", "low", "normal", "high"}
        assert len(body) <= 4_096
        authorization = headers["Authorization"]
        claims = self.known.get(authorization) or self._signed(authorization)
        self.known[authorization] = claims
        browser = self.browsers.get(endpoint)
        content = None
        if browser is not None:
            plain = http_ece.decrypt(
                body, private_key=browser.private, auth_secret=browser.auth, version="aes128gcm"
            )
            content = json.loads(plain)
        return Message(endpoint, dict(headers), body, claims, content)

    def _signed(self, authorization: str) -> dict[str, Any]:
        """The verified claims of the VAPID token: audience, expiry, subject (RFC 8292)."""
        scheme, _, rest = authorization.partition(" ")
        assert scheme == "vapid"
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        point = unb64(parts["k"])
        assert len(point) == 65
        x, y = point[1:33], point[33:]
        key = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": b64(x), "y": b64(y)})
        token = jwt.decode(parts["t"], key, algorithms=["ES256"])
        claims: dict[str, Any] = dict(token.claims)
        assert claims["aud"] == self.origin
        assert time.time() < claims["exp"] <= time.time() + 86_400
        assert claims["sub"].startswith(("mailto:", "https:"))
        return {**claims, "key": parts["k"]}


@contextmanager
def push_service() -> Iterator[PushService]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = service.take(self.path, dict(self.headers), body)
            if answer.drips:
                self.drip(answer)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def drip(self, answer: Answer) -> None:
            head, body = (
                f"HTTP/1.1 {answer.status} Fine\r\nX-Slow: ",
                "\r\nContent-Length: 60\r\n\r\n",
            )
            slow = "z" * 60
            self.close_connection = True
            with suppress(OSError):  # the client closed the connection
                self.wfile.write((head + (body if answer.drips == "body" else "")).encode())
                for letter in slow:
                    service.over.wait(0.05)
                    self.wfile.write(letter.encode())
                self.wfile.write((body + slow).encode() if answer.drips == "head" else b"")
                service.heard_out.append(self.path)

        def do_GET(self) -> None:
            service.refused.append(f"GET {self.path}")
            self.send_error(405)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = PushService(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
