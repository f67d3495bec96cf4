"""Sends e-mail through an account: TLS always, the server's certificate always checked."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from threading import Timer

from loancrm_desktop.services.messages.design import ChannelDesign, is_mail_address
from loancrm_desktop.services.messages.outcome import Outcome, Trouble
from loancrm_desktop.services.messages.parcel import Letter
from loancrm_desktop.services.office import system_clock

TIMEOUT_S = 20.0
"""How long one answer is waited for."""
DEADLINE_S = 90.0
"""How long all of it may take; far less than a claim holds."""


def send(
    letter: Letter,
    channel: ChannelDesign,
    secrets: dict[str, str],
    *,
    timeout_s: float = TIMEOUT_S,
    deadline_s: float = DEADLINE_S,
) -> Outcome:
    """Hand an e-mail to the mail server.

    What fails before the text is handed over may be tried again; once it is handed over and no
    answer comes, nobody knows.

    Runs: the outside lane.
    """
    if not is_mail_address(letter.to):
        return Outcome("failed", "the e-mail address does not have the right form")
    message = written(letter, channel)
    handed = False
    try:
        with _connected(channel, timeout_s, deadline_s) as server:
            if channel.user:
                server.login(channel.user, secrets.get("password", ""))
            _checked(server.mail(channel.sender))
            _checked(server.rcpt(letter.to))
            handed = True
            return _told(*server.data(message.as_bytes(policy=SMTP)))
    except Trouble as trouble:
        return trouble.outcome
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        return _meant(fault, handed=handed)


def _meant(fault: Exception, *, handed: bool) -> Outcome:
    """Answer what a fault means for the message."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return Outcome("failed", f"{fault.smtp_code} {_said(fault.smtp_error)}")
    if isinstance(fault, smtplib.SMTPDataError):
        # Refused before a line of the text was sent.
        return _told(fault.smtp_code, _bytes(fault.smtp_error))
    if isinstance(fault, ssl.SSLCertVerificationError):
        return Outcome("failed", f"certificate: {fault.verify_message}")
    if isinstance(fault, smtplib.SMTPResponseException) and not handed:
        state = "failed" if fault.smtp_code >= 500 else "again"
        return Outcome(state, f"{fault.smtp_code} {_said(fault.smtp_error)}")
    return Outcome("unclear" if handed else "again", type(fault).__name__)


def written(letter: Letter, channel: ChannelDesign) -> EmailMessage:
    """Answer the e-mail; nothing of the text can become a header."""
    message = EmailMessage()
    message["From"] = formataddr((_line(letter.office), channel.sender))
    message["To"] = letter.to
    message["Subject"] = _line(letter.subject) or _line(letter.text)[:60]
    message["Date"] = format_datetime(system_clock())
    message["Message-ID"] = f"<{letter.key}@{channel.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


@contextmanager
def _connected(
    channel: ChannelDesign, timeout_s: float, deadline_s: float
) -> Generator[smtplib.SMTP]:
    context = ssl.create_default_context(cadata=channel.authority or None)
    if channel.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            channel.host, channel.port, timeout=timeout_s, context=context
        )
    else:
        server = smtplib.SMTP(channel.host, channel.port, timeout=timeout_s)
    watch = Timer(deadline_s, _cut, (server,))
    watch.daemon = True
    watch.start()
    try:
        if channel.tls == "starttls":
            _checked(server.starttls(context=context))
        server.ehlo_or_helo_if_needed()
        yield server
    finally:
        watch.cancel()
        # A polite QUIT may wait for an answer as well; what is to be known is known already.
        server.close()


def _cut(server: smtplib.SMTP) -> None:
    """End a connection whose server lets us wait for ever."""
    if server.sock is not None:
        try:
            server.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return


def _checked(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code >= 400 or code < 0:
        raise Trouble("failed" if code >= 500 else "again", f"{code} {_said(said)}")


def _told(code: int, said: bytes) -> Outcome:
    if 200 <= code < 300:
        return Outcome("sent", f"{code} {_said(said)}")
    if code < 0:
        return Outcome("unclear", "the mail server hung up")
    return Outcome("failed" if code >= 500 else "again", f"{code} {_said(said)}")


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()


def _said(said: bytes | str) -> str:
    return _bytes(said).decode("utf-8", "replace")


def _line(text: str) -> str:
    return " ".join(text.split())
