"""Answers of a few words: nothing against it is no objection, in every language."""

from __future__ import annotations

import pytest

from notifier.model import ReplyKind
from notifier.understanding import understand

AGREES = (
    "I have no objection whatsoever, carry on",
    "Ich habe nichts dagegen",
    "Dagegen habe ich nichts einzuwenden.",
    "Keine Einwände von mir",
    "Je n'ai rien contre ces changements",
    "Aucune objection de ma part",
    "No tengo nada en contra",
    "Non ho nulla in contrario",
    "Ik heb er niets op tegen",
    "Nada contra, podem avançar",
)
OBJECTS = (
    "Ich bin dagegen!",
    "Dagegen lege ich Widerspruch ein",
    "Je suis contre",
    "Estoy en contra",
    "Sono contrario",
    "Ik ben tegen",
    "Sou contra",
)
ACCESS = (
    "send me everything you know about me",
    "Please send me everything you have about me",
    "Envoyez-moi tout ce que vous savez sur moi",
    "Mandatemi tutto quello che avete su di me",
)


@pytest.mark.parametrize("text", AGREES)
def test_nothing_against_it_is_no_objection(text: str) -> None:
    assert ReplyKind.OBJECTION not in understand(text, "Re: notice").kinds


@pytest.mark.parametrize("text", OBJECTS)
def test_being_against_it_is_an_objection(text: str) -> None:
    found = understand(text, "Re: notice")
    assert ReplyKind.OBJECTION in found.kinds
    assert not found.triage


@pytest.mark.parametrize("text", ACCESS)
def test_asking_for_everything_is_asking_for_access(text: str) -> None:
    assert understand(text, "Re: notice").kinds == (ReplyKind.ACCESS,)


def test_leaving_a_list_is_no_erasure() -> None:
    assert understand("Cancellatemi dalla newsletter", "Re: notice").kinds == (ReplyKind.OPT_OUT,)
    assert understand("Cancellatemi dai vostri archivi", "Re: notice").kinds == (ReplyKind.ERASURE,)
