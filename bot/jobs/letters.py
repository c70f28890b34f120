"""What the messages of a notice need to know besides the notice: sender, links, legal's own templates."""

from __future__ import annotations

import json

from bot.composition import Herald
from bot.errors import ConfigurationError
from notifier.message import LANGUAGES, MessageSettings, NoticeLinks
from notifier.message.settings import FOLDER
from notifier.model import Notice
from notifier.notices import get_notice
from policy.errors import PolicyError
from policy.repository import PolicyRepository

TEMPLATES = (*(f"{language}.toml" for language in LANGUAGES), "notice.html.j2", "notice.txt.j2")


def find_notice(herald: Herald, notice_id: int) -> tuple[Notice, MessageSettings]:
    """Return a notice and what its messages need; raises ConfigurationError without a sender."""
    with herald.ledger.reading() as connection:
        notice = get_notice(connection, notice_id)
    return notice, message_settings(herald, notice)


def message_settings(herald: Herald, notice: Notice) -> MessageSettings:
    """Return sender and links of a notice. The sender is HERALD_MAIL_FROM, else the policy's own contact address."""
    settings, policy = herald.settings, herald.repository.settings
    sender = address_of(settings.mail_from) or policy.contact
    if not sender:
        raise ConfigurationError("HERALD_MAIL_FROM is not set, and herald.toml names no contact: notices need a sender")
    return MessageSettings(
        company=policy.company or name_of(settings.mail_from) or sender.rpartition("@")[2],
        mail_from=sender,
        reply_to=address_of(settings.reply_to) or policy.contact or sender,
        contact=policy.contact,
        title=_title(notice),
        links=notice_links(settings.site_url, notice, _previous(herald, notice)),
        overrides=own_templates(herald.repository, notice.revision),
    )


def own_templates(repository: PolicyRepository, commit: str) -> dict[str, str]:
    """Return legal's own sentences and layouts as they stood in a notice's commit, by file name.

    Taken from that commit, so that what an approver saw is what every customer gets. When a rewritten history no
    longer has it, the shipped words are used: a notice in other words harms less than none.
    """
    try:
        texts = {name: repository.file_text(commit, f"{FOLDER}/{name}") for name in TEMPLATES}
    except PolicyError:
        return {}
    return {name: text for name, text in texts.items() if text.strip()}


def _title(notice: Notice) -> str:
    """What the document calls itself; "" where the announcement does not say."""
    title = json.loads(notice.announcement or "{}").get("title", "")
    return str(title or "")


def _previous(herald: Herald, notice: Notice) -> str:
    """The commit before the notice's revision, "" where a rewritten history no longer has it."""
    try:
        revisions = herald.repository.revisions(notice.document)
    except PolicyError:
        return ""
    return next((each.previous or "" for each in revisions if each.commit == notice.revision), "")


def notice_links(site_url: str, notice: Notice, previous: str) -> NoticeLinks:
    """Return the public addresses of redline and both versions; none without HERALD_SITE_URL."""
    if not site_url:
        return NoticeLinks()
    from bot.site.facts import KEY_LENGTH  # the pages take as long to load as a small delivery
    from bot.site.publish import change_key, slug_of

    base = f"{site_url.rstrip('/')}/{slug_of(notice.document)}"
    old = notice.baseline_revision[:KEY_LENGTH]
    return NoticeLinks(
        redline=f"{base}/changes/{change_key(notice.revision, notice.baseline_revision, previous)}/",
        new_version=f"{base}/versions/{notice.revision[:KEY_LENGTH]}/",
        old_version=f"{base}/versions/{old}/" if old else "",
    )


def address_of(sender: str) -> str:
    """Return the bare address of "Name <address>" or "address"."""
    return sender.rpartition("<")[2].rstrip("> ").strip() if "<" in sender else sender.strip()


def name_of(sender: str) -> str:
    """Return the name of "Name <address>", "" where there is none."""
    return sender.rpartition("<")[0].strip(' "') if "<" in sender else ""
