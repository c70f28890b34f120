"""Letters in German."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    day="{day}. {month} {year}",
    greeting="Guten Tag {name},",
    greeting_nobody="Guten Tag,",
    kinds={
        ReplyKind.OBJECTION: "Ihr Widerspruch",
        ReplyKind.ERASURE: "Ihr Antrag auf Löschung Ihrer Daten",
        ReplyKind.ACCESS: "Ihr Antrag auf Auskunft über Ihre Daten",
        ReplyKind.RECTIFICATION: "Ihr Antrag auf Berichtigung Ihrer Daten",
        ReplyKind.RESTRICTION: "Ihr Antrag auf Einschränkung der Verarbeitung",
        ReplyKind.PORTABILITY: "Ihr Antrag auf Herausgabe Ihrer Daten in übertragbarer Form",
        ReplyKind.OPT_OUT: "der Widerruf Ihrer Einwilligung",
        ReplyKind.COMPLAINT: "Ihre Beschwerde",
        ReplyKind.QUESTION: "Ihre Frage",
        ReplyKind.OTHER: "Ihre Nachricht",
    },
    received_subject="Wir haben Ihre Nachricht erhalten ({numbers})",
    received="vielen Dank für Ihre Nachricht vom {date}. Wir haben festgehalten:",
    case_line="{number}: {kind}. Unsere Antwort erhalten Sie bis zum {due}.",
    late="Die Änderung, um die es in {number} geht, galt bereits, als Ihre Nachricht eintraf. Wir bearbeiten sie "
    "trotzdem.",
    unsorted="Eine Kollegin oder ein Kollege liest Ihre Nachricht und teilt Ihnen mit, wie es weitergeht.",
    next_step="Ein Mensch kümmert sich jetzt darum. Sie müssen nichts weiter tun.",
    prove_subject="Bitte bestätigen Sie, dass Sie es sind ({numbers})",
    prove="Bevor wir für {number} etwas mit Ihren Daten tun, müssen wir wissen, dass die Anfrage von Ihnen kam. Bitte "
    "öffnen Sie diesen Link und drücken Sie auf der Seite die Schaltfläche. Er gilt einmal, bis zum {expires}:",
    extended_subject="Wir brauchen mehr Zeit für Ihre Anfrage ({numbers})",
    extended="Wir können {number} nicht rechtzeitig abschließen. Unsere Antwort erhalten Sie bis zum {due}.",
    closed_subject="Ihre Anfrage ist abgeschlossen ({numbers})",
    done="Wir haben den Vorgang {number} abgeschlossen: {kind}.",
    refused="Wir haben entschieden, dem Vorgang {number} nicht zu folgen: {kind}.",
    withdrawn="Sie haben uns mitgeteilt, dass sich der Vorgang {number} erledigt hat: {kind}. Wir haben ihn "
    "geschlossen und nichts weiter unternommen.",
    reason="Begründung: {reason}",
    remedy="Wenn Sie nicht einverstanden sind, antworten Sie auf diese Nachricht. Sie können sich auch bei Ihrer "
    "Datenschutzbehörde beschweren oder ein Gericht anrufen.",
    farewell_subject="Wir löschen Ihre Daten ({numbers})",
    farewell="Wie gewünscht ({number}) löschen wir jetzt Ihre Daten, auch diese Adresse. Dies ist unsere letzte "
    "Nachricht dazu. Wir behalten nur ein verschlüsseltes Kennzeichen, das verhindert, dass Ihre Daten versehentlich "
    "wieder aufgenommen werden.",
    footer="Sie erhalten diese Nachricht, weil Sie uns wegen Ihrer Daten geschrieben haben. Sie können einfach "
    "darauf antworten.",
)
