"""Italian words of rights requests and objections, folded: lower case, no accents; elisions stand apart."""

from __future__ import annotations

from notifier.understanding.lexicon import Grammar, compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "il lo la i gli le di del della dei delle un una e che in per con mio mia miei mie vostro vostra vostri nostro mi ci si da al "
    "alla dalla dal dai alle come piu ma se gia ciao grazie saluti salve buongiorno egregi gentili sono ho hanno ha questo questa non voglio vi o a l d"
)

WORDS = {
    Role.NOT: "inutile, senza bisogno di, non, mai, nemmeno, neanche, neppure, ne, in nessun caso, in nessun modo",
    Role.NO: "nessun, nessuna, senza, no, alcun, alcuna, nessuno",
    Role.REFUSE_TO: "mi rifiuto di, ci rifiutiamo di, rifiuto di, mi oppongo a che, rifiuto che",
    Role.I: "io, noi",
    Role.YOU: "voi, lei, vi, mailjet, la vostra, vostra azienda",
    Role.MY: "mio, mia, miei, mie, mi, me, nostro, nostra, nostri, nostre, ci, cancellarmi, rimuovermi, eliminarmi, cancellatemi, "
    "rimuovetemi, eliminatemi, toglietemi, dimenticatemi, inviarmi, inviatemi, contattarmi, contattatemi, mandarmi, mandatemi, scrivermi",
    Role.ALL: "tutto, tutti, tutta, tutte, completamente, interamente, qualsiasi, totalmente, ogni, totale",
    Role.IT: "lo, li, le, questo, questi, ciò, cio",
    Role.ASK: "per favore, perfavore, prego, vi prego, la prego, si prega, chied*, chiedo, voglio, vogliamo, vorrei, vorremmo, richied*, desider*, esig*, pretend*, "
    "potete, potreste, puo, potrebbe, puoi, potresti, dovete, deve, devono, eserc*, invoc*, ai sensi, con la presente, gradirei, "
    "necessito, ho bisogno, procedere, procedete, procediate, diffido, intim*, sollecit*, mi piacerebbe, vogliate, cortesemente, "
    "gentilmente, bisogna, in base all, domand*, intendo, cortesia, sia, siano, fate, richiesta di, istanza di, invito a, vi invito",
    Role.PLEASE: "per favore, vi prego",
    Role.WISH: "voglio, vogliamo, vorrei, vorremmo, desidero, desideriamo, gradirei, preferisco, vuole, intendo",
    Role.WILL_DO: "ho, abbiamo, sto, stiamo, sono, avevo, penso di, cerco di, gia, cancellero, chiudero, provo a, eliminero, sto pensando",
    Role.FILLER: "per, favore, ciao, buongiorno, salve, buonasera, gentile, gentili, egregi, spett, spettabile, grazie, allora, anche, e, poi, "
    "immediatamente, semplicemente, quindi, ora, si, no, cordiali, saluti, prego, oggetto, richiesta, di, urgente, subito, inoltre, "
    "signori, signore, il, la, mio, i, miei, dunque, gdpr, pertanto, cortesemente, gentilmente, vi, team, staff",
    Role.UNSURE: "forse, non sono sicuro, non sono sicura, probabilmente, non sono certo",
    Role.IF: "mi riserv*, ci riserviamo, in difetto, in mancanza, se, a meno che, salvo che, purche, in caso, qualora, altrimenti, a condizione che, finche, in caso contrario, nel caso, ove, fino a quando, "
    "solo se, a patto che",
    Role.HOW_TO: "come posso, come faccio, come possiamo, come cancello, come elimino, come mi oppongo, come si, posso, potrei, e possibile, dove posso, "
    "cosa succede se, che succede se, devo, avete cancellato, quanto tempo, cancellate voi, per quanto, c e un modo, come si fa, quando, "
    "perche avete, conservate, possiamo, come esercitare, come esercito, come chiudere, come cancellare, come eliminare, come oppormi, "
    "come opporsi, cosa accade, cosa succede, avete gia, quanto a lungo",
    Role.WHETHER: "esistenza del diritto, l esistenza, diritto di chiedere, possibilita, ha diritto, ha il diritto, avete diritto, si informa, "
    "diritti di accesso, potra esercitare, puo esercitare, informazioni sul diritto, diritti di cui",
    Role.FEATURE: "funzione, funzionalita, pulsante, come utente, gli utenti, opzione per",
    Role.CANNOT: "non riesco, non posso, impossibile, non e possibile, non riusciamo",
    Role.YOURS: "vostro, vostri, vostre",
    Role.DONE: "grazie per, per aver, e stato, sono stati, e stata, sono state, avete cancellato, avete eliminato, per errore, per sbaglio, ho gia, ho cancellato, "
    "ho eliminato, ieri, avete chiuso, stato cancellato, stato eliminato, era stato, ho chiuso",
    Role.BUT: "ma, pero, tuttavia, perche, poiche, bensi, mentre, anche se, siccome, dato che, visto che, in quanto, giacche",
    Role.AND: "e, o, ed, oppure, nonche",
    Role.THAT: "che, affinche",
    Role.DATA: "dati, dato, informazioni, informazione, cronologia, fascicolo, scheda, tutto cio che, tutto quello che, storico, "
    "tracce, traccia, info, contenuti, tutto quanto",
    Role.ACCOUNT: "account, conto, profilo, profili, utenza, registrazione, iscrizione al servizio, credenziali, accesso",
    Role.SYSTEM: "sistema, sistemi, database, banca dati, server, archivi, archivio, piattaforma, backup, vostri registri",
    Role.LISTS: "newsletter*, lista, liste, mailing list, pubblicita, pubblicitari*, promozion*, offerte, email, mail, e-mail, spam, marketing, "
    "iscrizione*, commerciali, comunicazioni, notifiche, messaggi, elenco, sms, telefonate, promo, elenchi, indirizzario, pubblicitarie",
    Role.THIS_MAIL: "questa email, questa e-mail, questo messaggio, questa mail, destinatario, allegati, per errore, la presente email, mia mail "
    "precedente, mio messaggio precedente, ultima mail, ultimo messaggio, presente messaggio",
    Role.PART: "carta, carte, carta di credito, foto, immagin*, comment*, fattur*, ticket, telefono, numero, indirizzo, indirizzi, domini*, modell*, "
    "contatto, contatti, campagn*, metodo di pagamento, cookie*, duplicat*, prova, vecchio, vecchia, secondo, document*, curriculum, cv, uno dei, una "
    "delle, iban, ordin*, bozz*, mittent*, clausola, alcuni, recensione",
    Role.OTHER_PERSON: "collega, colleghi, colleghe, moglie, marito, figlio, figlia, figli, madre, padre, fratello, sorella, dipendente*, ex dipendente, capo, amico, amica, cliente, "
    "clienti, defunt*, deceduto, deceduta, bambino, vicino, stagista, suo account, suoi dati, suo, sua, suoi, zio, zia, nonno, nonna, genitori, socio, "
    "compagna, compagno, fidanzata, fidanzato, altra persona, assistente",
    Role.TERMS: "modific*, cambiament*, politic*, condizioni, termini, aggiornament*, versione, clausol*, nuov*, informativa, "
    "subresponsabil*, sub responsabil*, destinatari, terzi, partner, fornitor*, trasferiment*, contratto, avviso, questo, cio, variazion*, "
    "privacy, policy, regolament*, tutto cio, proposta, pratiche, trattament*, finalita, terze parti, revision*, disposizion*, novita",
    Role.COMMERCE: "fattur*, prezz*, tariff*, aumento, addebit*, pagament*, rimbors*, ordine, consegna, appuntamento, preventivo, costi, costo, "
    "riunione, mora, penale, sollecito",
    Role.SHARE: "condivid*, condivis*, ced*, cession*, vend*, divulg*, trasfer*, trasmett*, trasmess*, comunic*, forn*, dare i miei, diate i miei, "
    "passare i miei, rivel*, accesso ai miei, rivend*, diffond*, diffus*, consegn*",
    Role.PROCESS: "tratt*, us*, utilizz*, profil*, raccogl*, raccolt*, analizz*, elabor*, tracc*, ia, addestr*, sfrutt*, impieg*",
    Role.FIELD: "nome, cognome, indirizzo, telefono, numero, email, e-mail, mail, dati, informazioni, data di nascita, nascita, cap, citta, via, "
    "azienda, iban, titolo, profilo, residenza, scheda, anagrafica, cellulare",
    Role.CONSENT: "consenso, consensi, permesso, autorizzazione, approvazione",
    Role.ERASE: "cancell*, elimin*, rimuov*, rimoz*, distrugg*, togli*, dimentic*, anonimizz*, elimn*, canc, ripul*, sbarazz*, cancel*",
    Role.ERASED: "cancellati, cancellate, cancellato, cancellata, eliminati, eliminato, eliminata, eliminate, rimossi, rimosso, distrutti, rimosse",
    Role.ERASURE: "cancellazione, eliminazione, rimozione, distruzione",
    Role.CLOSE: "chiud*, chius*, chiusura, disattiv*, disdett*, disdire, disdico, annull*, rescind*, recedere, sospend*, termin*, recesso",
    Role.KEEP: "conserv*, tenere, teniate, mantener*, memorizz*, archivi*, detener*, trattener*, salvat*, manteniate, custod*, deteniate",
    Role.LEAVE: "lasciare, cambiare fornitore, recedere dal contratto, non sono piu cliente, non uso piu, me ne vado, ce ne andiamo, smettere di usare",
    Role.OBJECT: "oppong*, opponiamo, oppormi, opporci, oppost*, opporre, rifiut*, contest*, contrari*, respin*, disapprov*, protest*, nego, neghiamo, diffid*, vieto, vietiamo, "
    "obiett*, in disaccordo, non se ne parla, dissent*, sono contro, contro queste, contro questa, contro questo, dico no, diciamo no, declino",
    Role.OBJECTION: "opposizione, obiezion*, disaccordo, rifiuto, contestazione, dissenso, contrarieta",
    Role.ACCEPT: "accett*, d accordo, accordo, acconsent*, consent*, approv*, autorizz*, permett*, permess*, concord*, condivido, presto il consenso, consenso, "
    "sottoscriv*, toller*, ammett*, va bene, aderi*, aderisc*, sta bene",
    Role.UNACCEPTABLE: "inaccettabil*, inammissibil*, intollerabil*, non se ne parla, fuori discussione",
    Role.LIKE: "piace, piacciono, voglio, vogliamo, content*, soddisfatt*, felice, felici, convince, convincono, desidero, va bene, gradisc*, entusiast*",
    Role.OLD_TERMS: "vecchie condizioni, condizioni precedenti, condizioni attuali, vecchia versione, versione precedente, termini precedenti, vecchi "
    "termini, politica precedente, versione attuale, condizioni originarie, informativa precedente, vecchia informativa, vecchia policy, attuali condizioni",
    Role.GRIEF: "bravi, complimenti, fantastico, meraviglioso, ottima idea, bella idea, grande idea, geniale, stupendo, congratulazioni, che "
    "bello, certo che si, certo come no, come no, ma certo, fate pure, prego fate, cosa potrebbe andare, che gentili, che generosi, ahah, perfetto, "
    "che bella, non vedo l ora, evviva, splendido, che meraviglia",
    Role.STOP: "smett*, fermat*, ferma, fermare, cess*, basta, stop, interromp*, finit*, desist*, astene*",
    Role.SEND: "invi*, mand*, forn*, trasmett*, fate avere, ricev*, ottener*, dare, date, darmi, accedere, consegn*, spedi*, mostr*, esport*, scaricare, avere, "
    "rilasci*, copi*, chiedo, richiedo, comunic*, mettere a disposizione",
    Role.CONTACT: "contatt*, scriv*, invi*, mand*, chiam*, ricev*, disturb*, bombard*, importun*, assill*, tempest*, voglio, telefon*, inondar*",
    Role.COPY: "copia, copie, estratto, riepilogo, esportazione, elenco di tutti, accesso, resoconto, duplicato, lista di tutti",
    Role.HOLD: "avete, possed*, conserv*, memorizz*, trattat*, dispon*, sapete, raccolt*, deten*, in vostro possesso, avete su di me, archiviat*, trattate",
    Role.WHAT: "quali, che, cosa, quale, tutti, se, quanto",
    Role.CORRECT: "corregg*, corrett*, rettific*, modific*, cambi*, aggiorn*, complet*, sostitu*, correzione, correg*",
    Role.WRONG: "sbagliat*, errat*, scorrett*, incorrett*, errore, non aggiornat*, obsolet*, trasferit*, traslocat*, nuovo indirizzo, nuovo numero, nuova "
    "email, nuova mail, sposat*, non corretto, non e corretto, inesatt*, incomplet*, si scrive, non e piu, scritto male, vecchio indirizzo, nuovo cognome",
    Role.RESTRICT: "limit*, restring*, blocc*, sospend*, congel*",
    Role.RESTRICTION: "limitazione, restrizione, blocco",
    Role.PORTABLE: "leggibile da dispositivo, leggibile da macchina, leggibili da, leggibile, strutturat*, uso comune, csv, json, xml, altro fornitore, altro titolare, concorren*, "
    "formato elettronico, interoperabil*, altro provider, altro servizio, altro gestore",
    Role.UNSUBSCRIBE: "disiscri*, disiscriv*, unsubscribe, disdire l iscrizione, annullare l iscrizione, annullate l iscrizione, disabbon*, toglietemi dalla, "
    "cancellatemi dalla newsletter, rimuovetemi dalla, opt-out, cancellarmi dalla newsletter, cancellare l iscrizione, cancellate l iscrizione, "
    "cancellazione dalla newsletter, rimuovermi dalla, togliermi dalla, annullare la mia iscrizione",
    Role.WITHDRAW: "revoc*, ritir*, ritiro, annull*, rinunc*, recedo, ritratt*",
    Role.SELL: "vendere i miei, vendete i miei, vendita dei miei, vendiate i miei",
    Role.ACCESS_REQUEST: "diritto di accesso, richiesta di accesso, accesso ai miei dati, accedere ai miei dati, accesso ai dati, istanza di accesso, "
    "accedere a tutti i, accesso a tutti i, accedere ai dati, accesso a tutte le",
    Role.ERASURE_RIGHT: "diritto all oblio, diritto alla cancellazione, diritto di cancellazione, richiesta di cancellazione, cancellazione dei miei, "
    "cancellazione del mio, cancellazione di tutti, eliminazione dei miei, eliminazione del mio, eliminazione di tutti, cancellazione dei dati, "
    "cancellazione account, cancellazione dell account, rimozione dei miei, rimozione di tutti, eliminazione dei dati, cancellazione dati, cancellazione "
    "dei nostri, cancellazione completa, eliminazione dell account, cancellazione definitiva, cancellazione del nostro, richiesta di eliminazione",
    Role.OBJECTION_RIGHT: "diritto di opposizione, diritto di oppormi, opposizione al, opposizione alla, opposizione alle, la mia opposizione, diritto di opporsi",
    Role.RECTIFICATION_RIGHT: "diritto di rettifica, richiesta di rettifica, rettifica dei miei, rettifica dei dati, rettifica del mio, correzione dei miei, "
    "correzione dei dati, diritto alla rettifica, rettifica del",
    Role.RESTRICTION_RIGHT: "limitazione del trattamento, diritto di limitazione, diritto alla limitazione, limitare il trattamento, limitiate il trattamento, "
    "limitate il trattamento, limitazione di trattamento",
    Role.PORTABILITY_RIGHT: "portabilita, diritto alla portabilita",
    Role.COMPLAIN: "reclam*, lament*, garante, denunc*, avvocat*, tribunale, legale, legali, esposto, autorita di controllo, querela*, segnal*, diffida, "
    "azione legale, autorita garante, altroconsumo, codacons, vie legali, protesta formale",
    Role.ANGER: "vergogn*, scandal*, inaccettabil*, indign*, illegal*, illecit*, delus*, deludent*, arrabbiat*, furios*, stuf*, truff*, ridicol*, pessim*, "
    "violazion*, violat*, violand*, senza il mio consenso, senza il mio permesso, senza chiedere, senza autorizzazione, mai autorizzat*, nessuna risposta, ancora nessun, "
    "schif*, abus*, orribil*, presa in giro, scorrett*, insoddisfatt*, inammissibil*, sdegn*, assurd*",
    Role.TELL: "spieg*, sapere, domand*, chiar*, informare, informatemi, informarmi, indic*, dirmi, ditemi, capire, capisco, conferm*, conoscere, dubbi*, delucidazion*, precis*, curios*, "
    "informazioni su, quesito",
    Role.ASKING: "chi, che, cosa, quando, dove, come, quale, quali, perche, quanto, quanti, e, sono, potete, avete, con, posso, devo, c, a chi, ci, viene, condividete",
    Role.LEGAL: "gdpr, rgpd, regolamento ue, articolo, art, protezione dei dati, privacy, dpo, interessato, dati personali, codice privacy, d lgs",
    Role.AWAY: "fuori ufficio, fuori sede, assente, assenza, ferie, risposta automatica, messaggio automatico, maternita, saro di ritorno, rientro il, "
    "non lavora piu, malattia, abbiamo ricevuto la, grazie per averci contattato, grazie per aver contattato, in congedo, in viaggio, rientrero, "
    "sono in vacanza, accesso limitato alla posta, la ricontatteremo",
    Role.AGREE_ALONE: "grazie, ok, va bene, d accordo, perfetto, ricevuto, capito, si, accetto, bene, ottimo, confermo, preso atto",
    Role.NEUTRAL: "non solo, non esitate, non esiti, se possibile, se necessario, se avete domande, se ha domande, senza indugio, senza ritardo, quanto prima, senza "
    "ingiustificato ritardo, il prima possibile, se non e, se lei non e, se applicabile, senza problemi, non c e problema, senza ulteriori, ove possibile, se "
    "non siete, se avete ricevuto, non dimenticate di, qualora abbia ricevuto, se disponibile, se del caso, senza eccezioni, se potete, se riuscite, se non vi dispiace, "
    "se serve, se ha ricevuto",
}

LEXICON = compile_lexicon("it", WORDS, COMMON, Grammar(splits_elision=True))
