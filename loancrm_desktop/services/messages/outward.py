"""Speaks HTTPS to a server that may be hostile: where it leads, how long, how much is limited.

No redirect is followed, so that an answer cannot send us elsewhere; a name is resolved once, and
the very address that was looked at is the one spoken to (threat T24, and requests forged by
whoever writes a rule).
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Timer
from urllib.parse import urlsplit

from loancrm_desktop.services.messages.outcome import Trouble

TIMEOUT_S = 15.0
DEADLINE_S = 40.0
MOST_BYTES = 64_000


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """A request to the outside.

    Attributes:
        address: begins with https://.
        inside: whether the server may stand in the office's own network.
        authority: certificates to trust for it instead of the system's; empty for those.
    """

    address: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    method: str = "POST"
    inside: bool = False
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered; `body` is cut at `MOST_BYTES`."""

    status: int
    body: bytes


def ask(request: Request, *, timeout_s: float = TIMEOUT_S, deadline_s: float = DEADLINE_S) -> Reply:
    """Send a request and answer what the server said.

    Runs: the outside lane.

    Raises:
        Trouble: `again` when nothing was handed over, `unclear` when it was and no answer came,
            `failed` when this address is not spoken to.
    """
    parts = urlsplit(request.address)
    host, port = parts.hostname or "", parts.port or 443
    if parts.scheme != "https" or not host or parts.username or parts.password:
        raise Trouble("failed", "only addresses that begin with https:// are used")
    line = _connected(host, _looked_up(host, port, inside=request.inside), request, timeout_s)
    watch = Timer(deadline_s, _cut, (line,))
    watch.daemon = True
    watch.start()
    try:
        return _exchange(line, request, host if port == 443 else f"{host}:{port}", _path(request))
    finally:
        watch.cancel()
        line.close()


def is_private(address: str) -> bool:
    """Say whether an address lies in an office's own network, or in this computer."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped if mapped is not None else found
    return not found.is_global or found.is_multicast


def _looked_up(host: str, port: int, *, inside: bool) -> tuple[str, int]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Trouble("again", "the name of the server is not known") from fault
    addresses = [str(each[4][0]) for each in found]
    if not inside and any(is_private(each) for each in addresses):
        raise Trouble("failed", "this address lies in a private network")
    return addresses[0], port


def _connected(
    host: str, place: tuple[str, int], request: Request, timeout_s: float
) -> ssl.SSLSocket:
    context = ssl.create_default_context(cadata=request.authority or None)
    try:
        plain = socket.create_connection(place, timeout_s)
    except OSError as fault:
        raise Trouble("again", type(fault).__name__) from fault
    try:
        return context.wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError as fault:
        plain.close()
        raise Trouble("failed", f"certificate: {fault.verify_message}") from fault
    except OSError as fault:
        plain.close()
        raise Trouble("again", type(fault).__name__) from fault


def _exchange(line: ssl.SSLSocket, request: Request, host: str, path: str) -> Reply:
    connection = http.client.HTTPConnection(host)
    connection.sock = line
    try:
        connection.putrequest(request.method, path, skip_accept_encoding=True)
        for name, value in {
            "Content-Length": str(len(request.body)),
            "Connection": "close",
            **request.headers,
        }.items():
            connection.putheader(name, value)
        connection.endheaders(request.body)
        answer = connection.getresponse()
        return Reply(answer.status, answer.read(MOST_BYTES))
    except (http.client.HTTPException, OSError, ValueError) as fault:
        raise Trouble("unclear", type(fault).__name__) from fault


def _path(request: Request) -> str:
    parts = urlsplit(request.address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _cut(line: ssl.SSLSocket) -> None:
    """End a connection whose server lets us wait for ever."""
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
