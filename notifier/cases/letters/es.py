"""Letters in Spanish."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    day="{day} de {month} de {year}",
    greeting="Hola, {name}:",
    greeting_nobody="Hola:",
    kinds={
        ReplyKind.OBJECTION: "su oposición",
        ReplyKind.ERASURE: "su solicitud de supresión de sus datos",
        ReplyKind.ACCESS: "su solicitud de acceso a sus datos",
        ReplyKind.RECTIFICATION: "su solicitud de rectificación de sus datos",
        ReplyKind.RESTRICTION: "su solicitud de limitación del tratamiento",
        ReplyKind.PORTABILITY: "su solicitud de portabilidad de sus datos",
        ReplyKind.OPT_OUT: "la retirada de su consentimiento",
        ReplyKind.COMPLAINT: "su reclamación",
        ReplyKind.QUESTION: "su pregunta",
        ReplyKind.OTHER: "su mensaje",
    },
    received_subject="Hemos recibido su mensaje ({numbers})",
    received="Gracias por su mensaje del {date}. Lo hemos registrado así:",
    case_line="{number}: {kind}. Tendrá nuestra respuesta a más tardar el {due}.",
    late="El cambio al que se refiere {number} ya estaba en vigor cuando llegó su mensaje. Lo tramitamos de todos modos.",
    unsorted="Una persona de nuestro equipo leerá su mensaje y le dirá cuál es el siguiente paso.",
    next_step="Una persona se ocupa ya de ello. No tiene que hacer nada más.",
    prove_subject="Confirme, por favor, que es usted ({numbers})",
    prove="Antes de hacer nada con sus datos por {number}, debemos saber que la solicitud es suya. Abra este enlace y "
    "pulse el botón de la página. Sirve una sola vez, hasta el {expires}:",
    extended_subject="Necesitamos más tiempo para su solicitud ({numbers})",
    extended="No podemos terminar {number} a tiempo. Tendrá nuestra respuesta a más tardar el {due}.",
    closed_subject="Su solicitud está cerrada ({numbers})",
    done="Hemos terminado el expediente {number}: {kind}.",
    refused="Hemos decidido no atender el expediente {number}: {kind}.",
    withdrawn="Nos ha dicho que el expediente {number} ya no hace falta: {kind}. Lo hemos cerrado sin hacer nada más.",
    reason="Motivo: {reason}",
    remedy="Si no está de acuerdo, responda a este mensaje. También puede reclamar ante la autoridad de protección de "
    "datos o acudir a los tribunales.",
    farewell_subject="Estamos borrando sus datos ({numbers})",
    farewell="Como pidió ({number}), borramos ahora sus datos, también esta dirección. Este es nuestro último mensaje "
    "al respecto. Solo guardamos una marca cifrada que impide que sus datos se añadan otra vez por error.",
    footer="Recibe este mensaje porque nos escribió acerca de sus datos. Puede responder sin más.",
)
