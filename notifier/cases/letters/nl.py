"""Letters in Dutch."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    day="{day} {month} {year}",
    greeting="Beste {name},",
    greeting_nobody="Goedendag,",
    kinds={
        ReplyKind.OBJECTION: "uw bezwaar",
        ReplyKind.ERASURE: "uw verzoek om uw gegevens te wissen",
        ReplyKind.ACCESS: "uw verzoek om inzage in uw gegevens",
        ReplyKind.RECTIFICATION: "uw verzoek om uw gegevens te corrigeren",
        ReplyKind.RESTRICTION: "uw verzoek om het gebruik van uw gegevens te beperken",
        ReplyKind.PORTABILITY: "uw verzoek om overdracht van uw gegevens",
        ReplyKind.OPT_OUT: "de intrekking van uw toestemming",
        ReplyKind.COMPLAINT: "uw klacht",
        ReplyKind.QUESTION: "uw vraag",
        ReplyKind.OTHER: "uw bericht",
    },
    received_subject="Wij hebben uw bericht ontvangen ({numbers})",
    received="Dank u voor uw bericht van {date}. Wij hebben het zo vastgelegd:",
    case_line="{number}: {kind}. U krijgt uiterlijk op {due} antwoord.",
    late="De wijziging waar {number} over gaat, gold al toen uw bericht binnenkwam. Wij behandelen het toch.",
    unsorted="Een medewerker leest uw bericht en laat u weten wat er verder gebeurt.",
    next_step="Een medewerker kijkt er nu naar. U hoeft verder niets te doen.",
    prove_subject="Wilt u bevestigen dat u het bent? ({numbers})",
    prove="Voordat wij voor {number} iets met uw gegevens doen, moeten wij weten dat het verzoek van u komt. Open deze "
    "link en druk op de knop op de pagina. De link werkt één keer, tot {expires}:",
    extended_subject="Wij hebben meer tijd nodig voor uw verzoek ({numbers})",
    extended="Wij kunnen {number} niet op tijd afronden. U krijgt uiterlijk op {due} antwoord.",
    closed_subject="Uw verzoek is afgesloten ({numbers})",
    done="Wij hebben zaak {number} afgerond: {kind}.",
    refused="Wij hebben besloten zaak {number} niet in te willigen: {kind}.",
    withdrawn="U liet ons weten dat zaak {number} niet meer nodig is: {kind}. Wij hebben de zaak gesloten en verder "
    "niets gedaan.",
    reason="Reden: {reason}",
    remedy="Bent u het er niet mee eens, beantwoord dan dit bericht. U kunt ook een klacht indienen bij de "
    "toezichthouder voor gegevensbescherming of naar de rechter gaan.",
    farewell_subject="Wij wissen uw gegevens ({numbers})",
    farewell="Zoals u vroeg ({number}), wissen wij nu uw gegevens, ook dit adres. Dit is ons laatste bericht hierover. "
    "Wij bewaren alleen een versleuteld kenmerk dat voorkomt dat uw gegevens per ongeluk opnieuw worden opgenomen.",
    footer="U krijgt dit bericht omdat u ons over uw gegevens hebt geschreven. U kunt het gewoon beantwoorden.",
)
