"""Letters in French."""

from __future__ import annotations

from notifier.cases.letters.words import Words
from notifier.model import ReplyKind

WORDS = Words(
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    day="{day} {month} {year}",
    greeting="Bonjour {name},",
    greeting_nobody="Bonjour,",
    kinds={
        ReplyKind.OBJECTION: "votre opposition",
        ReplyKind.ERASURE: "votre demande d'effacement de vos données",
        ReplyKind.ACCESS: "votre demande d'accès à vos données",
        ReplyKind.RECTIFICATION: "votre demande de rectification de vos données",
        ReplyKind.RESTRICTION: "votre demande de limitation du traitement",
        ReplyKind.PORTABILITY: "votre demande de portabilité de vos données",
        ReplyKind.OPT_OUT: "le retrait de votre consentement",
        ReplyKind.COMPLAINT: "votre réclamation",
        ReplyKind.QUESTION: "votre question",
        ReplyKind.OTHER: "votre message",
    },
    received_subject="Nous avons bien reçu votre message ({numbers})",
    received="Merci pour votre message du {date}. Nous l'avons enregistré ainsi :",
    case_line="{number} : {kind}. Vous aurez notre réponse au plus tard le {due}.",
    late="La modification visée par {number} était déjà en vigueur à l'arrivée de votre message. Nous le traitons tout "
    "de même.",
    unsorted="Une personne de notre équipe va lire votre message et vous dira quelle suite lui est donnée.",
    next_step="Une personne s'en occupe maintenant. Vous n'avez rien d'autre à faire.",
    prove_subject="Merci de confirmer qu'il s'agit bien de vous ({numbers})",
    prove="Avant de toucher à vos données pour {number}, nous devons savoir que la demande vient bien de vous. Ouvrez "
    "ce lien et appuyez sur le bouton de la page. Il ne sert qu'une fois, jusqu'au {expires} :",
    extended_subject="Il nous faut plus de temps pour votre demande ({numbers})",
    extended="Nous ne pouvons pas terminer {number} à temps. Vous aurez notre réponse au plus tard le {due}.",
    closed_subject="Votre demande est close ({numbers})",
    done="Nous avons terminé le traitement du dossier {number} : {kind}.",
    refused="Nous avons décidé de ne pas donner suite au dossier {number} : {kind}.",
    withdrawn="Vous nous avez dit que le dossier {number} n'est plus nécessaire : {kind}. Nous l'avons clos sans rien "
    "faire de plus.",
    reason="Motif : {reason}",
    remedy="Si vous n'êtes pas d'accord, répondez à ce message. Vous pouvez aussi saisir l'autorité de protection des "
    "données ou un tribunal.",
    farewell_subject="Nous effaçons vos données ({numbers})",
    farewell="Comme vous l'avez demandé ({number}), nous effaçons maintenant vos données, y compris cette adresse. "
    "C'est notre dernier message à ce sujet. Nous ne gardons qu'une empreinte chiffrée qui empêche que vos données "
    "soient ajoutées de nouveau par erreur.",
    footer="Vous recevez ce message parce que vous nous avez écrit au sujet de vos données. Vous pouvez simplement y "
    "répondre.",
)
