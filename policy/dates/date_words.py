"""The words of date lines in seven languages, as patterns: what says when a text was updated and from when it holds."""

from __future__ import annotations

UPDATED = (
    r"last\s+(?:revised|updated|modified|amended|changed|reviewed|update|revision|modification|amendment|change|review)"
    r"(?:\s+(?:and|or|&|/)\s+(?:revised|updated|modified|amended|effective))?|"
    r"(?:updated|revised|modified|amended)(?:\s+(?:on|as\s+of)\b|\s*:|\s+(?=\w+\s+\d|\d))|"
    r"date\s+of\s+(?:the\s+)?(?:last|latest)\s+(?:update|revision|change|amendment)|"
    r"(?:latest|most\s+recent)\s+(?:update|revision|version)|(?:revision|update|version)\s+date|version\s*:|"
    r"version(?=\s+(?:of|dated)\s+(?:\w+\s+)?\d)|"
    r"mis(?:e|es)?\s+à\s+jour|date\s+de\s+(?:mise\s+à\s+jour|révision)|version\s+du|en\s+date\s+du|(?:modifi|actualis|révis)ée?s?\s+le|"
    r"zuletzt\s+(?:aktualisiert|geändert|überarbeitet)|letzte\s+(?:aktualisierung|änderung|überarbeitung)|"
    r"\bstand\s*:|\bstand(?=\s+(?:vom|\d))|aktualisiert\s+am|"
    r"zuletzt\s+am(?=[^;]{1,40}(?:geändert|aktualisiert|überarbeitet|angepasst))|(?:fassung|version)\s+vom|"
    r"última\s+(?:actualización|modificación|revisión|atualização|modificação|revisão)|"
    r"fecha\s+de\s+(?:la\s+última\s+)?(?:actualización|modificación|revisión)|(?:actualizad|modificad)[oa]s?(?:\s+por\s+última\s+vez)?\s+(?:el|en\s+fecha)|"
    r"versión\s+de(?:l|\s+fecha)?(?=\s+\d)|"
    r"ultim[oa]\s+(?:aggiornamento|modifica|revisione)|(?:aggiornat|modificat)[oai]\s+(?:al|il|in\s+data)|"
    r"data\s+(?:di|dell['\N{RIGHT SINGLE QUOTATION MARK}])\s*(?:ultim[oa]\s+)?(?:aggiornamento|modifica|revisione)|"
    r"versione\s+del|"
    r"laatst\s+(?:bijgewerkt|gewijzigd|aangepast)|laatste\s+(?:wijziging|update|aanpassing|herziening)|"
    r"bijgewerkt\s+op|gewijzigd\s+op|versie\s+van|"
    r"data\s+d[ea]\s+(?:última\s+)?(?:atualização|modificação|revisão)|(?:atualizad|alterad|modificad)[oa]s?(?:\s+pela\s+última\s+vez)?\s+(?:em|a)(?=\s+\d)|versão\s+de(?=\s+\d)"
)
EFFECTIVE = (
    r"effective\s+date|(?:effective|in\s+effect|in\s+force)(?:\s+(?:on|from|as\s+of|since|starting|beginning)\b|"
    r"\s*:|\s+for\s+(?:\w+\s+){1,4}on\b|\s+(?!\d{1,3}\)?\s+(?:calendar|business|working|full|days?|weeks?|months?)\b)(?=\w+\.?\s+\d|\d))|"
    r"(?:takes?|taking|took|goes|come|comes|coming)\s+(?:effect|into\s+(?:effect|force|operation))|"
    r"appl(?:y|ies|icable)\s+(?:from|as\s+of|starting)|commencement\s+date|"
    r"entr(?:ée|e|ent|era|eront)\s+en\s+vigueur|en\s+vigueur|"
    r"applicables?\s+(?:à\s+(?:compter|partir)\s+du|depuis\s+le)|"
    r"gültig\s+(?:ab|seit)|in\s+kraft|(?<!\w)tr(?:itt|eten)(?=[^;]{1,60}in\s+kraft)|ab\s+dem(?=\s[^;]{1,30}\s(?:gültig|wirksam))|inkrafttreten|gilt\s+ab|"
    r"fecha\s+de\s+(?:entrada\s+en\s+vigor|vigencia)|vigentes?\s+(?:desde|a\s+partir)|en\s+vigor\s+(?:desde|a\s+partir)|"
    r"entrar(?:á|án)\s+en\s+vigor|entran?\s+en\s+vigor|"
    r"data\s+di\s+entrata\s+in\s+vigore|in\s+vigore\s+da|valid[aoei]\s+da|entra(?:no)?\s+in\s+vigore|efficac[ei]\s+da|"
    r"ingangsdatum|geldig\s+(?:vanaf|sinds)|(?<!\w)(?:treedt|treden)(?=[^;]{1,60}in\s+werking)|van\s+kracht\s+(?:vanaf|sinds|per|op)|"
    r"data\s+de\s+(?:entrada\s+em\s+vigor|vigência)|em\s+vigor\s+(?:desde|a\s+partir)|válid[aoei]s?\s+a\s+partir|"
    r"entra(?:m|rá|rão)?\s+em\s+vigor"
)
LINE_UPDATED = (
    r"date\s*:|dated|as\s+of|(?:first\s+)?(?:published|posted|issued|released)(?:\s+on|\s*:)?|date\s+of\s+(?:issue|"
    r"publication)|publication\s+date|version\s+[\d.]+\s*(?:,|/|\||-|\N{EN DASH}|\(|of|dated|from|vom|du|van|del|de)?|"
    r"datum\s*:?|veröffentlicht\s+am|publiée?\s+le|date\s+de\s+publication|fecha\s*:|publicad[oa]\s+(?:el|em)|"
    r"fecha\s+de\s+publicación|data\s*:|pubblicat[oa]\s+il|data\s+di\s+pubblicazione|gepubliceerd\s+op|"
    r"data\s+de\s+publicação"
)
"""At the start of a short line these date the text, unless something says so more plainly."""
LINE_EFFECTIVE = r"valid\s+(?:from|as\s+of|since)|start\s+date|starting\s+date|with\s+effect\s+from|in\s+use\s+since"
ANOTHER = (
    r"previous|prior|former|supersedes?|replaces?|until|before|regulation|directive|law|laws|act|gdpr|ccpa|lei|loi|"
    r"règlement|gesetz|verordnung|précédente?|antérieure?|vorherige|ancienne|reglamento|ley|directiva|anterior|legge|"
    r"regolamento|direttiva|precedente|wet|verordening|richtlijn|vorige|regulamento|diretiva|rgpd|dsgvo|lgpd|shield|"
    r"registered|birthday|account\s+was|if\s+you|since\s+you"
)
"""What speaks of another text: an earlier version, or a law."""
SPOKEN_DAY_FIRST = (
    r"stand|zuletzt|letzte|aktualisiert|fassung|version\s+vom|gültig|in\s+kraft|tritt|treten|ab\s+dem|inkrafttreten|gilt|datum|"
    r"veröffentlicht|mis(?:e|es)?\s+à|date\s+de|publiée?|en\s+vigueur|entr\w+\s+en|applicables?|última|fecha|actualizad|"
    r"versión|vigente|en\s+vigor|publicad|ultim|aggiornat|data\s+d|versione|in\s+vigore|valid[aoei]\s+da|pubblicat|laatst|"
    r"bijgewerkt|gewijzigd|versie|geldig|treedt|treden|van\s+kracht|ingangsdatum|gepubliceerd|atualizad|versão|em\s+vigor|"
    r"válid"
)
"""Labels of languages that write 1.3.2026 for 1 March, and never for 3 January."""
