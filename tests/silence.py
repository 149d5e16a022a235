"""A TCP proxy that can fall silent: connections stay open and nothing goes through."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qs, urlsplit


class SilentProxy:
    """Forwards to one address; while `silent`, bytes wait and new connections get no reply."""

    def __init__(self, family: int, target: str | tuple[str | None, int]) -> None:
        self._family, self._target = family, target
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._heard = threading.Event()
        self._heard.set()
        self._closed = False
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def silence(self) -> None:
        self._heard.clear()

    def speak(self) -> None:
        self._heard.set()

    def close(self) -> None:
        self._closed = True
        self._heard.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._forward, args=(client,), daemon=True).start()

    def _forward(self, client: socket.socket) -> None:
        server = socket.socket(self._family, socket.SOCK_STREAM)
        with client, server, suppress(OSError), selectors.DefaultSelector() as ready:
            server.connect(self._target)
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(65_536)  # type: ignore[union-attr]
                    self._heard.wait()
                    if not data:
                        return
                    key.data.sendall(data)


@contextmanager
def silent_proxy(url: str) -> Iterator[tuple[SilentProxy, str]]:
    """A proxy to the PostgreSQL of this URL, and the URL that goes through it."""
    parts = urlsplit(url)
    folder = parse_qs(parts.query).get("host", [None])[0]
    port = parts.port or 5432
    proxy = (
        SilentProxy(socket.AF_UNIX, f"{folder}/.s.PGSQL.{port}")
        if folder
        else SilentProxy(socket.AF_INET, (parts.hostname, port))
    )
    try:
        user = parts.netloc.rpartition("@")[0]
        yield proxy, parts._replace(netloc=f"{user}@127.0.0.1:{proxy.port}", query="").geturl()
    finally:
        proxy.close()
