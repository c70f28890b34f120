"""From the findings of all sentences to kinds and to the decision whether a person must read first."""

from __future__ import annotations

from dataclasses import replace

from notifier.model import ReplyKind
from notifier.understanding.clauses import Clause, clauses_of
from notifier.understanding.erasure import find_erasure
from notifier.understanding.language import language_of, language_of_sentence
from notifier.understanding.lexicon import Lexicon
from notifier.understanding.model import Finding, Understanding
from notifier.understanding.objection import find_objection
from notifier.understanding.remainder import find_complaint, find_irony, find_question, only_agrees, says_away
from notifier.understanding.rights import cited_articles, find_rights
from notifier.understanding.roles import Role
from notifier.understanding.subject import own_subject
from notifier.understanding.text import clean, sentences

ORDER = (
    ReplyKind.BOUNCE,
    ReplyKind.AUTO_REPLY,
    ReplyKind.ERASURE,
    ReplyKind.OBJECTION,
    ReplyKind.ACCESS,
    ReplyKind.RECTIFICATION,
    ReplyKind.RESTRICTION,
    ReplyKind.PORTABILITY,
    ReplyKind.OPT_OUT,
    ReplyKind.COMPLAINT,
    ReplyKind.QUESTION,
    ReplyKind.OTHER,
)
_GRAVE = frozenset({ReplyKind.ERASURE, ReplyKind.OBJECTION})
_ASIDE = frozenset({ReplyKind.QUESTION, ReplyKind.COMPLAINT})
_HOT = (Role.OBJECT, Role.OBJECTION, Role.LEGAL, Role.WITHDRAW)
_MOST_EVIDENCE = 12


def understand(text: str, subject: str = "") -> Understanding:
    """Understand the new words of a reply (quoted mail already cut off) and its subject.

    Never raises; the work is bounded by the length limits of `text`. A message in none of the seven languages goes to
    triage.
    """
    body = clean(text)
    heading, is_reply = own_subject(clean(subject))
    lexicon = language_of(f"{heading}\n{body}")
    if lexicon is None:
        return _unreadable()
    told, told_clauses = _read_subject(heading, lexicon, is_reply=is_reply)
    findings: list[Finding] = []
    clauses: list[Clause] = []
    for sentence in sentences(body):
        earlier = tuple((*told_clauses, *clauses)[-4:])
        found, tagged = _read_sentence(sentence, lexicon, earlier, is_subject=False)
        findings += found
        clauses += tagged
    findings = _join_subject(told, findings, clauses)
    clauses = told_clauses + clauses
    irony = find_irony(tuple(clauses))
    if irony is not None and not any(finding.certain for finding in findings):
        findings.append(irony)
    return decide(tuple(findings), tuple(clauses), lexicon)


def _unreadable() -> Understanding:
    kinds = (ReplyKind.OTHER,)
    return Understanding(kinds, ReplyKind.OTHER, triage=True, reasons=("in a language that is not understood",))


def _read_subject(heading: str, lexicon: Lexicon, *, is_reply: bool) -> tuple[list[Finding], list[Clause]]:
    if not heading:
        return [], []
    found, tagged = _read_sentence(heading, lexicon, (), is_subject=True)
    return ([_weaker(finding) for finding in found], []) if is_reply else (found, tagged)


def _join_subject(told: list[Finding], findings: list[Finding], clauses: list[Clause]) -> list[Finding]:
    """A subject like "Account deletion" may head a question or an idea: then it shows nothing for certain."""
    asked = {finding.kind for finding in findings if not finding.denied}
    doubtful = ReplyKind.QUESTION in asked or any(clause.has(Role.FEATURE, Role.CANNOT) for clause in clauses)
    return [
        replace(finding, certain=False) if doubtful and finding.kind in _GRAVE - asked else finding for finding in told
    ] + findings


def _weaker(finding: Finding) -> Finding:
    """A subject behind "Re:" may be ours: it shows nothing by itself."""
    return Finding(finding.kind, finding.sentence, finding.reason, certain=False, denied=True)


def _read_sentence(
    sentence: str, around: Lexicon, earlier: tuple[Clause, ...], *, is_subject: bool
) -> tuple[list[Finding], list[Clause]]:
    lexicon = language_of_sentence(sentence, around)
    clauses = clauses_of(sentence, lexicon, is_subject=is_subject)
    findings: list[Finding] = []
    for place, clause in enumerate(clauses):
        before = earlier + clauses[:place]
        readings = (find_erasure(clause, before), find_objection(clause), find_complaint(clause))
        findings += [finding for finding in readings if finding is not None]
        findings += find_rights(clause)
    findings += _by_article(sentence, clauses, findings)
    if clauses and not any(
        finding for finding in findings if finding.kind is not ReplyKind.COMPLAINT and finding.certain
    ):
        question = find_question(clauses)
        findings += [question] if question else []
    return findings, list(clauses)


