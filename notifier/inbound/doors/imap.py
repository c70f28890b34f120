"""An IMAP mailbox as a door: IDLE where the server offers it, polling where not; marked only after the bytes are stored."""

from __future__ import annotations

import asyncio
import imaplib
import ipaddress
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import structlog
from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from notifier.errors import DeliveryError
from notifier.inbound.doors.port import KEPT_OF_TOO_LARGE, MOST_BYTES, Store, cut_to_bound
from notifier.inbound.store import Envelope

_log = structlog.get_logger(__name__)
KEYWORD = "$HeraldStored"
_TIMEOUT = 60.0
_IDLE_SLICE = 5.0  # a stop is noticed within so many seconds
_IDLE_LONGEST = 25 * 60.0  # servers may end an IDLE after 30 minutes (RFC 2177)
_LONGEST_PAUSE = 300.0
_MOST_AT_ONCE = 200
_FAILURES = (OSError, EOFError, imaplib.IMAP4.error, ImapToolsError, ssl.SSLError)
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where the mailbox is. The password is not in the representation."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    security: str = "tls"  # tls, starttls, none (loopback only)

    @classmethod
    def from_url(cls, url: str) -> ImapAccount:
        """Read `imaps://user:password@host[:port]/FOLDER`; `imap://` means STARTTLS, or no TLS on loopback.

        Raises DeliveryError (permanent) that names what is missing, never the password.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise DeliveryError("the IMAP URL must be imaps://user:password@host/FOLDER", permanent=True)
        local = parts.hostname == "localhost" or _is_loopback(parts.hostname)
        security = "tls" if parts.scheme == "imaps" else "none" if local else "starttls"
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        return cls(parts.hostname, port, unquote(parts.username), unquote(parts.password or ""), folder, security)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class ImapDoor:
    """Fetches what is new in one mailbox until it is stopped. Bytes first, then the mark: a cut loses nothing."""

    def __init__(
        self,
        account: ImapAccount,
        store: Store,
        *,
        poll_seconds: float = 60.0,
        most_bytes: int = MOST_BYTES,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._account = account
        self._store = store
        self._poll = poll_seconds
        self._most = most_bytes
        self._context = context
        self._stopping = asyncio.Event()
        self._failures = 0

    def stop(self) -> None:
        """Ask `run` to end; it does within a few seconds."""
        self._stopping.set()

    async def run(self) -> None:
        """Connect, fetch, wait, again; after a failure with growing pauses, until `stop`."""
        while not self._stopping.is_set():
            try:
                await self._session()
            except _FAILURES as error:
                self._failures += 1
                host = self._account.host
                _log.warning("imap_failed", host=host, error=type(error).__name__, failures=self._failures)
                await self._pause(min(_LONGEST_PAUSE, 2.0 ** min(self._failures, 10)))

    async def fetch_once(self) -> int:
        """Connect, store what is new, disconnect; returns how many messages were stored."""
        mailbox = await asyncio.to_thread(self._connect)
        try:
            return await self._fetch(mailbox)
        finally:
            await asyncio.to_thread(_disconnect, mailbox)

    async def _session(self) -> None:
        mailbox = await asyncio.to_thread(self._connect)
        self._failures = 0
        try:
            while not self._stopping.is_set():
                while await self._fetch(mailbox):
                    pass
                await self._wait(mailbox)
        finally:
            await asyncio.to_thread(_disconnect, mailbox)

    def _connect(self) -> BaseMailBox:
        account = self._account
        context = self._context or ssl.create_default_context()
        mailbox: BaseMailBox
        if account.security == "tls":
            mailbox = MailBox(account.host, account.port, timeout=_TIMEOUT, ssl_context=context)
        else:
            mailbox = MailBoxUnencrypted(account.host, account.port, timeout=_TIMEOUT)
        try:
            if account.security == "starttls":
                mailbox.client.starttls(ssl_context=context)
            mailbox.login(account.user, account.password, account.folder)
        except _FAILURES:
            _hang_up(mailbox)
            raise
        return mailbox

    async def _fetch(self, mailbox: BaseMailBox) -> int:
        stored = 0
        for uid in await asyncio.to_thread(_unmarked, mailbox):
            if self._stopping.is_set():
                break
            content = await asyncio.to_thread(self._load, mailbox, uid)
            if content is None:
                continue  # expunged by somebody meanwhile
            try:
                await self._store(content, "imap", Envelope(remote=self._account.host))
            except Exception as error:  # noqa: BLE001 - one message that cannot be stored must not hide the others
                _log.error("inbound_store_failed", door="imap", uid=uid, error=type(error).__name__)
                continue
            await asyncio.to_thread(_mark, mailbox, uid)
            stored += 1
        return stored

    def _load(self, mailbox: BaseMailBox, uid: str) -> bytes | None:
        """Bytes of one message without marking it read; of one that is too large its marked head."""
        size = _size(mailbox, uid)
        if size is None:
            return None
        wanted = "(BODY.PEEK[])" if size <= self._most else f"(BODY.PEEK[]<0.{KEPT_OF_TOO_LARGE}>)"
        _, parts = mailbox.client.uid("FETCH", uid, wanted)
        content = next((part[1] for part in parts if isinstance(part, tuple) and len(part) > 1), None)
        if content is None:
            return None
        return bytes(content) if size <= self._most else cut_to_bound(bytes(content), size)

    async def _wait(self, mailbox: BaseMailBox) -> None:
        if "IDLE" not in mailbox.client.capabilities:
            await self._pause(self._poll)
            await asyncio.to_thread(mailbox.client.noop)
            return
        waited = 0.0
        while waited < _IDLE_LONGEST and not self._stopping.is_set():
            news = await asyncio.to_thread(mailbox.idle.wait, timeout=_IDLE_SLICE)
            # News that came before IDLE began, or while it ended, is not in its answer but was remembered.
            if any(b"EXISTS" in line for line in news) or "EXISTS" in mailbox.client.untagged_responses:
                return
            waited += _IDLE_SLICE

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


def _unmarked(mailbox: BaseMailBox) -> list[str]:
    """UIDs of messages that were not stored yet, the oldest first; where the server keeps no keywords, the unseen."""
    mailbox.client.untagged_responses.pop("EXISTS", None)
    criteria = f"UNKEYWORD {KEYWORD}" if _keeps_keywords(mailbox) else "UNSEEN"
    return mailbox.uids(criteria)[:_MOST_AT_ONCE]


def _keeps_keywords(mailbox: BaseMailBox) -> bool:
    flags = mailbox.client.untagged_responses.get("PERMANENTFLAGS", [b""])
    return any(b"\\*" in line or KEYWORD.encode() in line for line in flags if isinstance(line, bytes))


def _size(mailbox: BaseMailBox, uid: str) -> int | None:
    _, parts = mailbox.client.uid("FETCH", uid, "(RFC822.SIZE)")
    for part in parts:
        found = _SIZE.search(part[0] if isinstance(part, tuple) else part or b"")
        if found:
            return int(found.group(1))
    return None


def _mark(mailbox: BaseMailBox, uid: str) -> None:
    flags = [KEYWORD, "\\Seen"] if _keeps_keywords(mailbox) else ["\\Seen"]
    mailbox.flag(uid, flags, value=True)


def _disconnect(mailbox: BaseMailBox) -> None:
    try:
        mailbox.logout()
    except _FAILURES:
        _hang_up(mailbox)  # the conversation is over already; the socket must be closed all the same


def _hang_up(mailbox: BaseMailBox) -> None:
    with suppress(OSError):
        mailbox.client.shutdown()
