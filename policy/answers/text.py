"""The answer in plain words, for terminals and for whoever reads it aloud."""

from __future__ import annotations

from datetime import date

from policy.answers.model import Answer, AnswerRecipient, Verdict

_VERDICTS = {
    Verdict.YES: "Yes",
    Verdict.NO: "No",
    Verdict.NOT_STATED: "The policy does not say",
    Verdict.OPEN: "",
}
_FORCE = {
    "may": "the policy says “may”",
    "such-as": "named as an example (“such as”)",
    "including": "named as included (“including”)",
    "on-request": "only on request or with consent",
    "never": "never",
}


def answer_text(given: Answer, contact: str = "") -> str:
    """Return verdict, recipients under the policy's labels, quotes, notes and what revision they rest on.

    `contact` is the address that the policy repository names; who asks in vain is sent there.
    """
    lines = [_first_line(given.verdict, given.headline)]
    if given.depends:
        lines.append(f"It depends: the policy says so only “{given.depends}”.")
    for group in dict.fromkeys(recipient.group for recipient in given.recipients):
        lines += _group(group, tuple(r for r in given.recipients if r.group == group))
    for citation in given.citations:
        kind = "Related" if citation.related else "Quote"
        place = f"section {citation.section}" + (f", {citation.heading}" if citation.heading else "")
        lines.append(f"{kind} ({place}): “{citation.quote}”")
    lines += [f"Note: {note}" for note in given.notes]
    lines += [f"  {place}. {choice.question}" for place, choice in enumerate(given.choices, 1)]
    if given.verdict is Verdict.NOT_STATED:
        lines.append(f"Whom to ask: {contact or 'whoever is responsible for the policy'}.")
    return "\n".join([*lines, footer(given.document, given.revision, given.policy_date, given.as_of)])


def _first_line(verdict: Verdict, headline: str) -> str:
    start = _VERDICTS[verdict]
    if not start or headline.startswith(start):
        return headline
    return f"{start}. {headline}" if headline not in ("Yes.", "No.") else headline


def _group(label: str, recipients: tuple[AnswerRecipient, ...]) -> list[str]:
    lines = [f"{label}:" if label else "Recipients:"]
    for recipient in recipients:
        details = [
            ", ".join(recipient.data) or "data not stated",
            recipient.purpose,
            recipient.region,
            _FORCE.get(recipient.force, ""),
            "reviewed register" if recipient.source == "register" else "",
            *(f"{name}: {value} (from the register, not the policy)" for name, value in recipient.notes),
        ]
        lines.append(f"  - {recipient.name} (" + "; ".join(detail for detail in details if detail) + ")")
    return lines


def footer(document: str, revision: str, policy_date: date | None, as_of: date | None) -> str:
    """Return the line that says which revision the answer rests on."""
    dated = f" of {policy_date.isoformat()}" if policy_date else ""
    when = f", as of {as_of.isoformat()}" if as_of else ""
    return f"[{document}{dated}, revision {revision[:12]}{when}]"
