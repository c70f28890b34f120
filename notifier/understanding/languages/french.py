"""French words of rights requests and objections, folded: lower case, no accents; elisions stand apart ("j oppose")."""

from __future__ import annotations

from notifier.understanding.lexicon import Grammar, compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "le la les de des du un une et est je vous nous votre vos nos mon ma mes notre pas ne que qui pour dans sur avec par au "
    "aux ce cette ces il elle en se son sa ses sont ai avez avons etre avoir bonjour merci cordialement plus ou si j d l n c qu "
    "madame monsieur me m s y a"
)

WORDS = {
    Role.NOT: "inutile de, pas besoin de, aucun besoin de, ne, n, pas, jamais, nullement, aucunement, ni, en aucun cas",
    Role.NO: "aucun, aucune, sans, non, nan, pas de, point d",
    Role.REFUSE_TO: "refuse de, refusons de, refuse que, refusons que, m oppose a ce que, oppose a ce que",
    Role.I: "je, j, nous, on",
    Role.YOU: "vous, votre, vos, tu, mailjet",
    Role.MY: "mon, ma, mes, me, m, moi, notre, nos, nous",
    Role.ALL: "tout, toute, toutes, tous, ensemble, integral*, entier*, completement, totalite, l ensemble",
    Role.IT: "les, cela, ca, celles, ceux, le, la",
    Role.ASK: "merci de, priere de, veuillez, svp, s il vous plait, s il te plait, stp, je veux, je voudrais, j aimerais, "
    "je souhaite, nous souhaitons, souhait*, je desire, voudrions, demand*, exig*, requiers, requerir, je prie, vous prie, "
    "prie de, pouvez vous, pourriez vous, peux tu, pourrais tu, voulez vous, par la presente, doit, doivent, devez, "
    "mets en demeure, exerc*, invoque, conformement, en vertu, en application, sollicit*, je tiens a ce que, veux que, "
    "vous demande, bien vouloir, faites, reclam*, somme de, vous somme, reste a, je vous saurais gre, saurais gre, "
    "aimerait, faut, il convient, procedez, proceder, merci d effacer, merci d eliminer, merci d enlever, merci d envoyer, merci d arreter, merci d annuler, merci d oublier, attends de vous, entends",
    Role.PLEASE: "veuillez, svp, merci de, priere de",
    Role.WISH: "veux, voulons, voudrais, aimerais, souhait*, desir*, voudrions, aimerions, veut",
    Role.WILL_DO: "vais, allons, ai, avons, suis, etais, compte, pense, envisage, essaie, essaye, viens de, deja, "
    "supprimerai, fermerai, avais",
    Role.FILLER: "bonjour, bonsoir, madame, monsieur, mesdames, messieurs, merci, donc, alors, aussi, et, puis, de, d, svp, "
    "veuillez, priere, immediatement, simplement, egalement, enfin, ensuite, salut, cher*, equipe, objet, oui, non, "
    "urgent, demande, svp, ainsi, maintenant, par, consequent, la, le, ma, mon, mes, l, svp, rgpd, bjr, slt, vite, cordialement, "
    "je, vous, bien, vouloir",
    Role.UNSURE: "peut etre, pas sur, pas sure, pas certain, pas certaine, probablement, j hesite, eventuellement, envisage",
    Role.IF: "je me reserve, nous nous reservons, sans reponse, si, sauf si, a moins que, tant que, a condition, pourvu que, au cas ou, dans le cas ou, sinon, faute de quoi, "
    "a defaut, jusqu a ce que, des lors que, s ils, s il s, sous reserve, en cas de, s il existe",
    Role.HOW_TO: "comment puis, comment faire, comment peut, comment supprimer, comment m opposer, comment s opposer, comment "
    "je, comment pouvons, comment fermer, comment resilier, puis je, est il possible, peut on, pourrais je, ou puis, dois je, "
    "que se passe, qu arrive, est ce que je peux, supprimez vous, avez vous, comment exercer, combien de temps, allez vous, "
    "y a t il, est ce que vous, conservez vous, quelle est la procedure, comment dois, comment se, quand allez, pourquoi "
    "avez vous, comment refuser, comment obtenir, comment m y opposer, est ce possible, que se passera",
    Role.WHETHER: "existence du droit, existence d un droit, l existence, droit de demander, dispose d un droit, disposez d un "
    "droit, beneficie d un droit, possibilite, le cas echeant les, vous disposez, disposent, informations sur le droit, "
    "quels sont mes droits, droits dont",
    Role.FEATURE: "fonctionnalite*, bouton, en tant qu utilisateur, possibilite de, les utilisateurs",
    Role.CANNOT: "ne peux pas, n arrive pas, impossible, ne parviens pas, n y arrive pas, pas possible",
    Role.YOURS: "votre, vos, leurs",
    Role.DONE: "merci d avoir, merci pour, d avoir, a ete, ont ete, avait ete, vous avez supprime, vous avez ferme, par erreur, deja ete, j ai supprime, j ai ferme, "
    "hier, avez efface, ete supprime, ete supprimes, ete supprimees, ai deja, accidentellement, s est fait",
    Role.BUT: "mais, cependant, toutefois, car, parce que, parce qu, puisque, alors que, en revanche, neanmoins, pourtant, or",
    Role.AND: "et, ou, ainsi que",
    Role.THAT: "que, qu",
    Role.DATA: "donnees, donnee, informations, information, infos, renseignements, coordonnees, historique, fichier client, "
    "dossier, traces, tout ce que vous avez, tout ce qui me concerne, me concernant, data, tout ce que vous detenez, "
    "informations personnelles, contenu, contenus",
    Role.ACCOUNT: "compte, comptes, profil, profils, inscription, abonne, espace client, identifiants, acces",
    Role.SYSTEM: "systeme, systemes, base de donnees, bases, base, serveur*, fichiers, fichier, sauvegardes, plateforme, registres",
    Role.LISTS: "newsletter*, infolettre*, lettre d information, liste de diffusion, listes de diffusion, liste, listes, pub, pubs, "
    "publicite*, publicitaire*, promotion*, promos, offres, mails, emails, e-mails, courriels, spam, spams, prospection, "
    "marketing, mailing*, demarchage, sollicitations, abonnement*, notifications, messages, commerciale*, commerciaux, "
    "mail publicitaire, sms",
    Role.THIS_MAIL: "ce message, ce mail, cet e-mail, cet email, ce courriel, ce courrier, destinataire, pieces jointes, par "
    "erreur, mon dernier message, mon precedent message, mon dernier mail, mon precedent mail, present message",
    Role.PART: "carte, cartes, carte bancaire, photo, photos, image, commentaire*, facture*, ticket, telephone, numero, adresse, "
    "adresses, domaine*, modele*, contact, contacts, campagne*, moyen de paiement, cookie*, doublon*, test*, ancien*, deuxieme, "
    "second, document*, cv, un des, une des, iban, commande*, brouillon*, article*, commentaires, expediteur, sous compte, "
    "utilisateur*, certaines, partie, ligne",
    Role.OTHER_PERSON: "collegue*, femme, mari, epouse, epoux, fils, fille, mere, pere, frere, soeur, employe*, salarie*, ancien "
    "salarie, patron, ami, amie, amis, client, clients, cliente, decede*, enfant*, parents, voisin*, stagiaire*, son, sa, ses, leur, leurs, oncle, "
    "tante, quelqu, collaborateur*, collaboratrice*, compagne, compagnon, conjoint, assistante, grand mere, mon associe, tiers personne",
    Role.TERMS: "changement*, modification*, politique*, conditions, cgu, cgv, termes, mise a jour, mises a jour, version, "
    "evolution*, avenant*, clause*, sous traitant*, destinataires, nouveau*, nouvelle*, nouvelles, reglement, charte, contrat, "
    "notification, tiers, partenaire*, prestataire*, transfert*, partage, cela, ca, y, projet, disposition*, traitement*, "
    "ces pratiques, annonce*, hors ue, etats unis, finalite*, tout ca",
    Role.COMMERCE: "facture*, facturation, prix, tarif*, augmentation, frais, paiement*, remboursement*, commande*, livraison, "
    "rendez-vous, devis, prelevement*, relance*, cout*, penalite*, rdv, reunion",
    Role.SHARE: "partag*, vend*, vente, revend*, revente, divulg*, transmett*, transmis*, transmission, transfer*, communiqu*, "
    "ceder, cede*, cession, donner, donne, donnez, fournir mes, envoyer mes, envoyez mes, acces a mes, refil*",
    Role.PROCESS: "trait*, utilis*, exploit*, profilage, collect*, analys*, entrain*, ia, suivi, pistage, servir de, vous servir",
    Role.FIELD: "nom, prenom, adresse, telephone, numero, email, e-mail, mail, coordonnees, donnees, informations, orthographe, "
    "date de naissance, naissance, code postal, ville, rue, societe, entreprise, iban, civilite, profil, fiche",
    Role.CONSENT: "consentement*, autorisation, accord, permission, approbation",
    Role.ERASE: "supprim*, effac*, detrui*, elimin*, retir*, enlev*, oubli*, purg*, anonymis*, radi*, vir*, rayer, rayez, "
    "oubliez moi, faire disparaitre, suprim*, debarrass*, nettoy*, bazard*",
    Role.ERASED: "supprime, supprimes, supprimee, supprimees, efface, effaces, effacee, effacees, detruit*, retire, retirees",
    Role.ERASURE: "suppression, effacement, destruction, radiation, retrait, elimination",
    Role.CLOSE: "fermer, fermez, fermeture, cloture*, cloturer, cloturez, resili*, desactiv*, ferme, annul*, clot*, clore, mettre fin",
    Role.KEEP: "garder, gardez, gardiez, conserv*, stock*, detenir, deteniez, detenez, archiv*, garde",
    Role.LEAVE: "quitter, quitte, plus client, plus cliente, resilier mon contrat, resilie mon contrat, changer de prestataire, "
    "plus utiliser, arrete votre, plus besoin de vos",
    Role.OBJECT: "oppos*, refus*, rejett*, rejet*, contest*, desapprouv*, conteste, en desaccord, suis contre, sommes contre, "
    "m insurge, interdi*, decline, proteste*, contre cette, contre ces, contre ce, contre le, contre la, dis non, disons non, "
    "objecte*, objecter, pas question, hors de question",
    Role.OBJECTION: "opposition, objection*, desaccord, refus, contestation",
    Role.ACCEPT: "accept*, d accord, accord, consens, consent, consentons, consenti, approuv*, valid*, autoris*, permet*, permis, "
    "consentir, agre*, adher*, souscri*, cautionn*, consentement, tolere*, donner mon, cautionne, admet*, admis, signer",
    Role.UNACCEPTABLE: "inacceptable*, inadmissible*, intolerable*, hors de question, insupportable",
    Role.LIKE: "aime, plait, veux, voulons, souhait*, content*, satisfait*, ravi*, heureux, convien*, veut, voulait, convaincu*, "
    "enchante*, favorable",
    Role.OLD_TERMS: "anciennes conditions, ancienne politique, ancienne version, conditions actuelles, conditions precedentes, "
    "politique actuelle, version actuelle, version precedente, politique precedente, conditions initiales, anciens termes",
    Role.GRIEF: "bravo, formidable, genial, super idee, excellente idee, bonne idee, magnifique, felicitations, merveilleux, "
    "quelle bonne, quelle excellente, parfait, mais bien sur, bien sur, allez y, faites donc, ben voyons, trop gentil, "
    "comme c est gentil, quelle generosite, super, chouette, sympa, lol, mdr",
    Role.STOP: "arret*, cess*, stop, stopp*, halte, assez, plus de, interromp*, mettre un terme, ne plus, n plus",
    Role.SEND: "envoy*, fourni*, transmett*, transmis, communiqu*, faire parvenir, adress*, recevoir, obtenir, donner, donnez, "
    "remettre, remettez, acceder, avoir, demand*, mettre a disposition, telecharg*, export*, recuperer, copier",
    Role.CONTACT: "contact*, ecri*, envoy*, appel*, recevoir, recev*, recois, solliciter, solicit*, harcel*, spamm*, deranger, "
    "derang*, importun*, inond*, demarch*, relancer, veux, mail, souhaite",
    Role.COPY: "copie*, extrait, extraction, export, releve, recapitulatif, acces, duplicata, liste de toutes, synthese",
    Role.HOLD: "detenez, detenues, detenus, avez, possed*, stock*, conserv*, collect*, traitez, savez, enregistr*, disposez, detient",
    Role.WHAT: "quelles, quels, quel, quelle, ce que, si, toutes, lesquelles, tout",
    Role.CORRECT: "corrig*, rectifi*, modifi*, chang*, actualis*, mettre a jour, mettez a jour, mise a jour, remplac*, complet*, "
    "rectification, correction",
    Role.WRONG: "faux, fausse*, errone*, incorrect*, inexact*, erreur, demenage*, pas correct, pas a jour, obsolete, marie*, "
    "mal orthographi*, mal ecrit, perime*, nouvelle adresse, nouveau numero, nouvel email, nouvelle adresse mail, s ecrit, "
    "nouveau nom, incomplet*, est desormais, plus la bonne, plus valable",
    Role.RESTRICT: "limit*, restrein*, bloqu*, gel*, suspend*, geler",
    Role.RESTRICTION: "limitation*, restriction*, gel, blocage",
    Role.PORTABLE: "lisible par machine, lisible par une machine, structure*, couramment utilise, csv, json, xml, autre "
    "prestataire, autre fournisseur, concurrent*, portable, exploitable, autre responsable, interoperable",
    Role.UNSUBSCRIBE: "desabonn*, desinscri*, desincri*, unsubscribe, opt-out, optout, me retirer de la liste, desabon*, "
    "retirez moi de, retirer de vos listes, rayez moi de, supprimez moi de la liste, enlevez moi de, desincription",
    Role.WITHDRAW: "retir*, revoqu*, revocation, retrait, reviens sur, annul*, renonc*, rétract*, retract*",
    Role.SELL: "vendre mes, vendez pas mes, vendez mes, vente de mes, revendre mes, revente de mes, vendiez mes",
    Role.ACCESS_REQUEST: "droit d acces, demande d acces, acces a mes donnees, acces a mes informations, acces aux donnees, acceder a mes "
    "donnees, acces a toutes mes, acces a l ensemble, acceder a toutes, communication de mes donnees, acceder aux donnees",
    Role.ERASURE_RIGHT: "droit a l oubli, droit a l effacement, droit de suppression, droit d effacement, demande de suppression, "
    "demande d effacement, suppression de mon, suppression de mes, suppression de toutes, effacement de mes, suppression du "
    "compte, suppression de compte, effacement de toutes, suppression des donnees, suppression de l ensemble, effacement de "
    "l ensemble, effacement des donnees, suppression definitive, suppression de notre, suppression de nos",
    Role.OBJECTION_RIGHT: "droit d opposition, droit de m opposer, exercer mon opposition, opposition au, opposition a la, "
    "opposition aux, mon opposition, notre opposition",
    Role.RECTIFICATION_RIGHT: "droit de rectification, demande de rectification, rectification de mes, rectification de mon, "
    "rectification des, correction de mes, correction de mon, rectification de ma",
    Role.RESTRICTION_RIGHT: "droit a la limitation, limitation du traitement, droit de limitation, limiter le traitement, "
    "limitation de traitement, limitation des traitements",
    Role.PORTABILITY_RIGHT: "portabilite, droit a la portabilite",
    Role.COMPLAIN: "plainte*, plaindre, plains, reclamation*, cnil, avocat*, tribunal, poursuivre, porter plainte, justice, "
    "signaler, 60 millions, ufc, dgccrf, autorite de controle, mise en demeure, mediateur, huissier",
    Role.ANGER: "honte*, scandal*, inadmissible*, inacceptable*, revolt*, decu*, decev*, mecontent*, furieux, furieuse, illegal*, "
    "abus*, escroc*, escroquerie, arnaque*, lamentable*, pitoyable, nul, ridicule, violation, viole*, sans mon consentement, "
    "sans mon accord, sans mon autorisation, sans me demander, jamais donne mon, toujours pas, aucune reponse, sans reponse, "
    "ras le bol, marre, indign*, deplorable*, catastroph*, insupportable, n importe quoi, choque*, abusif*",
    Role.TELL: "expliqu*, savoir, question*, preciser, precisez, precisions, indiqu*, renseign*, me dire, dites moi, eclair*, "
    "comprendre, comprends pas, confirm*, informer, informez, clarifi*, connaitre, renseigner, indication",
    Role.ASKING: "qui, que, quoi, quand, ou, pourquoi, comment, quel, quelle, quels, quelles, combien, est, a, avec, puis, "
    "pouvez, peut, sont, y, dois, faut, lequel, partagez",
    Role.LEGAL: "rgpd, gdpr, cnil, article, art, donnees personnelles, vie privee, dpo, loi informatique, personne concernee, "
    "caractere personnel",
    Role.AWAY: "absent*, absence, conge*, conges, vacances, reponse automatique, message automatique, de retour le, hors du bureau, "
    "ne travaille plus, accuse de reception, bien recu votre, avons bien recu, ne fait plus partie, a quitte la societe, "
    "en deplacement, maternite, arret maladie, je serai de retour, accuse reception",
    Role.AGREE_ALONE: "merci, ok, d accord, parfait, bien recu, note, entendu, oui, accepte, super, bonne journee, tres bien, pris note",
    Role.NEUTRAL: "pas seulement, n hesitez pas, ne pas hesiter, n hesite pas, si possible, s il y a lieu, si necessaire, "
    "si besoin, si vous avez des questions, sans delai, sans attendre, sans plus attendre, dans les meilleurs delais, s il "
    "vous plait, s il te plait, non seulement, sans tarder, sans prejudice, si vous n etes pas, si ce message, le cas echeant, "
    "si vous voulez bien, si ce n est, si ce n est pas deja fait, n oubliez pas de, ne pas oublier, au plus vite, "
    "pas de probleme, pas de souci, sans exception, si vous en avez, ne serait ce que",
}

LEXICON = compile_lexicon("fr", WORDS, COMMON, Grammar(negates_backwards=True, splits_elision=True))
