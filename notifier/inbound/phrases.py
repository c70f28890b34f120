"""Fixed phrases of mail programs in many languages: attribution lines, separators, mobile signatures, absences."""

from __future__ import annotations

import re

MOST_ATTRIBUTION = 400  # characters, over at most four lines

_WROTE = (
    r"wrote|writes|schrieb|geschrieben|a\s+[ée]crit|[ée]crit|escribi[óo]|ha\s+escrito|ha\s+scritto|scrive|schreef|"
    r"heeft\s+(?:het\s+volgende\s+)?geschreven|escreveu|skrev|kirjoitti|napisał\(?a?\)?|napsal\(?a?\)?|пишет|написал\(?а?\)?|"
    r"va\s+escriure|yazd[ıi]|írta|a\s+scris"
)
_INTRO = (
    r"On|Am|Le|Il|El|Op|Em|Den|Em\s|No\s+dia|A|Dnia|Dne|On\s+the|W\s+dniu|Pada|Vào|Il\s+giorno|El\s+d[íi]a|Mit\s+Datum"
)
_NAME_FOLLOWS = r"schrieb|schreef|skrev|escribi[óo]|scrive|schrijft"  # "schrieb Ann:"; elsewhere the verb ends the line
ATTRIBUTION = re.compile(
    rf"^(?:(?:{_INTRO})\b[^\n]{{3,300}}?\b(?:(?:{_WROTE})\s*:?\s*$|(?:{_NAME_FOLLOWS})\b[^\n:]{{0,120}}:?\s*$)"
    rf"|[^\n]{{0,160}}(?:<[^<>\s]+@[^<>\s]+>|\b\S+@\S+\b)[^\n]{{0,80}}\b(?:{_WROTE})\b[^\n:]{{0,80}}:?\s*$"
    rf"|[^\n]{{0,120}}\d{{4}}[^\n]{{0,120}}\b(?:{_WROTE})\s*:\s*$"
    rf"|(?:{_WROTE})\s+[^\n]{{2,120}}<?\S+@\S+>?\s*:?\s*$"
    r"|(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})[^\n]{0,80}<[^<>\s]+@[^<>\s]+>\s*:\s*$)",
    re.IGNORECASE,
)
ATTRIBUTION_START = re.compile(rf"^(?:{_INTRO})\b.*(?:\d|@|<)", re.IGNORECASE)

_ORIGINAL = (
    r"original message|original appointment|urspr[üu]ngliche (?:nachricht|e-?mail)|originalnachricht|message (?:d'origine|original|initial)|"
    r"mensaje original|mensagem original|messaggio (?:originale|inoltrato)|oorspronkelijk bericht|"
    r"oorspronkelijke bericht|reply message|reply above this line|ursprungligt meddelande|oprindelig meddelelse|"
    r"e-?mail d'origine|original-?nachricht|mensaje de origen"
)
ORIGINAL = re.compile(rf"^\W*-{{2,}}\s*(?:{_ORIGINAL})\s*-{{2,}}\s*$|^-{{2,}}\s*(?:{_ORIGINAL})\b", re.IGNORECASE)
_FORWARDED = (
    r"forwarded message|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten (?:nachricht|e-?mail)|"
    r"message transf[ée]r[ée]|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|mensaje reenviado|inicio del mensaje "
    r"reenviado|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|"
    r"mensagem (?:encaminhada|reencaminhada)|in[íi]cio da mensagem (?:encaminhada|reencaminhada)|forwarded by|"
    r"fwd message|forwarded mail"
)
FORWARDED = re.compile(rf"^\W*(?:{_FORWARDED})\b[^\n]{{0,80}}$", re.IGNORECASE)

_FIELDS = {
    "from": r"from|von|de|da|van|från|fra|od|expéditeur|expediteur|remitente|mittente|afzender|remetente",
    "date": r"sent|date|gesendet|datum|envoy[ée]|envoy[ée] le|enviado|enviado el|fecha|inviato|data|verzonden|enviada|"
    r"enviada em|enviado em|skickat|sendt|enviat",
    "to": r"to|an|[àa]|para|a|aan|till|til|destinataire|destinatario|cc|kopie|c\.c\.",
    "subject": r"subject|betreff|objet|asunto|oggetto|onderwerp|assunto|ämne|emne",
}
HEADER_FROM = re.compile(rf"^\W{{0,3}}(?:{_FIELDS['from']})\s?\*?\s*:\s*\*?\s*\S", re.IGNORECASE)
HEADER_OTHER = re.compile(
    rf"^\W{{0,3}}(?:{_FIELDS['date']}|{_FIELDS['to']}|{_FIELDS['subject']})\s?\*?\s*:", re.IGNORECASE
)
RULE_LINE = re.compile(r"^[_\-=*\u2014\u2500]{8,}\s*$")

