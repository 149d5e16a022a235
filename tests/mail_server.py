"""A fake SMTP server (RFC 5321) that records messages as they were on the wire.

Replies other than success are set by command.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from socketserver import StreamRequestHandler, ThreadingTCPServer

SILENCE = "(silence)"
ANSWERS = {
    "CONNECT": "220 here",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    ".": "250 2.0.0 taken",  # after the whole message
    "QUIT": "221 bye",
}


@dataclass
class Mail:
    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(self.raw)

    def part(self, kind: str) -> str:
        """The text of the part of this type, decoded."""
        [match] = [part for part in self.message.walk() if part.get_content_type() == kind]
        return str(match.get_content())


@dataclass
class MailServer:
    port: int
    mails: list[Mail] = field(default_factory=list)
    connections: int = 0
    gate: threading.Event | None = None  # a message is accepted once this is set
    waiting: int = 0  # messages before the gate
    patience: int = 1_000_000  # mails of one connection, which is closed after them
    # Replies by command ("." is the message), one each time; "" closes the connection and
    # SILENCE keeps it open without a reply.
    refusals: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, command: str) -> str:
        waiting = self.refusals.get(command)
        return waiting.pop(0) if waiting else ANSWERS.get(command, "250 fine")


@contextmanager
def mail_server() -> Iterator[MailServer]:
    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            server.connections += 1
            self._say(server.answer("CONNECT"))
            sender, recipients = "", list[str]()
            left = server.patience
            while line := self.rfile.readline().decode().strip():
                command, _, rest = line.partition(" ")
                answer = server.answer(command.upper())
                if not self._say(answer):
                    return
                if command.upper() == "MAIL":
                    sender, recipients = _address(rest), []
                elif command.upper() == "RCPT" and answer.startswith("250"):
                    recipients.append(_address(rest))
                elif answer.startswith("354"):
                    raw = self._message()
                    if server.gate:
                        server.waiting += 1
                        server.gate.wait()
                    answer = server.answer(".")
                    if answer.startswith("250"):
                        server.mails.append(Mail(sender, recipients, raw))
                    left -= 1
                    if not self._say(answer) or not left:
                        return
                elif answer.startswith("221"):
                    return

        def _say(self, answer: str) -> bool:
            if answer == SILENCE:
                self.rfile.read()  # until the client closes it
                return False
            self.wfile.write(f"{answer}\r\n".encode() if answer else b"")
            return bool(answer)

        def _message(self) -> bytes:
            lines = list[bytes]()
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as tcp:
        tcp.daemon_threads = True
        server = MailServer(tcp.server_address[1])
        thread = threading.Thread(target=tcp.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            tcp.shutdown()
            thread.join()


def _address(argument: str) -> str:
    return argument.partition("<")[2].partition(">")[0]
