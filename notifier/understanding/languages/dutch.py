"""Dutch words of rights requests and objections, folded: lower case, no accents."""

from __future__ import annotations

from notifier.understanding.lexicon import Grammar, compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "de het een en van ik niet mijn uw u jullie je is dat die dit deze op in te met voor aan bij om als ook maar of naar zijn hebben heb "
    "heeft worden wordt wij we onze ons er nog dan geen graag beste geachte groet groeten hallo alvast dank kunt wil zou wat wie hoe"
)

WORDS = {
    Role.NOT: "onnodig, geen reden om, niet, nooit, nimmer, noch, geenszins, in geen geval, op geen enkele wijze, nie",
    Role.NO: "geen, zonder, nee, neen, nope, no",
    Role.REFUSE_TO: "weiger om, weiger te, weigeren om, weigeren te",
    Role.I: "ik, wij, we",
    Role.YOU: "u, jullie, je, jij, uw, mailjet, uw bedrijf",
    Role.MY: "mijn, m'n, mij, me, mijzelf, ons, onze, mijne",
    Role.ALL: "al, alle, alles, volledig*, geheel, gehele, compleet, complete, hele, elke, allemaal, helemaal",
    Role.IT: "het, dit, deze, die, ze",
    Role.ASK: "graag, alstublieft, aub, a.u.b, svp, alsjeblieft, ajb, verzoek*, wil, willen, wens*, zou graag, zouden graag, eis, eisen, vraag u, "
    "vraag jullie, vragen u, kunt u, kun je, kunnen jullie, zou u, zouden jullie, wilt u, wil je, willen jullie, kan u, moet, moeten, dient, dienen, hierbij, "
    "vorder*, beroep op, maak gebruik, recht op, conform, krachtens, op grond van, op basis van, verlang*, ga over tot, zorg*, gelieve, verzoek, sommeer, "
    "aanvraag tot, vraag, verzoeken, stel op prijs, zou je, ik verwacht, uitoefen*, oefen",
    Role.PLEASE: "graag, gelieve, aub",
    Role.WISH: "wil, willen, wens, wensen, zou graag, zouden graag, verlang, liever, wou",
    Role.WILL_DO: "ga, gaan, zal, zullen, heb, hebben, ben, was, had, probeer, overweeg, al, reeds, net, denk, probeerde, van plan",
    Role.FILLER: "graag, alstublieft, aub, hallo, beste, geachte, heer, mevrouw, dames, heren, hoi, dag, dus, ook, en, dan, nu, meteen, direct, per, "
    "onmiddellijk, gewoon, verder, daarnaast, ja, nee, hierbij, verzoek, team, goedemorgen, goedemiddag, svp, gelieve, betreft, onderwerp, dringend, tevens, "
    "daarom, bedankt, ajb, mijn, de, het, nogmaals, avg, tot, om, goedendag, a, u, b, wilt, wil, je",
    Role.UNSURE: "misschien, niet zeker, wellicht, waarschijnlijk, twijfel",
    Role.IF: "behoud ik mij, behoud mij, bij gebreke, bij uitblijven, als, indien, tenzij, mits, zolang, anders, wanneer, in het geval, totdat, voor het geval, ingeval, op voorwaarde",
    Role.HOW_TO: "hoe kan ik, hoe kunnen wij, hoe verwijder ik, hoe maak ik, kan ik, mag ik, is het mogelijk, waar kan ik, wat gebeurt er als, moet ik, hebben "
    "jullie, heeft u, hoe lang, hoelang, verwijderen jullie, verwijdert u, bewaren jullie, bewaart u, hoe werkt, hoe moet, hoe zeg, wanneer worden, waarom "
    "hebben, kunnen wij, kunnen we, wordt mijn, worden mijn, hoe gaat, hoe dien, wat gebeurt, is er een manier, hoe kan, gaan jullie, wat als",
    Role.WHETHER: "of, bestaan van het recht, bestaan van een recht, het bestaan, recht om te, heeft het recht, hebt het recht, mogelijkheid, recht heeft, "
    "informatie over het recht, u kunt verzoeken",
    Role.FEATURE: "functie, functionaliteit, knop, als gebruiker, gebruikers moeten, mogelijkheid om",
    Role.CANNOT: "kan niet, lukt niet, onmogelijk, niet mogelijk, kan ik niet, lukt me niet",
    Role.YOURS: "uw, jullie",
    Role.DONE: "bedankt voor, dank voor, werd, werden, is verwijderd, zijn verwijderd, is gewist, is gesloten, per ongeluk, al verwijderd, heb verwijderd, gisteren, abusievelijk, jullie hebben, u heeft, "
    "u hebt, was verwijderd, heb mijn, heb ik, heb al",
    Role.BUT: "maar, echter, omdat, want, aangezien, hoewel, terwijl, daar, toch",
    Role.AND: "en, of, alsmede, evenals, alsook",
    Role.THAT: "dat",
    Role.DATA: "gegevens, data, persoonsgegevens, informatie, info, klantgegevens, dossier, sporen, historie, geschiedenis, alles over mij, persoonlijke gegevens, "
    "alles wat u, alles wat jullie, bestand over mij, spullen, inhoud",
    Role.ACCOUNT: "account, accounts, profiel, profielen, lidmaatschap, registratie, inlog*, klantaccount, gebruikersaccount, acount",
    Role.SYSTEM: "systeem, systemen, database, databank, databases, server*, administratie, bestanden, bestand, platform, back-ups, backups",
    Role.LISTS: "nieuwsbrief*, nieuwsbrieven, mailinglijst*, lijst, lijsten, reclame*, aanbieding*, mails, e-mails, emails, mail, marketing, spam, "
    "abonnement*, promotie*, verzendlijst*, reclamemail*, commerciele, berichten, notificaties, meldingen, mailings, maillijst, direct marketing, acties, sms, advertentie*",
    Role.THIS_MAIL: "deze e-mail, deze mail, dit bericht, dit e-mailbericht, geadresseerde, bijlagen, ten onrechte, mijn vorige mail, mijn vorige bericht, mijn laatste mail, "
    "mijn laatste bericht, de e-mail, afzender",
    Role.PART: "kaart, creditcard*, foto, foto's, afbeelding*, reactie*, factu*, ticket, telefoonnummer*, nummer, adres, adressen, domein*, sjabloon*, "
    "contact, contacten, campagne*, betaalmethode*, cookie*, dubbele, test*, oude, tweede, document*, cv, een van, iban, bestelling*, concept*, afzenders, sommige, review, "
    "gebruiker, gebruikers, artikelen, clausule",
    Role.OTHER_PERSON: "collega*, vrouw, man, echtgeno*, zoon, dochter, moeder, vader, broer, zus, medewerker*, oud-medewerker*, werknemer*, baas, vriend*, klant, "
    "klanten, overleden, kind, kinderen, ouders, buurman, stagiair*, zijn account, haar account, haar gegevens, zijn gegevens, oom, tante, opa, oma, partner is, iemand, ex-collega, haar, hun",
    Role.TERMS: "wijziging*, verandering*, beleid, privacybeleid, privacyverklaring*, voorwaarden, aanpassing*, versie, update, nieuwe, nieuw, regels, clausule*, "
    "subverwerker*, verwerker*, ontvanger*, derden, derde, partij, partijen, leverancier*, overeenkomst, doorgifte, hiermee, daarmee, hier, ermee, dit, "
    "kennisgeving, plannen, gebruiksvoorwaarden, herziening, av, bepaling*, verwerking*, voornemen, doeleinden, aankondiging, privacy",
    Role.COMMERCE: "factu*, prijs*, prijzen, prijsverhoging*, tarie*, kosten, betaling*, restitutie, bestelling, levering, afspraak, offerte, aanmaning*, incasso*, "
    "boete, herinnering, vergadering",
    Role.SHARE: "del, delen, deelt, gedeeld, doorgev*, doorgegeven, doorgeeft, verkop*, verkoop*, verkocht, verstrek*, overdrag*, overgedragen, doorgeven, "
    "doorstur*, doorgestuurd, openbaar*, geeft, toegang tot mijn, uitlever*, verhandel*, deel mijn, geef mijn, geven, door te geven, over te dragen, verkwansel*",
    Role.PROCESS: "verwerk*, gebruik*, profiler*, verzamel*, analys*, inzet*, train*, volgen, tracking, ai, benut*, gebruikt, verwerkt",
    Role.FIELD: "naam, achternaam, voornaam, adres, telefoonnummer, nummer, e-mail, mail, mailadres, emailadres, gegevens, geboortedatum, postcode, plaats, straat, bedrijfsnaam, "
    "iban, titel, profiel, woonplaats, informatie, bedrijf, factuuradres",
    Role.CONSENT: "toestemming*, instemming, goedkeuring, akkoordverklaring",
    Role.ERASE: "verwijder*, wis, wissen, wist, vernietig*, schrap*, uitwis*, vergeet mij, weghalen, haal, halen, anonimiser*, opruimen, ruim, wegdoen, weg te halen, "
    "te wissen, gooi, verwijderd te, delete, deleten, uit te wissen, wegwissen, wis alles, eraf halen",
    Role.ERASED: "verwijderd, gewist, vernietigd, vergeten, geschrapt, uitgewist, weggehaald",
    Role.ERASURE: "verwijdering, wissing, vernietiging, gegevenswissing, verwijderverzoek, accountverwijdering, verwijderingsverzoek, wisverzoek",
    Role.CLOSE: "sluit*, opzeg*, opgezegd, zeg, deactiver*, beeindig*, opheff*, hef, afsluit*, afgesloten, gesloten, stopzet*, stop, annuleer, annuleren, zet, opzeggen, opheffing, "
    "sluiting, blokkeer",
    Role.KEEP: "bewaar*, bewaren, bewaart, opslaan, opgeslagen, opslaat, behoud*, houden, houdt, vasthoud*, bijhoud*, aanhoud*",
    Role.LEAVE: "klant af, geen klant meer, overstap*, contract opzeggen, contract beeindigen, stap over, vertrek, gebruik niet meer, niet langer klant, zeg het contract",
    Role.OBJECT: "maak bezwaar, maken bezwaar, teken bezwaar, tekenen bezwaar, weiger, weigeren, verzet, verzetten, wijs, afwijz*, afgewezen, protesteer*, verwerp*, "
    "ben tegen, zijn tegen, tegen deze, tegen dit, tegen het delen, tegen de wijziging*, tegen de nieuwe, verbied*, bezwaar te maken, bezwaar maken, oneens, daar pas ik voor, afkeur*, keur, verzet ons, bezwaar aan",
    Role.OBJECTION: "bezwaar, bezwaren, bezwaarschrift, verzet, afwijzing, weigering",
    Role.ACCEPT: "akkoord, accepteer*, accepteren, accepter*, instem*, stem, stemmen, toestem*, goedkeur*, aanvaard*, geef toestemming, eens, toesta*, sta, staan, toestemming, ga mee, "
    "goed, pik, pikken, ok, oke, in orde, gedoog*, neem genoegen, genoegen, slik",
    Role.UNACCEPTABLE: "onacceptabel, onaanvaardbaar, ontoelaatbaar, geen sprake van, uit den boze",
    Role.LIKE: "leuk, prettig, blij, tevreden, wil, willen, wens, zie zitten, zit, gelukkig met, fijn, fan van, bevalt, gecharmeerd, wenselijk",
    Role.OLD_TERMS: "oude voorwaarden, huidige voorwaarden, vorige voorwaarden, oude versie, vorige versie, oude beleid, huidige beleid, huidige versie, bestaande voorwaarden, oude "
    "privacybeleid, oorspronkelijke voorwaarden, oude privacyverklaring",
    Role.GRIEF: "geweldig idee, geweldig, fantastisch, prachtig, top, super, wat fijn, wat leuk, gefeliciteerd, bravo, lekker bezig, goed bezig, ja hoor, natuurlijk, "
    "ga je gang, ga vooral, wat kan er, heel fijn, haha, briljant, wat aardig, wat attent, wat gul, leuk hoor, mooi is dat, toe maar, lekker dan",
    Role.STOP: "stop, stoppen, stopt, staak, staken, houd op, hou op, hou, ophouden, beeindig, kap, genoeg, geen verdere",
    Role.SEND: "stuur*, sturen, zend*, verstrek*, geef, geven, ontvang*, krijg*, opstur*, toestur*, toezend*, verkrijg*, lever*, overzicht, inzage, inzien, bezorg*, mailen, download*, toe te "
    "sturen, te ontvangen, te verstrekken, exporteer*",
    Role.CONTACT: "contact*, schrijf, schrijven, mail, mailen, mailt, bel, bellen, belt, stuur, sturen, ontvang*, krijg*, lastig, bestook*, benader*, wil, meer, spammen, lastigvallen, toe, wens",
    Role.COPY: "kopie*, afschrift*, overzicht, uittreksel, export, inzage, uitdraai, lijst van alle, samenvatting",
    Role.HOLD: "heeft, hebt, hebben, bewaart, bewaren, verwerk*, opgeslagen, verzameld, bezit*, weet, weten, vastgelegd, beschikt, bijhoudt, bewaard",
    Role.WHAT: "welke, wat, alle, welk, of",
    Role.CORRECT: "corrig*, corriger*, rectific*, wijzig*, aanpass*, pas, verander*, verbeter*, actualiser*, update, updaten, bijwerk*, vervang*, aanvul*, correctie, werk",
    Role.WRONG: "onjuist*, verkeerd*, fout*, incorrect*, klopt niet, kloppen niet, verhuisd, getrouwd, verouderd*, niet juist, niet correct, spelfout*, nieuwe adres, nieuw adres, "
    "nieuw nummer, nieuw e-mailadres, nieuwe achternaam, tikfout, onvolledig*, is nu, verkeerd gespeld, nieuw telefoonnummer, niet meer actueel",
    Role.RESTRICT: "beperk*, bevries*, blokkeer*, opschort*, limiteer*, begrens",
    Role.RESTRICTION: "beperking*, blokkering, opschorting",
    Role.PORTABLE: "machineleesbaar*, gestructureerd*, gangbaar*, csv, json, xml, andere aanbieder, andere leverancier, andere partij, overdraagbaar, andere provider, concurrent*, "
    "leesbaar formaat, andere dienst",
    Role.UNSUBSCRIBE: "uitschrijv*, afmeld*, uitgeschreven, afgemeld, schrijf mij uit, schrijf me uit, meld mij af, meld me af, unsubscribe, opt-out, optout, uit te schrijven, af te melden, "
    "haal mij van, haal me van, van de lijst, van uw lijst, van jullie lijst, van de mailinglijst, uitschrijf, schrijf mij, schrijf ons uit, deabonneer*",
    Role.WITHDRAW: "intrek*, trek, trekken, ingetrokken, herroep*, in te trekken, introk, kom terug op, zie af",
    Role.SELL: "verkoop mijn, verkopen van mijn, mijn gegevens verkopen, gegevens niet verkopen, gegevens te verkopen",
    Role.ACCESS_REQUEST: "inzageverzoek, recht op inzage, recht van inzage, inzagerecht, verzoek om inzage, verzoek tot inzage, inzage in mijn, inzage in alle, inzage in de, toegang tot mijn gegevens, "
    "inzage van mijn, toegang tot mijn persoonsgegevens",
    Role.ERASURE_RIGHT: "recht op vergetelheid, recht op verwijdering, recht op gegevenswissing, recht op wissing, recht om vergeten, verzoek tot verwijdering, verzoek om verwijdering, "
    "verwijdering van mijn, verwijdering van al, wissing van mijn, wissing van alle, account verwijderen, gegevens verwijderen, verwijdering van alle, verwijdering account, verwijdering van "
    "onze, verzoek tot gegevenswissing, verzoek tot wissing, wissing van al",
    Role.OBJECTION_RIGHT: "recht van bezwaar, recht op bezwaar, bezwaar tegen, recht om bezwaar",
    Role.RECTIFICATION_RIGHT: "recht op rectificatie, verzoek tot rectificatie, rectificatie van mijn, correctie van mijn, rectificatie van de, recht op correctie, verzoek tot correctie",
    Role.RESTRICTION_RIGHT: "recht op beperking, beperking van de verwerking, beperking van verwerking, verwerking te beperken, verwerking beperken, beperking van het gebruik",
    Role.PORTABILITY_RIGHT: "overdraagbaarheid, dataportabiliteit, recht op overdraagbaarheid, gegevensoverdraagbaarheid, dataoverdraagbaarheid",
    Role.COMPLAIN: "klacht*, klagen, klaag, autoriteit persoonsgegevens, toezichthouder, advocaat, rechter, rechtbank, juridische stappen, aangifte, consumentenbond, beklag, "
    "aanklag*, geschillencommissie, beklaag",
    Role.ANGER: "schandalig*, schande, belachelijk*, onacceptabel*, teleurgesteld*, boos, woedend, kwaad, illegaal, onrechtmatig*, schending*, schend*, oplicht*, slecht*, onbeschoft, "
    "walgelijk, ongehoord, zonder mijn toestemming, zonder mijn medeweten, zonder te vragen, nooit toestemming, geen antwoord, geen reactie, nog steeds, waardeloos*, bedrog, zat, "
    "ontevreden, ergernis, misbruik, van de zotte, te gek voor woorden, ongelooflijk",
    Role.TELL: "uitleg*, weten, vraag, vragen, laat mij weten, laat me weten, verduidelijk*, toelicht*, vertel*, bevestig*, begrijp*, snap, onduidelijk, informeer*, aangeven, benieuwd, nieuwsgierig, "
    "informatie over, meer informatie",
    Role.ASKING: "wie, wat, wanneer, waar, waarom, hoe, welke, waarvoor, is, zijn, kan, kunnen, kunt, mag, heeft, hebben, gaat, wordt, worden, met, delen, krijg, moet, aan wie, waarheen, blijft",
    Role.LEGAL: "avg, gdpr, artikel, art, privacywet*, persoonsgegevens, gegevensbescherming, privacy, fg, dpo, betrokkene*, wettelijk*",
    Role.AWAY: "afwezig*, niet op kantoor, vakantie, automatisch antwoord, automatisch bericht, automatische reactie, weer aanwezig, weer bereikbaar, zwangerschapsverlof, met verlof, niet meer werkzaam, "
    "ziekteverlof, ouderschapsverlof, wij hebben uw, ontvangstbevestiging, dienstreis, beperkt bereikbaar, "
    "ben ik terug, ik ben terug",
    Role.AGREE_ALONE: "bedankt, dank, ok, oke, prima, akkoord, goed, duidelijk, begrepen, ja, ontvangen, dankjewel, top, in orde, genoteerd, mooi",
    Role.NEUTRAL: "niet alleen, aarzel niet, niet aarzelen, indien mogelijk, als dat mogelijk is, zo mogelijk, indien van toepassing, als u vragen heeft, als u vragen hebt, als je vragen hebt, zonder "
    "uitstel, zo snel mogelijk, zo spoedig mogelijk, onverwijld, indien nodig, geen probleem, als u niet de, indien u niet de, vergeet niet om, indien u dit, als u dit bericht, of niet, zonder meer, "
    "als het kan, al dan niet, indien aanwezig, voor zover, mocht u vragen, zonder vertraging, geen dank, vergeet niet",
}

LEXICON = compile_lexicon("nl", WORDS, COMMON, Grammar(negates_backwards=True, names_subjects=True))