SIGNATURE = re.compile(r"^--\s?$|^—\s?$|^__\s?$")
MOBILE = re.compile(
    r"^(?:sent (?:from|with|via)|get outlook for|gesendet (?:von|mit)|von meinem .{2,40} gesendet|envoy[ée] (?:de(?:puis)?|"
    r"avec|via|[àa] partir de)|enviado desde|enviado (?:do|pelo|de) |inviato (?:da|con)|verzonden (?:vanaf|met|via)|verstuurd "
    r"vanaf|diese nachricht wurde von meinem|t[ée]l[ée]charge[zr] outlook|obtener outlook|holen sie sich outlook|"
    r"outlook voor|scarica outlook|obter o outlook|sent using|skickat fr[åa]n|sendt fra)\b[^\n]{0,100}$",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"intended (?:recipient|only|solely|for the)|confidential(?:ity)? (?:notice|information)|privileged|this (?:e-?mail|message)"
    r"[^\n]{0,60}(?:confidential|intended)|diese e-?mail[^\n]{0,80}vertraulich|vertrauliche informationen|"
    r"nicht der (?:richtige|beabsichtigte) (?:adressat|empf[äa]nger)|ce (?:message|courriel|mail)[^\n]{0,80}confidentiel|"
    r"message et[^\n]{0,40}pi[èe]ces jointes|destinataire(?:s)? (?:exclusif|pr[ée]vu|d[ée]sign)|este (?:mensaje|correo)"
    r"[^\n]{0,100}(?:confidencial|destinatario)|questo (?:messaggio|e-?mail|documento)[^\n]{0,100}(?:riservat|confidenzial|destinatari)|le "
    r"informazioni contenute|dit (?:bericht|e-?mailbericht)[^\n]{0,100}(?:vertrouwelijk|bestemd)|de informatie (?:verzonden|"
    r"in dit|in deze)|esta mensagem[^\n]{0,100}(?:confidencia|destinat)|esta (?:e-?mail|correspond)[^\n]{0,60}confiden|"
    r"disclaimer|haftungsausschluss|avis de confidentialit|aviso (?:legal|de confidencialidad|de confidencialidade)|"
    r"consider the environment|umwelt[^\n]{0,30}drucken|virus[- ]free|avast|scanned (?:by|for)|in error[^\n]{0,40}(?:delete|notify)|"
    r"irrt[üu]mlich erhalten|re[çc]u (?:ce|cet|par erreur)|ricevuto (?:questo|per errore)|ten onrechte ontvangen|recebeu[^\n]{0,40}(?:por )?"
    r"(?:engano|erro)|recibido[^\n]{0,40}por error",
    re.IGNORECASE,
)

# Subjects of absences and automatic answers: English, German, French, Spanish, Italian, Dutch, Portuguese, Swedish,
# Danish/Norwegian, Polish, Finnish, Czech, Japanese, Chinese, Russian.
AUTO_SUBJECT = re.compile(
    r"^\s*(?:(?:re|aw|sv|antw|r)\s*:\s*)?\W{0,3}(?:auto(?:matic|mated)?[ -]?(?:reply|response|replied|responder|answer)|auto\s?:|autoreply|out[ -]of[ -]"
    r"(?:the[ -])?office|ooo\b|vacation|on (?:vacation|holiday|leave)|away from|i am (?:away|out)|automatische (?:antwort|"
    r"r[üu]ckantwort)|abwesenheit|nicht im (?:b[üu]ro|haus)|urlaub|r[ée]ponse automatique|absence|absent|"
    r"message d'absence|respuesta autom|fuera de (?:la )?oficina|ausencia|autorespuesta|risposta automatica|fuori (?:sede|ufficio)|"
    r"assen(?:te|za)|automatisch (?:antwoord|bericht)|afwezig|resposta autom|fora do escrit|aus[êe]ncia|autosvar|"
    r"automatiskt svar|fr[åa]nvaro|automatisk svar|frav[æa]r|autosvar|autoodpowied|automatyczna odpowied|poza biurem|"
    r"automaattinen vastaus|poissa|automatick[áa] odpov|自動(?:応答|返信)|不在|自动(?:回复|答复)|автоответ|автоматический ответ|"
    r"otomatik yan[ıi]t|odpowied[źz] automatyczna)",
    re.IGNORECASE,
)
