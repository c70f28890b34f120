"""German words of rights requests and objections, folded: lower case, no umlauts."""

from __future__ import annotations

from notifier.understanding.lexicon import Grammar, compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "der die das und ist nicht ich sie wir ihr ihre ihren ihrer mein meine meinen meiner mir mich uns zu zum zur von vom "
    "mit auf fur den dem des ein eine einen einer im am an aus bei nach wie was wer dass werden wird haben hat sind bin "
    "bitte auch noch nur mehr oder aber wenn kann konnen mochte bereits sehr geehrte damen herren hallo uber als es"
)

WORDS = {
    Role.NOT: "unnotig, nicht, nichts, nie, niemals, nimmer, weder, keinesfalls, auf keinen fall, in keiner weise, nich, keineswegs, ned",
    Role.NO: "kein, keine, keinen, keinem, keiner, keinerlei, ohne, nein, nee, no, keins, noe",
    Role.REFUSE_TO: "weigere mich, weigern uns",
    Role.I: "ich, wir, man",
    Role.YOU: "sie, ihr, ihnen, euch, du, dir, dich, mailjet, ihre firma",
    Role.MY: "mein, meine, meinen, meinem, meiner, meines, mich, mir, unser, unsere, unseren, unserer, unserem, uns",
    Role.ALL: "alle, alles, allen, aller, samtliche*, saemtliche*, komplett*, vollstandig*, vollstaendig*, gesamt*, ganze*, "
    "restlos*, jegliche*",
    Role.IT: "es, diese, dieses, diesen, das, sie",
    Role.ASK: "bitte, bitten, mochte, moechte, mochten, moechten, will, wollen, wunsche, wuensche, wunschen, verlange*, "
    "fordere*, fordern, aufforder*, beantrag*, ersuche*, konnen sie, koennen sie, konnten sie, koennten sie, konnt ihr, "
    "konntet ihr, koennt ihr, wurden sie, wuerden sie, hiermit, erwarte*, sollen, soll, sollten, mussen, muessen, muss, "
    "mache von meinem recht, nehme mein recht, gemass, gemaess, gem, nach art, veranlass*, sorgen sie, bestehe auf, "
    "begehre*, antrag auf, anfrage auf, verpflichtet, kannst du, konntest du, wurde gerne, wurde gern, hatte gern, "
    "haette gern, hatte gerne, ist zu, sind zu, fordre, anweis*, unverzuglich, umgehend, mach von, machen von, auf basis",
    Role.PLEASE: "bitte",
    Role.WISH: "mochte, moechte, mochten, will, wollen, wunsche, wurde gern, wurde gerne, verlange, fordere, wunscht",
    Role.WILL_DO: "werde, werden, habe, hab, haben, bin, war, hatte, uberlege, ueberlege, gerade, versuche, versucht, "
    "wollte, plane, schon, bereits, denke daruber",
    Role.FILLER: "bitte, bitten, hallo, guten, tag, morgen, sehr, geehrte*, damen, und, herren, team, hiermit, dann, "
    "also, auch, nun, jetzt, sofort, umgehend, unverzuglich, daher, deshalb, somit, ja, nein, nur, einfach, moin, "
    "servus, hi, liebe*, liebes, ausserdem, weiterhin, ferner, zudem, danke, antrag, auf, betreff, betrifft, dringend, "
    "gruss, gott, nochmals, erneut, dsgvo, aufforderung, zur, die, der, anfrage, meine, meines, meiner, mein, nee, doch",
    Role.UNSURE: "vielleicht, eventuell, evtl, nicht sicher, unsicher, wahrscheinlich, moglicherweise, uberlege",
    Role.IF: "bei nichtbeachtung, bei nichteinhaltung, behalte ich mir, behalte mir, behalten wir uns, fur den fall, nach fruchtlosem, wenn, falls, sofern, sollten sie, sollte ich, sollte sich, es sei denn, ausser, solange, bevor, vorausgesetzt, "
    "andernfalls, bis, sonst, ansonsten, unter der bedingung, unter der voraussetzung",
    Role.HOW_TO: "wie kann ich, wie konnen wir, wie losche ich, wie loesche ich, kann ich, konnte ich, darf ich, muss ich, "
    "soll ich, ist es moglich, ist es moeglich, wo kann ich, gibt es eine moglichkeit, wie geht, was passiert, werden sie, "
    "loschen sie daten, haben sie, wie lange, wie lang, wann werden, wann loschen, warum haben sie, wie funktioniert, "
    "wie widerspreche, wie lege ich, wird mein, werden meine daten, wurde mein, wurden meine, wo finde ich, konnen wir, "
    "kann man, wie kann man, was geschieht, wie stelle ich, was ist wenn, muss man, habt ihr, speichern sie",
    Role.WHETHER: "ob, bestehen eines rechts, bestehen des rechts, das bestehen, recht zu, haben das recht, rechte auf, "
    "besteht das recht, uber das recht, moglichkeit, zu den rechten, steht ein recht, steht ihnen, informiert uber",
    Role.FEATURE: "moglichkeit, funktion, schaltflache, button, als nutzer, nutzer sollen, nutzer konnen, benutzer sollen",
    Role.CANNOT: "kann nicht, konnte nicht, nicht moglich, gelingt nicht, geht nicht, unmoglich, kann mein konto nicht, kann ich nicht",
    Role.YOURS: "ihr, ihre, ihren, ihrer, ihres, deren",
    Role.DONE: "danke fur, dank fur, bedanke mich fur, wurde, wurden, worden, ist geschlossen, haben geloscht, versehentlich, aus versehen, irrtumlich, sie haben, "
    "ihr habt, bereits geloscht, schon geloscht, gestern, habe ich, habe bereits, habe schon, habe mein, hat jemand",
    Role.BUT: "aber, jedoch, sondern, obwohl, weil, denn, allerdings, wahrend, doch, trotzdem, da ich, da sie",
    Role.AND: "und, oder, sowie, u, bzw",
    Role.THAT: "dass, daß",
    Role.DATA: "daten, data, informationen, angaben, personenbezogen*, kundendaten, nutzerdaten, datensatz*, datensatze, "
    "personliche daten, spuren, alles uber mich, unterlagen, benutzerdaten, kontaktdaten, stammdaten, persoenliche*, "
    "sachen, inhalte, historie, alles von mir, alles zu mir, dateien uber mich",
    Role.ACCOUNT: "konto, konten, kontos, account, accounts, profil, profile, zugang, benutzerkonto, kundenkonto, "
    "mitgliedschaft, registrierung, nutzerkonto, accout, useraccount, kundenprofil",
    Role.SYSTEM: "system, systemen, datenbank*, server, servern, backups, kartei, bestand, euren unterlagen, plattform",
    Role.LISTS: "newsletter*, verteiler*, mailingliste*, werbung, werbe*, werblich*, mails, e-mails, emails, e-mail-liste, "
    "liste, listen, angebote*, reklame, spam, rundmail*, infomail*, marketing*, direktwerbung, abo, abonnement, "
    "benachrichtigungen, aktionen, anrufe, rundschreiben, mailverteiler",
    Role.THIS_MAIL: "diese e-mail, diese mail, diese nachricht, dieser e-mail, dieser nachricht, richtige adressat, irrtumlich "
    "erhalten, die e-mail, anhange, meine letzte mail, meine letzte nachricht, letzte e-mail, vorherige mail, meine vorige",
    Role.PART: "karte, karten, kreditkarte, foto, fotos, bild, bilder, kommentar*, rechnung*, datei, dateien, ticket, "
    "telefonnummer*, handynummer*, adresse, domain*, vorlage*, kontakt, kontakte, kampagne*, zahlungsmittel, bankverbindung, cookie*, "
    "eintrag, test*, doppelte*, zweites, zweiten, altes, alte, dokument*, bewerbung, bestellung*, entwurf*, eine, einen, "
    "iban, absender*, unterkonto, beitrag*, protokoll*, geburtsdatum, nummer, benutzer, satz, absatz",
    Role.OTHER_PERSON: "kollege*, kollegin*, frau, mann, ehefrau, ehemann, sohn*, tochter, mutter, vater, bruder, schwester, "
    "mitarbeiter*, ehemalig*, chef*, freund*, sein, seine, seinen, seiner, seinem, kunden, kunde, verstorben*, kind, kinder, "
    "eltern, bekannte*, nachbar*, praktikant*, onkel, tante, oma, opa, jemand, vorganger*, partnerin",
    Role.TERMS: "anderung*, aenderung*, richtlinie*, datenschutzrichtlinie*, datenschutzerklarung*, datenschutzerklaerung*, "
    "bedingungen, agb, agbs, nutzungsbedingung*, vertragsbedingung*, fassung*, version, aktualisierung*, anpassung*, "
    "regelung*, neuerung*, unterauftrag*, auftragsverarbeit*, empfanger*, klausel*, dem zu, damit, dem, dazu, vorhaben, "
    "vertragsanderung*, vereinbarung, bestimmung*, dritte, dritten, dienstleister*, partner, partnern, weitergabe, "
    "ubermittlung*, uebermittlung*, mitteilung, datenschutzhinweis*, neu, neue, neuen, neuer, geplant*, angekundigt*, "
    "datenweitergabe, datenubermittlung, drittland*, drittlander, datenschutz, umstellung, allem, zweck, zwecke",
    Role.COMMERCE: "rechnung*, preis*, preiserhohung*, gebuhr*, kosten, mahnung*, zahlung*, betrag, erstattung*, termin*, "
    "angebot, bestellung*, lieferung*, steuer*, lastschrift*, mahngebuhr*, abbuchung*, honorar",
    Role.SHARE: "weitergeb*, weitergabe, weitergegeben, weitergeleitet, weiterleit*, teilen, geteilt, teilt, verkauf*, "
    "ubermittel*, uebermittel*, ubermittlung, ubertrag*, offenleg*, weiterreich*, herausgeb*, geben, gebt, gegeben, "
    "an dritte, zugriff auf meine, in die usa, uberlass*, uebertrag*, weiterzugeben, weiterverkauf*, uebermittlung",
    Role.PROCESS: "verarbeit*, nutzen, nutzung, nutzt, verwend*, profiling, auswert*, analys*, sammeln, sammelt, erheb*, "
    "trainier*, tracking, ki, weiterverarbeit*, ausgewertet, genutzt, erhoben, benutz*, gebraucht",
    Role.FIELD: "name, namen, nachname*, vorname*, adresse, anschrift, telefonnummer, nummer, e-mail, mail, daten, angaben, "
    "geburtsdatum, schreibweise, firma, iban, plz, ort, strasse, rufnummer, konto, mailadresse, emailadresse, titel, anrede, "
    "profil, postanschrift, firmenname, rechnungsadresse, rechnungsanschrift, lieferadresse, wohnort",
    Role.CONSENT: "einwilligung*, zustimmung*, erlaubnis, genehmigung, einverstandnis*, werbeeinwilligung",
    Role.ERASE: "losch*, loesch*, lösch*, entfern*, vernicht*, tilg*, auszuloschen, vergessen sie mich, anonymisier*, wegmachen, "
    "raus aus, rausnehmen, nehmen sie mich, nehmt mich, streichen, streicht, beseitig*, zu loschen, zu entfernen, zu "
    "loeschen, eliminier*, bereinig*, lösche, delete, entferne",
    Role.ERASED: "geloscht, geloescht, entfernt, vernichtet, getilgt, gestrichen, anonymisiert, vergessen",
    Role.ERASURE: "loschung, loeschung, entfernung, vernichtung, datenloschung, datenloeschung, kontoloschung, "
    "accountloschung, loschungsantrag, loschantrag, loschbegehren, loschungsersuchen, loschersuchen, kontoloeschung, "
    "loschanfrage, loschungsanfrage, loschverlangen, loschungsverlangen",
    Role.CLOSE: "schliess*, kundig*, kuendig*, deaktivier*, sperr*, auflos*, aufloes*, beend*, stilllegen, abschalt*, "
    "geschlossen, gekundigt, kundigung, schliessung, storn*",
    Role.KEEP: "behalten, behaltet, behalt, aufbewahr*, speicher*, gespeichert*, vorhalt*, aufheben, archivier*",
    Role.LEAVE: "kein kunde mehr, keine kundin mehr, vertrag beenden, vertrag kundigen, wechsle, wechseln, anbieter wechseln, "
    "verlasse, nutze nicht mehr, brauche nicht mehr, bin raus, kundige den vertrag, kundige meinen vertrag",
    Role.OBJECT: "widersprech*, widersprich*, widerspreche, widersprochen, lehne, lehnen, ablehn*, abgelehnt, dagegen, verweiger*, "
    "protestier*, missbillig*, untersag*, verbiet*, verbitte, verwahr*, bin gegen, sind gegen, stimme dagegen, "
    "weigere, weigern, beanstand*",
    Role.OBJECTION: "widerspruch*, widerspruchs, einspruch*, ablehnung, einwand*, einwande*, einwaende*, veto, protest",
    Role.ACCEPT: "einverstanden, akzeptier*, zustimm*, zugestimmt, stimme, stimmen, willige, willigen, einwillig*, eingewilligt, "
    "genehmig*, billig*, erlaub*, gestatt*, in ordnung, ok, okay, annehm*, nehme, hinnehm*, recht mit, mitmach*, dulde*, "
    "zustimmung, einwilligung, genehm, mache mit, gutheiss*, heisse, hinzunehmen, zu akzeptieren",
    Role.UNACCEPTABLE: "inakzeptabel, unakzeptabel, unannehmbar, nicht hinnehmbar, kommt nicht in frage, nicht akzeptabel, "
    "unzumutbar, geht gar nicht, no go, no-go, kommt fur mich nicht, kommt uberhaupt nicht",
    Role.LIKE: "gefallt, gefaellt, gefallen, mag, mochte, will, wollen, wunsche, zufrieden, glucklich, gluecklich, begeistert, "
    "gut, gerne, moechte, passt, toll, uberzeugt",
    Role.OLD_TERMS: "alten bedingungen, alte fassung, alten fassung, bisherigen bedingungen, bisherige fassung, bisherigen "
    "fassung, alte version, alten version, bisherigen regelung*, alte richtlinie, bisherige richtlinie, alten agb, alten vertrag",
    Role.GRIEF: "na toll, super idee, tolle idee, grossartig, grosse klasse, herzlichen gluckwunsch, gluckwunsch, prima, "
    "wunderbar, klasse, na super, ganz toll, bravo, echt super, super sache, wie schon, wie nett, was soll schon, "
    "genau das habe ich, na klar, aber gerne doch, immer her damit, na dann, haha, lol, wie grosszugig, toll gemacht",
    Role.STOP: "stopp*, stoppen, stop, unterlass*, aufhor*, horen, horen sie auf, hort auf, einstell*, stellen sie, "
    "schluss, genug, beend*, sein lassen, keine weitere, keine weiteren",
    Role.SEND: "send*, schick*, zusend*, zuschick*, ubersend*, uebersend*, erhalt*, bekomm*, geben, zukommen, bereitstell*, "
    "zur verfugung, ubermittel*, mitteil*, teilen, zeig*, herausgeb*, aushandig*, erteil*, auskunft*, gib, stellen, exportier*",
    Role.CONTACT: "kontaktier*, anschreib*, schreib*, anruf*, schick*, send*, zusend*, zuschick*, erhalt*, bekomm*, belastig*, "
    "nerv*, mail, mailt, bombardier*, zumull*, angeschrieben, haben, mehr, wunsch*, kontakt, empfangen",
    Role.COPY: "kopie*, auszug, ausdruck, ubersicht*, uebersicht*, auskunft*, aufstellung, export, abschrift, liste aller, "
    "datenkopie, zusammenstellung, einsicht",
    Role.HOLD: "gespeichert*, speicher*, habt, haben, verarbeit*, erhoben*, gesammelt*, vorlieg*, vorliegen, wisst, wissen, "
    "besitz*, hinterlegt, erfasst",
    Role.WHAT: "welche*, was, welcherlei, ob, woher, alle",
    Role.CORRECT: "korrigier*, berichtig*, ander*, aender*, aktualisier*, anpass*, richtigstell*, verbesser*, ersetz*, "
    "geandert, geaendert, korrektur, passen, umander*, vervollstandig*",
    Role.WRONG: "falsch*, fehlerhaft*, unrichtig*, veraltet*, nicht korrekt, nicht richtig, stimmt nicht, umgezogen, "
    "geheiratet, verschrieben, tippfehler, nicht mehr aktuell, fehler, neue adresse, neue anschrift, neue e-mail, neuer "
    "name, lautet, heisse, heiss, heisst, inkorrekt, schreibt sich, unvollstandig*, neue telefonnummer, neue nummer",
    Role.RESTRICT: "einschrank*, einschraenk*, beschrank*, sperr*, einfrier*, begrenz*, pausier*, schranken, eingeschrankt",
    Role.RESTRICTION: "einschrankung*, einschraenkung*, beschrankung*, sperrung",
    Role.PORTABLE: "maschinenlesbar*, strukturiert*, gangig*, csv, json, xml, anderen anbieter, neuen anbieter, anderer "
    "anbieter, ubertragbar*, anderen verantwortlichen, elektronischen format, wettbewerber, mitnehm*",
    Role.UNSUBSCRIBE: "melden sie mich, melden sie uns, meldet mich, meldet uns, abmeld*, abbestell*, abgemeldet, austrag*, austragen, ausgetragen, unsubscribe, opt-out, optout, "
    "abzumelden, abzubestellen, abonnieren nicht mehr, aus dem verteiler, aus ihrem verteiler, aus eurem verteiler, "
    "aus der mailingliste, von der liste, von ihrer liste, aus der liste, deabonnier*, auszutragen, abonnement kundigen",
    Role.WITHDRAW: "widerruf*, zuruckzieh*, zurueckzieh*, zurucknehm*, ziehe, nehme, zuruck, zurueck, zuruckgezogen, "
    "entzieh*, storniere, hinfallig, gegenstandslos",
    Role.SELL: "verkaufen sie meine, verkauf meiner, verkauft meine, daten verkaufen, daten nicht verkaufen",
    Role.ACCESS_REQUEST: "auskunftsersuchen, auskunftsanfrage, auskunftsanspruch, auskunftsrecht, auskunftsbegehren, "
    "selbstauskunft, datenauskunft, auskunft uber meine, auskunft uber die, auskunft uber alle, auskunft uber samtliche, "
    "recht auf auskunft, antrag auf auskunft, auskunft nach art, auskunft gemass, auskunft zu meinen, auskunft daruber, "
    "auskunft gem, auskunft uber, auskunft ueber, auskunftsverlangen, auskunft darueber",
    Role.ERASURE_RIGHT: "recht auf loschung, recht auf loeschung, recht auf vergessenwerden, recht auf vergessen, loschung "
    "meiner, loschung meines, loeschung meiner, loeschung meines, loschung aller, loeschung aller, antrag auf loschung, "
    "loschung samtlicher, konto loschen, account loschen, daten loschen, konto loeschen, account loeschen, daten loeschen, "
    "loschung unserer, loschung unseres, loschung von meinem, loschung der uber mich, loschung der zu",
    Role.OBJECTION_RIGHT: "widerspruchsrecht, recht auf widerspruch, widerspruch gegen, widerspruch ein, recht zu widersprechen",
    Role.RECTIFICATION_RIGHT: "recht auf berichtigung, berichtigung meiner, berichtigung der, datenberichtigung, antrag auf "
    "berichtigung, korrektur meiner, berichtigung folgender",
    Role.RESTRICTION_RIGHT: "recht auf einschrankung, einschrankung der verarbeitung, einschraenkung der verarbeitung, "
    "verarbeitung einschranken, verarbeitung einzuschranken, einschrankung der datenverarbeitung",
    Role.PORTABILITY_RIGHT: "datenubertragbarkeit, datenuebertragbarkeit, recht auf datenubertragung, datenportabilitat, "
    "datenmitnahme, datenumzug",
    Role.COMPLAIN: "beschwer*, aufsichtsbehorde*, datenschutzbehorde*, datenschutzbeauftragte*, anwalt*, rechtsanwalt*, "
    "klage*, klagen, verklag*, rechtliche schritte, gericht, anzeige, melden bei, verbraucherzentrale, reklam*, "
    "verbraucherschutz*, landesdatenschutz*, reklamation",
    Role.ANGER: "unverschamt*, frech*, unverschaemt*, empor*, emport, skandal*, unmoglich*, schlecht*, enttausch*, verarger*, "
    "arger*, wutend, sauer, schande, rechtswidrig*, illegal*, verstoss*, verletz*, unseri*, betrug, abzock*, lacherlich, "
    "unfassbar*, unglaublich*, katastroph*, ohne meine zustimmung, ohne meine einwilligung, ohne mein wissen, ohne zu "
    "fragen, nie zugestimmt, keine antwort, immer noch nicht, mies*, stinksauer, saftladen, dreist*, schlimm*, unzufrieden, "
    "unverantwortlich, ungeheuerlich",
    Role.TELL: "erklar*, erlauter*, wissen, frage, fragen, teilen sie mir mit, mitteil*, sagen sie mir, unklar, verstehe nicht, "
    "nicht klar, interessiert, klaren, informier*, bestatig*, bestaetig*, erfahren, verstehen, informationen uber, nennen",
    Role.ASKING: "wer, was, wann, wo, warum, wieso, weshalb, wie, welche*, wohin, woher, ist, sind, kann, konnen, darf, haben, "
    "gibt, wird, werden, muss, bekomme, erhalte, an wen, geben, nutzen, speichern, wozu, bleibt, andert, gilt",
    Role.LEGAL: "dsgvo, ds-gvo, gdpr, bdsg, datenschutz, art, artikel, grundverordnung, betroffene*, rechtsgrundlage, frist, "
    "datenschutzgrundverordnung, uwg",
    Role.AWAY: "abwesenheit*, nicht im buro, nicht im haus, ausser haus, urlaub, automatische antwort, automatisch generiert*, "
    "wieder erreichbar, wieder im buro, elternzeit, nicht mehr im unternehmen, eingeschrankt erreichbar, nicht erreichbar, "
    "dienstreise, mutterschutz, automatisch erstellt, vielen dank fur ihre anfrage, krankheitsbedingt, wieder da, eingangsbestatigung, nicht gelesen, "
    "nicht mehr fur, wieder zuruck, nicht weitergeleitet",
    Role.AGREE_ALONE: "danke, dank, ok, okay, gut, einverstanden, alles klar, verstanden, ja, passt, super, perfekt, prima, "
    "zustimmung, akzeptiert, kenntnis, gerne, merci",
    Role.NEUTRAL: "nicht nur, zogern sie nicht, zoegern sie nicht, wenn moglich, wenn moeglich, falls moglich, falls moeglich, "
    "sofern moglich, falls vorhanden, sofern vorhanden, wenn sie fragen haben, bei fragen, ohne verzogerung, ohne zogern, "
    "so schnell wie moglich, falls notig, sofern erforderlich, falls erforderlich, ohne schuldhaftes zogern, nicht zuletzt, "
    "gegen widerspruch, wenn sie nicht der, falls sie nicht der, falls zutreffend, ein widerspruch in sich, gern geschehen, "
    "vergessen sie nicht, bitte nicht vergessen, kein problem, ohne weiteres, ohne angabe von grunden, wenn nicht, "
    "falls noch nicht, soweit, sofern nicht, bitte prufen sie, bis spatestens, kopie im anhang, wenn es geht",
}
LEXICON = compile_lexicon("de", WORDS, COMMON, Grammar(negates_backwards=True, names_subjects=True))
