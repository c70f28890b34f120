"""What understanding a reply results in."""

from __future__ import annotations

from dataclasses import dataclass

from notifier.model import ReplyKind


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a sentence says.

    `certain` is false where a person must decide (conditional, ironic, about somebody else, partial). `denied` is
    true where the sentence says that this is *not* asked ("please don't delete my account").
    """

    kind: ReplyKind
    sentence: str
    reason: str
    certain: bool = True
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Understanding:
    """Kinds of a reply with the sentences that show them.

    `kinds` is never empty and starts with `primary`; `evidence` has the sentences as the customer wrote them, one a
    kind at least. `triage` means that a person must read the message before anything is done on its account;
    `reasons` say why. `withdrawn` lists requests that the customer takes back. `language` is "" when it is none of
    the seven that are understood.
    """

    kinds: tuple[ReplyKind, ...]
    primary: ReplyKind
    triage: bool
    evidence: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[str, ...] = ()
    withdrawn: tuple[ReplyKind, ...] = ()
    language: str = ""
