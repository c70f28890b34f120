"""Real mail servers for tests: started on loopback in a folder of their own, ended with the test."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def needs(program: str, package: str) -> str:
    """Path of a server program; where it is absent the test is skipped, in continuous integration it fails."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/lib/postfix/sbin")
    if found is None:
        reason = f"{program} is missing: apt-get install {package}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    if os.getuid() != 0:
        reason = f"{program} must be started as root"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


DOVECOT = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
{tls}
disable_plaintext_auth = no
auth_mechanisms = plain login
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
mail_location = maildir:{folder}/mail
first_valid_uid = 0
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service auth {{
  user = root
}}
imap_capability = {capability}
"""
WITHOUT_IDLE = "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE LITERAL+"


@contextmanager
def dovecot(
    folder: Path, *, idle: bool = True, certificate: Path | None = None, implicit: bool = True
) -> Iterator[int]:
    """A Dovecot with one account (any user, password "secret") whose mail lies in `folder`/mail; yields its port.

    With a `certificate` (and its key, in one file) it speaks TLS: from the start, or, not `implicit`, by STARTTLS.
    """
    program = needs("dovecot", "dovecot-imapd")
    account = pwd.getpwnam("nobody")
    port = free_port()
    for name in ("run", "state", "mail/new", "mail/cur", "mail/tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in (folder, folder / "mail", *(folder / "mail").iterdir()):
        os.chown(path, account.pw_uid, account.pw_gid)
    for parent in [folder, *folder.parents]:
        if str(parent).startswith("/tmp/") and parent.owner() == "root":
            parent.chmod(parent.stat().st_mode | 0o011)
    config = folder / "dovecot.conf"
    config.write_text(
        DOVECOT.format(
            folder=folder, user=account.pw_name, group="nogroup", uid=account.pw_uid, gid=account.pw_gid,
            capability="" if idle else WITHOUT_IDLE,
            tls=f"ssl = required\nssl_cert = <{certificate}\nssl_key = <{certificate}" if certificate else "ssl = no",
            plain_port=0 if certificate and implicit else port,
            tls_port=port if certificate and implicit else 0,
        )
    )  # fmt: skip
    process = subprocess.Popen([program, "-F", "-c", str(config)], stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def deliver_to_maildir(folder: Path, name: str, content: bytes) -> None:
    """Put a message into the account's inbox the way a delivery agent does."""
    account = pwd.getpwnam("nobody")
    waiting = folder / "mail" / "tmp" / name
    waiting.write_bytes(content)
    os.chown(waiting, account.pw_uid, account.pw_gid)
    waiting.rename(folder / "mail" / "new" / name)


POSTFIX_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.herald.example
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = herald.example
virtual_transport = lmtp:inet:127.0.0.1:{lmtp_port}
recipient_delimiter = +
smtputf8_enable = no
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
maillog_file = /var/log/herald-test.log
maillog_file_prefixes = /var, {folder}
message_size_limit = 60000000
"""
POSTFIX_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def run_queue(folder: Path) -> None:
    """Let the Postfix of a folder try now what it has put off."""
    subprocess.run(["postqueue", "-c", folder / "etc", "-f"], check=True, capture_output=True, timeout=20)


@contextmanager
def postfix(folder: Path, lmtp_port: int) -> Iterator[int]:
    """A Postfix that hands mail for herald.example to the LMTP port; yields its SMTP port."""
    program = needs("postfix", "postfix")
    port = free_port()
    for name in ("queue", "data", "etc"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.chown(folder / "data", "postfix")
    log = f"maillog_file = {folder}/log\n"
    main = POSTFIX_MAIN.format(folder=folder, lmtp_port=lmtp_port).replace(
        "maillog_file = /var/log/herald-test.log\n", log
    )
    (folder / "etc" / "main.cf").write_text(main)
    (folder / "etc" / "master.cf").write_text(POSTFIX_MASTER.format(port=port))
    for parent in [folder, *folder.parents]:
        if str(parent).startswith("/tmp/") and parent.owner() == "root":
            parent.chmod(parent.stat().st_mode | 0o011)
    environment = {**os.environ, "MAIL_CONFIG": str(folder / "etc")}
    started = subprocess.Popen(
        [program, "-c", str(folder / "etc"), "start-fg"], env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        wait_for_port(port, 60)
        yield port
    finally:
        subprocess.run([program, "-c", str(folder / "etc"), "stop"], check=False, capture_output=True, timeout=20)
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGTERM)
        started.wait(10)
