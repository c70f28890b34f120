"""The words by which a policy promises time before a change takes effect, in seven languages, as patterns.

Each field holds what one language says; all languages are looked for at once, because policies quote and mix them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What one language says.

    `change`: the text changes. `text`: what the text calls itself. `effect`: a change holds. `tells`: customers hear of
    it. `after`, `before`: what follows a length that counts from an event, or back from one. `passed`, `period`: what
    stands in front of a length, as in "after 30 days", "notice of 30 days". `window`: what stands in front of the time
    that the reader has; `limit`: the same, but a change may take effect in it. `ends`: the contract ends. `duty`: the
    reader is told to do something. `lasts`: something goes on so long. `own`: an event of the reader's, not of the text.
    `themselves`: changes, where nothing else is said to change. `split`: halves of a verb around a length ("treten … in Kraft").
    """

    change: str
    text: str
    effect: str
    tells: str
    after: str
    before: str
    passed: str
    period: str
    window: str
    limit: str
    ends: str
    duty: str
    lasts: str
    own: str
    themselves: str
    split: tuple[tuple[str, str], ...] = ()


ENGLISH = Words(
    change=r"chang\w*|amend\w*|modif\w*|updat\w*|revis\w*|alter(?!nat)\w*|variation\w*|new\s+version|new\s+text|new\s+terms",
    text=r"polic(?:y|ies)|notice|statement|terms|agreement|document|conditions",
    effect=r"effect|effective|in(?:to)?\s+force|appl(?:y|ies|icable)|binding|operative|go(?:es)?\s+live|replac\w*",
    tells=r"notif\w*|notice|inform\w*|announc\w*|provid\w*|tell|told|post(?:ed|ing|s)?|publish\w*|e-?mail\w*|hear|"
    r"communicat\w*|know|advance",
    after=r"after|from|following|of|upon|later",
    before=r"(?:(?:prior|advance|written|e-?mail|electronic|reasonable|formal|further|public)\s+){0,3}"
    r"(?:prior|before|in\s+advance|advance|ahead|beforehand|notice|notification)",
    passed=r"after|following|upon|(?:expiry|expiration|lapse|end)\s+of",
    period=r"(?:notice|notification)(?:\s+\w+){0,3}\s+of|notice\b[^.;:()]{0,40}[:(](?:\s*\w+){0,2}",
    window=r"within|up\s+to|during|in\s+the|(?:last|past|preceding|previous|next)",
    limit=r"in\s+(?:a|the)\s+term\s+of",
    ends=r"terminat\w*|cancel\w*|rescind\w*",
    duty=r"you\s+(?:must|shall|should|need\s+to|have\s+to|agree\s+to|are\s+(?:required|obliged|asked)\s+to)|"
    r"(?:tell|notify|inform|contact)\s+us|let\s+us\s+know",
    lasts=r"for(?:\s+(?:a|another|the|at\s+least))*",
    own=r"your\s+(?:request|account|subscription|purchase|order|objection|consent|withdrawal|cancellation|payment)",
    themselves=r"(?:any|all|no|such|these|material|significant|the|an?)\s+(?:change|amendment|modification|revision|update)s?|"
    r"changes\s+(?:we|will|shall|take|become|come|are|go|enter)|amendments|revisions|mak\w+\s+changes",
)
GERMAN = Words(
    change=r"änder\w*|geändert\w*|\w*änderung\w*|aktualisier\w*|anpass\w*|angepasst\w*|neufassung\w*|neue\s+fassung",
    text=r"\w*erklärung|\w*bedingungen|richtlinien?|\w*hinweise|bestimmungen|\w*vereinbarung|policy|agb",
    effect=r"wirksam\w*|in\s+kraft|gültig\w*|gelten|gilt|verbindlich|inkrafttreten\w*|wirksamwerden\w*",
    tells=r"informier\w*|mitteil\w*|teilen|benachrichtig\w*|hinweis\w*|ankünd\w*|angekünd\w*|kündigen|veröffentlich\w*|"
    r"angeboten|bekannt\w*|erfahren",
    after=r"nach|nachdem|ab|später",
    before=r"vor|bevor|vorher|zuvor|im\s+voraus|im\s+vorhinein",
    passed=r"nach(?:\s+ablauf\s+von)?|ablauf\s+von|nach\s+ablauf\s+einer\s+frist\s+von",
    period=r"\w*frist\s+von|\w*ankündigung\s+von|vorlauf(?:zeit)?\s+von",
    window=r"innerhalb(?:\s+einer\s+frist)?(?:\s+von)?|binnen|während|seit|letzten",
    limit=r"in\s+einer\s+frist\s+von",
    # "kündigen … an" announces, "kündigen" alone ends.
    ends=r"kündig(?:en|t|ung)(?![^.;]*\ban(?:$|[\s.,;]))|beenden|zurücktreten",
    duty=r"sie\s+(?:müssen|sollen|haben)|(?:teilen|informieren|benachrichtigen)\s+sie\s+uns",
    lasts=r"für(?:\s+(?:weitere|mindestens))*",
    own=r"ihr\w*\s+(?:anfrage|antrag|bestellung|kündigung|widerspruch|zahlung)",
    themselves=r"\w*änderung(?:en)?|geänderte\w*",
    split=(
        (r"tr(?:eten|itt)", r"in\s+kraft"),
        (r"w(?:erden|ird)", r"wirksam|gültig|verbindlich"),
        (r"k(?:ündigen|ündigt)", r"\ban"),
    ),
)
FRENCH = Words(
    change=r"modif\w*|chang\w*|mis\s+à\s+jour|mise\s+à\s+jour|mises\s+à\s+jour|amend\w*|révis\w*|évolu\w*|nouvelle\s+version",
    text=r"politique|charte|conditions|déclaration|notice|contrat|document",
    effect=r"vigueur|effet|s['\N{RIGHT SINGLE QUOTATION MARK}]appliqu\w*|applicables?|effecti\w*|opposables?",
    tells=r"inform\w*|notifi\w*|avert\w*|prévenu\w*|prévien\w*|annonc\w*|communiqu\w*|publi\w*|préavis|avis",
    after=r"après|suivant|à\s+compter|à\s+partir|de\s+(?:la|leur|sa)|dès",
    before=r"avant|à\s+l['\N{RIGHT SINGLE QUOTATION MARK}]avance|d['\N{RIGHT SINGLE QUOTATION MARK}]avance|au\s+préalable|"
    r"de\s+préavis|auparavant",
    passed=r"après(?:\s+un\s+délai\s+de)?|au\s+bout\s+de|l['\N{RIGHT SINGLE QUOTATION MARK}](?:expiration|issue)\s+d['"
    r"\N{RIGHT SINGLE QUOTATION MARK}]un\s+délai\s+de|passé\s+un\s+délai\s+de",
    period=r"préavis(?:\s+\w+){0,2}\s+(?:de|d['\N{RIGHT SINGLE QUOTATION MARK}])",
    window=r"dans\s+les|sous|pendant|durant|derniers",
    limit=r"délai(?:\s+maximum|\s+maximal)?\s+(?:de|d['\N{RIGHT SINGLE QUOTATION MARK}])",
    ends=r"résili\w*|mettre\s+fin|dénonc\w*",
    duty=r"vous\s+(?:devez|devrez|êtes\s+tenus?)|(?:informez|prévenez|contactez)-nous",
    lasts=r"pendant|durant|pour",
    own=r"votre\s+(?:demande|compte|commande|abonnement|achat|opposition|paiement)",
    themselves=r"toutes?\s+(?:les\s+)?(?:modification|mise)s?|tout\s+changement|les\s+(?:modifications|changements|mises)|"
    r"nouvelles\s+conditions",
)
SPANISH = Words(
    change=r"cambi\w*|modific\w*|actualiz\w*|revis\w*|enmiend\w*|nueva\s+versión",
    text=r"política|condiciones|términos|aviso|declaración|contrato|documento",
    effect=r"vigor\w*|efectos?|efectiv\w*|vigencia|aplicar\w*|aplicable\w*|vinculant\w*",
    tells=r"avis\w*|notific\w*|inform\w*|comunic\w*|anunci\w*|public\w*|preaviso",
    after=r"después|de\s+(?:la|su)|desde|tras|a\s+partir|a\s+contar|contados?|siguientes?",
    before=r"antes|de\s+antelación|de\s+anticipación|de\s+preaviso|previos?|con\s+anterioridad",
    passed=r"transcurridos|pasados|tras|después\s+de|al\s+cabo\s+de",
    period=r"(?:antelación|anticipación|preaviso)(?:\s+\w+){0,2}\s+de",
    window=r"dentro\s+de(?:\s+los)?|durante|últimos",
    limit=r"plazo(?:\s+máximo)?\s+de",
    ends=r"rescindir\w*|rescisión|resolver|cancelar\w*|dar(?:se)?\s+de\s+baja",
    duty=r"(?:usted\s+)?(?:debe|deberá|tiene\s+que)|(?:infórme|notifíque|comuníque)nos",
    lasts=r"durante|por|para",
    own=r"su\s+(?:solicitud|cuenta|pedido|suscripción|compra|oposición|pago)",
    themselves=r"(?:cualquier|todo|los|las|estos|estas)\s+(?:cambio|modificaci|actualizaci)\w*|nuevas\s+condiciones",
)
ITALIAN = Words(
    change=r"modific\w*|cambi\w*|aggiorn\w*|variazion\w*|revision\w*|nuova\s+versione",
    text=r"informativa|politica|condizioni|termini|contratto|documento|dichiarazione",
    effect=r"vigore|effetto|efficac\w*|applic\w*|vincolant\w*",
    tells=r"inform\w*|comunic\w*|notific\w*|avvis\w*|annunc\w*|pubblic\w*|preavviso",
    after=r"dopo|dall?a?|dal|dalla|dall['\N{RIGHT SINGLE QUOTATION MARK}]\w*|successiv\w*|a\s+decorrere|a\s+partire",
    before=r"prima|di\s+anticipo|di\s+preavviso|in\s+anticipo",
    passed=r"trascorsi|decorsi|passati|dopo",
    period=r"(?:preavviso|anticipo)(?:\s+\w+){0,2}\s+di",
    window=r"entro|durante|ultimi",
    limit=r"termine(?:\s+massimo)?\s+di",
    ends=r"reced\w*|recesso|disdi\w*|risolvere|risoluzione",
    duty=r"(?:dovete|deve|dovrà|è\s+tenuto)|(?:informate|avvisate)ci",
    lasts=r"per|durante",
    own=r"(?:vostra|sua|tua)\s+(?:richiesta|opposizione)|(?:vostro|suo|tuo)\s+(?:account|ordine|acquisto|abbonamento)",
    themselves=r"(?:ogni|qualsiasi|qualunque|le|tali|queste)\s+(?:modific|variazion|cambiament)\w*|nuova\s+versione",
)
DUTCH = Words(
    change=r"wijzig\w*|gewijzigd\w*|aanpass\w*|aangepast\w*|herzien\w*|nieuwe\s+versie|verander\w*",
    text=r"\w*beleid|\w*verklaring|\w*voorwaarden|overeenkomst|kennisgeving|document",
    effect=r"in\s+werking|van\s+kracht|ingaan|ingaat|ingang|van\s+toepassing|gelden|geldt|bindend|inwerkingtreding",
    tells=r"informer\w*|mede?del\w*|meedel\w*|meld\w*|kennisgev\w*|aankondig\w*|kondigen|laten\s+weten|bericht\w*|"
    r"op\s+de\s+hoogte|publice\w*|waarschuw\w*",
    after=r"na|nadat|vanaf|later",
    before=r"voor|vóór|voordat|vooraf|van\s+tevoren|tevoren|op\s+voorhand",
    passed=r"na(?:\s+afloop\s+van|\s+verloop\s+van)?",
    period=r"\w*termijn\s+van|aankondiging\s+van",
    window=r"binnen|gedurende|tijdens|afgelopen|laatste",
    limit=r"in\s+een\s+termijn\s+van",
    ends=r"opzeg\w*|opgezegd|beëindig\w*|ontbind\w*",
    duty=r"u\s+(?:moet|dient|bent\s+verplicht)|(?:informeer|meld)\s+ons",
    lasts=r"gedurende",
    own=r"uw\s+(?:verzoek|account|bestelling|abonnement|aankoop|bezwaar|betaling)",
    themselves=r"wijziging(?:en)?|gewijzigde\w*",
    split=(
        (r"tr(?:eden|eedt)", r"in\s+werking"),
        (r"wor(?:den|dt)", r"van\s+kracht|bindend"),
        (r"ga(?:an|at)", r"\bin"),
    ),
)
PORTUGUESE = Words(
    change=r"alter\w*|modific\w*|atualiz\w*|mudanç\w*|revis\w*|nova\s+versão",
    text=r"política|termos|condições|declaração|aviso|contrato|documento",
    effect=r"vigor\w*|efeitos?|vigência|aplic\w*|vinculativ\w*",
    tells=r"avis\w*|notific\w*|inform\w*|comunic\w*|anunci\w*|public\w*",
    after=r"após|depois|a\s+contar|a\s+partir|da\s+(?:sua|data|publicação|notificação)|contados?|seguintes?",
    before=r"antes|de\s+antecedência|de\s+aviso|prévios?",
    passed=r"decorridos|passados|após|ao\s+fim\s+de",
    period=r"(?:antecedência|aviso\s+prévio|pré-aviso)(?:\s+\w+){0,2}\s+de",
    window=r"dentro\s+de|durante|últimos",
    limit=r"prazo(?:\s+máximo)?\s+de",
    ends=r"rescind\w*|rescisão|denunci\w*|cancelar\w*",
    duty=r"(?:você\s+)?(?:deve|deverá|tem\s+de|tem\s+que)|informe-nos|avise-nos",
    lasts=r"durante|por",
    own=r"(?:seu|sua)\s+(?:pedido|solicitação|conta|encomenda|assinatura|compra|oposição|pagamento)",
    themselves=r"(?:quaisquer|qualquer|as|a|essas|estas|todas\s+as)\s+(?:alteraç|modificaç|atualizaç|mudanç)\w*|"
    r"novas\s+condições",
)
DETERMINER = (
    r"this|these|the|our|dies\w*|die|der|das|des|dem|den|unser\w*|l[ae]s?|cette|ces?|cet|présente?s?|notre|nos|est[aeo]s?|"
    r"nuestr[ao]s?|los|el|quest[aeo]|i|nostr[aeo]|deze|dit|ons|onze|het|de|noss[ao]s?|os?|as?"
)
"""What stands in front of what a text calls itself."""
CHANGE_STEMS = (
    "chang", "amend", "modif", "updat", "revis", "révis", "alter", "variation", "variazion", "version", "versión",
    "versão", "versione", "versie", "new terms", "new text", "änder", "aktualisier", "anpass", "angepasst", "fassung",
    "mis à jour", "mise à jour", "mises à jour", "évolu", "cambi", "actualiz", "enmiend", "aggiorn", "wijzig", "aangepast",
    "aanpass", "herzien", "verander", "atualiz", "mudanç",
)  # fmt: skip
"""In small letters: what speaks of a change holds one of these, which is told much faster than by the patterns."""
LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE)
SPLITS = tuple(
    (re.compile(rf"\b(?:{first})\b", re.IGNORECASE), re.compile(rf"(?<!\w)(?:{second})\b", re.IGNORECASE))
    for language in LANGUAGES
    for first, second in language.split
)


def any_of(name: str) -> str:
    """Return a pattern of what all languages say in one field of `Words`."""
    return "(?:" + "|".join(getattr(language, name) for language in LANGUAGES) + ")"
