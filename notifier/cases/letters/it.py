"""Letters in Italian."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    day="{day} {month} {year}",
    greeting="Buongiorno {name},",
    greeting_nobody="Buongiorno,",
    kinds={
        ReplyKind.OBJECTION: "la Sua opposizione",
        ReplyKind.ERASURE: "la Sua richiesta di cancellazione dei dati",
        ReplyKind.ACCESS: "la Sua richiesta di accesso ai dati",
        ReplyKind.RECTIFICATION: "la Sua richiesta di rettifica dei dati",
        ReplyKind.RESTRICTION: "la Sua richiesta di limitazione del trattamento",
        ReplyKind.PORTABILITY: "la Sua richiesta di portabilità dei dati",
        ReplyKind.OPT_OUT: "la revoca del Suo consenso",
        ReplyKind.COMPLAINT: "il Suo reclamo",
        ReplyKind.QUESTION: "la Sua domanda",
        ReplyKind.OTHER: "il Suo messaggio",
    },
    received_subject="Abbiamo ricevuto il Suo messaggio ({numbers})",
    received="grazie per il Suo messaggio del {date}. Lo abbiamo registrato così:",
    case_line="{number}: {kind}. Avrà la nostra risposta entro il {due}.",
    late="La modifica a cui si riferisce {number} era già in vigore quando è arrivato il Suo messaggio. Lo trattiamo "
    "comunque.",
    unsorted="Una persona del nostro gruppo leggerà il Suo messaggio e Le dirà come si procede.",
    next_step="Una persona se ne sta occupando. Non deve fare altro.",
    prove_subject="La preghiamo di confermare la Sua identità ({numbers})",
    prove="Prima di intervenire sui Suoi dati per {number}, dobbiamo sapere che la richiesta viene da Lei. Apra questo "
    "link e prema il pulsante nella pagina. Vale una volta sola, fino al {expires}:",
    extended_subject="Ci serve più tempo per la Sua richiesta ({numbers})",
    extended="Non riusciamo a concludere {number} in tempo. Avrà la nostra risposta entro il {due}.",
    closed_subject="La Sua richiesta è chiusa ({numbers})",
    done="Abbiamo concluso la pratica {number}: {kind}.",
    refused="Abbiamo deciso di non dare seguito alla pratica {number}: {kind}.",
    withdrawn="Ci ha detto che la pratica {number} non serve più: {kind}. L'abbiamo chiusa senza fare altro.",
    reason="Motivo: {reason}",
    remedy="Se non è d'accordo, risponda a questo messaggio. Può anche rivolgersi all'autorità per la protezione dei "
    "dati o a un giudice.",
    farewell_subject="Stiamo cancellando i Suoi dati ({numbers})",
    farewell="Come ha chiesto ({number}), cancelliamo ora i Suoi dati, compreso questo indirizzo. Questo è il nostro "
    "ultimo messaggio in proposito. Conserviamo solo un contrassegno cifrato che evita di reinserire i Suoi dati per "
    "errore.",
    footer="Riceve questo messaggio perché ci ha scritto a proposito dei Suoi dati. Può semplicemente rispondere.",
)
