"""Reading the address of a relay, `HERALD_SMTP_URL`, into a transport."""

from __future__ import annotations

import ssl
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from pydantic import SecretStr

from notifier.delivery.greeting import Credentials, Security
from notifier.delivery.outgoing import Transport
from notifier.delivery.session import Relay
from notifier.delivery.smtp import SmtpTransport
from notifier.errors import DeliveryError

SETTING = "HERALD_SMTP_URL"
PORTS = {"smtp": 25, "smtps": 465}
OPTIONS = {"starttls", "connections", "name", "auth", "ca", "per_session", "together"}
MOST_CONNECTIONS = 100


def open_transport(url: str) -> Transport:
    """Read `smtp://[user:password@]host[:port][?starttls=required|off]` or `smtps://…`.

    Options: `connections` (10), `per_session` messages after which a session is replaced, `name` said in EHLO,
    `auth=xoauth2` (the password is a bearer token), `ca` (a file of certificates to trust). Connects to nothing yet.
    Raises DeliveryError naming the option, never the password.
    """
    parts = urlsplit(url)
    service = parts.scheme.partition("+")[0]
    if service in ("mailgun", "mailjet"):
        return _service(parts, service)
    if parts.scheme not in PORTS or not parts.hostname:
        raise _refusal("is no smtp:// or smtps:// address with a host")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    unknown = sorted(set(options) - OPTIONS)
    if unknown:
        raise _refusal(f"unknown option {unknown[0]}; known are {', '.join(sorted(OPTIONS))}")
    relay = Relay(
        host=parts.hostname,
        port=_port(parts),
        security=_security(parts.scheme, options.get("starttls", "")),
        credentials=_credentials(parts, options.get("auth", "")),
        name=options.get("name", "localhost"),
        tls=_trust(options.get("ca", "")),
    )
    return SmtpTransport(
        relay,
        connections=_number(options, "connections", 10, MOST_CONNECTIONS),
        per_session=_number(options, "per_session", 100_000, 100_000_000),
        together=_number(options, "together", 0, MOST_CONNECTIONS) if "together" in options else 0,
    )


def _service(parts: SplitResult, service: str) -> Transport:
    """`mailgun://KEY@api.mailgun.net/DOMAIN`, `mailjet://KEY:SECRET@api.mailjet.com`; `mailgun+http://` only for a
    server on this machine, where the key does not travel."""
    from notifier.delivery.mailgun import MailgunTransport  # loading an HTTP client costs what 10,000 messages cost
    from notifier.delivery.mailjet import MailjetTransport

    plain = parts.scheme.endswith("+http")
    if not parts.hostname or not parts.username or (plain and parts.hostname not in ("127.0.0.1", "localhost")):
        raise _refusal(f"write {service}://KEY@HOST/…")
    base = f"{'http' if plain else 'https'}://{parts.hostname}" + (f":{_port(parts)}" if parts.port else "")
    user, secret = unquote(parts.username), SecretStr(unquote(parts.password or ""))
    domain = parts.path.strip("/")
    if service == "mailjet":
        return MailjetTransport(base, user, secret)
    if not domain or "/" in domain:
        raise _refusal("write mailgun://KEY@api.mailgun.net/DOMAIN")
    return MailgunTransport(base, domain, SecretStr(user))


def _refusal(reason: str) -> DeliveryError:
    return DeliveryError(f"{SETTING}: {reason}", permanent=True)


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise _refusal("the port is no number") from error


def _security(scheme: str, starttls: str) -> Security:
    if scheme == "smtps":
        return Security.IMPLICIT
    found = {"": Security.OPPORTUNISTIC, "required": Security.STARTTLS, "off": Security.PLAIN}.get(starttls)
    if found is None:
        raise _refusal("starttls must be required or off")
    return found


def _credentials(parts: SplitResult, auth: str) -> Credentials | None:
    if auth not in ("", "xoauth2"):
        raise _refusal("auth must be xoauth2, or left out for a password")
    if parts.username is None:
        return None
    user, secret = unquote(parts.username), unquote(parts.password or "")
    return Credentials(user, token=secret) if auth else Credentials(user, password=secret)


def _trust(path: str) -> ssl.SSLContext | None:
    if not path:
        return None
    try:
        return ssl.create_default_context(cafile=path)
    except OSError as error:
        raise _refusal(f"ca: {path} cannot be read as certificates") from error


def _number(options: dict[str, str], name: str, default: int, most: int) -> int:
    text = options.get(name, str(default))
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise _refusal(f"{name} must be a number from 1 to {most}")
    return int(text)