def _by_article(sentence: str, clauses: tuple[Clause, ...], found: list[Finding]) -> list[Finding]:
    """Rights named by article, where the sentence asks for something and does not name the right in words."""
    asked = any(clause.asks() or clause.starts_with(Role.STOP) for clause in clauses) and not any(
        clause.has(Role.WHETHER, Role.HOW_TO) or clause.any_negation() for clause in clauses
    )
    named = {finding.kind for finding in found}
    return [
        Finding(kind, sentence, "invokes the article", certain=not any(clause.conditional for clause in clauses))
        for kind in (cited_articles(sentence) if asked else ())
        if kind not in named
    ]


def decide(findings: tuple[Finding, ...], clauses: tuple[Clause, ...], lexicon: Lexicon) -> Understanding:
    """Weigh the findings of a whole message."""
    if says_away(clauses) and not any(finding.kind in _GRAVE and not finding.denied for finding in findings):
        return Understanding(
            (ReplyKind.AUTO_REPLY,),
            ReplyKind.AUTO_REPLY,
            triage=False,
            evidence=tuple(dict.fromkeys(clause.sentence for clause in clauses if clause.has(Role.AWAY))),
            language=lexicon.code,
        )
    asked = _without_courtesy(tuple(finding for finding in findings if not finding.denied))
    kinds = tuple(kind for kind in ORDER if any(finding.kind is kind for finding in asked)) or (ReplyKind.OTHER,)
    reasons = _reasons_for_triage(findings, asked, clauses, kinds)
    evidence = tuple(dict.fromkeys(finding.sentence for kind in kinds for finding in asked if finding.kind is kind))
    return Understanding(
        kinds,
        kinds[0],
        triage=bool(reasons),
        evidence=evidence[:_MOST_EVIDENCE],
        findings=findings,
        reasons=reasons,
        withdrawn=_withdrawn(findings, clauses),
        language=lexicon.code,
    )


def _without_courtesy(asked: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what belongs to a request: "please confirm", "if I gave consent, I withdraw it"."""
    requests = any(finding.certain and finding.kind not in _ASIDE for finding in asked)
    return tuple(finding for finding in asked if finding.certain or finding.kind in _GRAVE or not requests)


def _withdrawn(findings: tuple[Finding, ...], clauses: tuple[Clause, ...]) -> tuple[ReplyKind, ...]:
    """Requests that are taken back: in words, or by a denial beside "I changed my mind"."""
    changed_mind = any(clause.has(Role.WITHDRAW) and not clause.has(Role.CONSENT) for clause in clauses)
    return tuple(
        dict.fromkeys(
            finding.kind
            for finding in findings
            if finding.denied and finding.certain and ("back" in finding.reason or changed_mind)
        )
    )


def _reconsiders(clause: Clause) -> bool:
    """ "I changed my mind", but not "I withdraw my consent" or "cancel my account"."""
    plain = [
        place for place in clause.places(Role.WITHDRAW) if not clause.roles[place] & {Role.CLOSE, Role.ERASE, Role.STOP}
    ]
    return bool(plain) and not clause.has(Role.CONSENT, Role.ACCOUNT, Role.DATA, Role.OBJECT, Role.LISTS)


def _is_hot(clause: Clause) -> bool:
    """Whether a clause that yielded nothing speaks of what matters here all the same."""
    if clause.has(Role.THIS_MAIL):
        return False
    personal = clause.has(Role.MY) and clause.has(Role.DATA, Role.ACCOUNT)
    return clause.has(*_HOT) or (personal and clause.has(Role.ERASE, Role.ERASED, Role.ERASURE))


def _reasons_for_triage(
    findings: tuple[Finding, ...], asked: tuple[Finding, ...], clauses: tuple[Clause, ...], kinds: tuple[ReplyKind, ...]
) -> tuple[str, ...]:
    reasons = []
    for kind in sorted(_GRAVE):
        of_kind = [finding for finding in asked if finding.kind is kind]
        if of_kind and not any(finding.certain for finding in of_kind):
            reasons.append(of_kind[0].reason)
        denied = [finding for finding in findings if finding.kind is kind and finding.denied and finding.certain]
        if of_kind and denied:
            reasons.append(f"asks for {kind} and denies it")
    reasons += [f"takes back: {kind}" for kind in _withdrawn(findings, clauses)]
    if kinds[0] in _GRAVE and any(_reconsiders(clause) for clause in clauses):
        reasons.append("may take a request back")
    if kinds == (ReplyKind.OTHER,) and not findings and not only_agrees(clauses):
        hot = any(_is_hot(clause) for clause in clauses)
        reasons += ["speaks of rights, asks for none"] if hot else []
    if asked and not any(finding.certain for finding in asked) and kinds[0] is not ReplyKind.QUESTION:
        reasons.append(asked[0].reason)
    return tuple(dict.fromkeys(reasons))
