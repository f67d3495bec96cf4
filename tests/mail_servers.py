"""Servers of this computer that messages are handed to, each with a certificate of its own."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import http.server
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    """A certificate for this computer, and how a server and a client use it."""

    folder: Path
    pem: str

    def of_server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "cert.pem", self.folder / "key.pem")
        return context


def make_certificate(folder: Path) -> Certificate:
    """Make a certificate that signs itself, for localhost and 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    found = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = found.public_bytes(serialization.Encoding.PEM).decode()
    (folder / "cert.pem").write_text(pem)
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return Certificate(folder, pem)


@dataclass
class Mailbox:
    """What a mail server took, and how it behaves.

    Attributes:
        says: what it answers to the text; None to take it.
        dies: cut the connection once the text was taken, without an answer.
    """

    taken: list[tuple[str, str]] = field(default_factory=list)
    says: str | None = None
    dies: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.says is not None:
            return self.says
        text = envelope.content.decode("utf-8", "replace")
        self.taken.append((envelope.rcpt_tos[0], text))
        if self.dies:
            server.transport.abort()
        return "250 taken"


@contextlib.contextmanager
def mail_server(certificate: Certificate, mailbox: Mailbox) -> Iterator[int]:
    """Run a mail server over TLS; answers its port."""
    loop = asyncio.new_event_loop()

    def speaker() -> SMTP:
        return SMTP(mailbox, loop=loop, hostname="localhost")

    serving = loop.create_server(speaker, "127.0.0.1", 0, ssl=certificate.of_server())
    server = loop.run_until_complete(serving)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


@dataclass
class Gate:
    """What a gateway took: each body under its key, in the order they came; and how it answers."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    status: int = 200
    answer: bytes = b'{"ok": true}'
    sends: dict[str, str] = field(default_factory=dict)
    port: int = 0


@contextlib.contextmanager
def gateway(certificate: Certificate, gate: Gate) -> Iterator[Gate]:
    """Run an HTTPS gateway that notes all it is given."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with contextlib.suppress(ValueError):
                gate.taken.append(json.loads(body))
            gate.headers.append(dict(self.headers))
            self.send_response(gate.status)
            for name, value in gate.sends.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(gate.answer)))
            self.end_headers()
            self.wfile.write(gate.answer)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: Any) -> None:
            """Clients that hang up in the middle are what is tried here."""

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = certificate.of_server().wrap_socket(server.socket, server_side=True)
    gate.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield gate
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def smtp_channel(certificate: Certificate, port: int) -> dict[str, Any]:
    """Answer the body of a mail channel to a server of this computer."""
    return {
        "key": "mail",
        "title": "测试邮箱",
        "kind": "smtp",
        "host": "127.0.0.1",
        "port": port,
        "sender": "office@example.com",
        "authority": certificate.pem,
    }


def gateway_channel(certificate: Certificate, port: int, **more: Any) -> dict[str, Any]:
    """Answer the body of an SMS channel to a gateway of this computer."""
    return {
        "key": "sms",
        "title": "短信网关",
        "kind": "gateway",
        "address": f"https://127.0.0.1:{port}/send",
        "inside": True,
        "authority": certificate.pem,
        **more,
    }
