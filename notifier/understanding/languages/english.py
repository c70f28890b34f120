"""English words of rights requests and objections, folded: lower case, no accents."""

from __future__ import annotations

from notifier.understanding.lexicon import Grammar, compile_lexicon
from notifier.understanding.roles import Role

COMMON = (
    "the and you your my our we i to of in is are was be have has this that it for with not on as at by from or an "
    "please do does did will would can could if me us any all what how who when which they them their been would"
)

WORDS = {
    Role.NOT: "no need to, no reason to, there is no need, unnecessary to, no intention of, not, never, don't, dont, doesn't, doesnt, didn't, didnt, won't, wont, wouldn't, wouldnt, can't, cant, "
    "cannot, couldn't, shouldn't, mustn't, isn't, isnt, aren't, arent, wasn't, haven't, hasn't, nor, neither, "
    "no longer, in no way, by no means, under no circumstances, shan't, ain't, no way, instead of, rather than, nobody",
    Role.NO: "no, without",
    Role.REFUSE_TO: "refuse to, refusing to, decline to, object to, unwilling to, not willing to, refuse",
    Role.I: "i, i'm, im, i've, i'll, i'd, we, we're, we've, we'll, we'd, me",
    Role.YOU: "you, you're, you've, you'll, you'd, your company, they, mailjet",
    Role.MY: "my, mine, me, our, us, ours, myself, ourselves, about me, mij",
    Role.ALL: "all, everything, every, anything, any, entire, whole, entirely, completely, each",
    Role.IT: "it, them, these, this, that, those",
    Role.ASK: "would it be possible, is it possible for you, is it possible that you, please, pls, plz, pleas, kindly, i want, we want, i would like, we would like, i'd like, we'd like, "
    "id like, want you to, like you to, need you to, ask you to, ask that, asking you to, asking that, asking for, "
    "request*, demand*, insist*, require you, require that, i need, we need, i wish, we wish, can you, could you, "
    "would you, can u, could u, can someone, could someone, could we have, can we have, can i have, could i have, "
    "may i have, can i get, could i get, must be, must, should be, shall be, to be, needs to be, need to be, "
    "has to be, have to be, required to, obliged to, obligated to, i exercise, exercise my, exercising my, exercise "
    "our, exercising our, exercise the, exercising the, invoke, invoking, hereby, i expect, we expect, want my, want "
    "our, want all, want everything, like my, like our, want to, would like to, prefer, rather you, instruct*, "
    "go ahead and, get my, get our, have my, have our, make sure, see to it, let me have, i'm writing to, time to, "
    "urge you, appreciate it if you, grateful if you, appreciate if you, gonna need you to, need, want u to, pursuant "
    "to, in accordance with, under article, immediate, you can, you may, you have to, you need to, you should, arrange, proceed with, "
    "time you, would be great if you, wish to, looking to, order you",
    Role.PLEASE: "please, pls, plz, kindly",
    Role.WISH: "want*, wish*, would like, i'd like, we'd like, id like, need to, trying to, tried to, prefer, like to, "
    "demand*, request*, ask*, looking to, insist*, require*",
    Role.WILL_DO: "will, i'll, we'll, am, i'm, im, we're, are, going to, gonna, have, i've, we've, had, was, did, just, "
    "already, shall, about to, plan to, planning to, thinking of, thinking about, considering, consider, tempted to, "
    "might, may, plan on",
    Role.FILLER: "please, pls, plz, kindly, just, also, then, so, now, and, immediately, hi, hello, hey, dear, team, "
    "sir, madam, ok, okay, yes, no, asap, simply, or, therefore, thus, hence, consequently, accordingly, further, "
    "furthermore, additionally, moreover, finally, secondly, firstly, first, second, third, instead, well, sorry, "
    "thanks, urgently, fully, permanently, completely, securely, again, always, rather, do, go, ahead, right, "
    "promptly, irrevocably, officially, formally, instantly, the, a, otherwise, lastly, i, repeat, either, "
    "subject, re, request*, hereby, effective, today, gdpr, ccpa, urgent, next, to, d'accord, formal",
    Role.UNSURE: "not sure, unsure, not certain, might, maybe, perhaps, probably, not convinced, undecided, thinking about, considering, not entirely",
    Role.IF: "reserve the right, failing which, failure to, failing to, absence of, if, unless, in case, provided that, provided, as long as, only if, should you, in the event, assuming, "
    "or else, until, depending on, were you to, except",
    Role.HOW_TO: "how i may, how i might, is there any way, any way to, how do i, how can i, how to, how would i, how could i, how should i, can i, could i, may i, do i, "
    "should i, is it possible, where do i, where can i, how do we, how can we, am i able, "
    "is there a way, can we, what happens if, what happens when, what would happen, what if, when i, do we, when can i, "
    "how does one, how long, do you, did you, does your, have you, are you, will you, when will you, how does, why did "
    "you, why do you, which, what is the process, what is the procedure, what are the steps, how is, was my, is my, "
    "has my, have my data been, what happens to, how i can, how we can, where i can, how might i, are there",
    Role.WHETHER: "whether, existence of, the existence, right to request, right to lodge, inform me "
    "of my right, the possibility, your obligation, you have the right to, has the right to, they have the right, to request from, "
    "informed of, you may also, are entitled to, user rights, your right to, rights to",
    Role.FEATURE: "ability to, option to, feature, features, button, a way to, way for, functionality, endpoint, allow user, allow users, allow the user, enable users, let users, as a user, as an admin, users should, user should, user can, users can, implement, implementing, user story, acceptance criteria, for someone to, anyone to, user requests, users to, user to, the user, self service, possible to delete, api",
    Role.CANNOT: "can't, cant, cannot, couldn't, could not, unable to, not able to, not possible, no option, no way to, impossible, failed to, fails to, won't let me",
    Role.YOURS: "your, yours, their, users, user",
    Role.DONE: "thanks for, thank you for, was, were, has been, have been, had been, got, been, already, has already, have already, you deleted, "
    "you removed, you erased, you closed, i deleted, i removed, i closed, i've deleted, i have deleted, yesterday, "
    "i've closed, i have closed, why was, why were, accidentally, by mistake, by accident, i've already, someone "
    "deleted, you have deleted, you've deleted, you just deleted, getting deleted, being deleted, keeps getting, "
    "you guys deleted, you have closed, you've closed, which you deleted, after i deleted",
    Role.BUT: "but, however, although, though, because, since, whereas, while, except that, yet, otherwise, instead, "
    "otherwise, as i, as we, because i, so please, so i, so we",
    Role.AND: "and, or, then, &",
    Role.THAT: "that",
    Role.DATA: "data, date of me, info, infos, information, details, records, personal information, personal details, "
    "history, pii, particulars, footprint, everything you have, everything you hold, everything you know, "
    "any trace, all traces, every trace, dossier, my file, my files, our file, my stuff, our stuff, everything about, "
    "everything related, anything you have, existence in, all about me, datas, everything of mine, it all, content, "
    "anything related to me, anything about me, all of it, everything that relates, everything that belongs, what you hold, what you have, what you know, what you've got, what you store, what data",
    Role.ACCOUNT: "account, accounts, acount, accout, profile, profiles, membership, login, registration, "
    "user account, my user, my credentials, subaccount, acct, my id",
    Role.SYSTEM: "system, systems, database, databases, db, server, servers, backups, backup, your records, your files, "
    "your side, your books, your platform, platform, your service, archive*, crm, your end",
    Role.LISTS: "newsletter*, mailing list, mailing lists, mailinglist*, distribution list, marketing, promotional, "
    "promotion, promotions, promo, promos, email list, e-mail list, emails, e-mails, mails, mailings, offers, "
    "advertising, advertisement*, advert, adverts, ads, spam, subscription list, contact list, this list, your list, "
    "the list, subscriber list, mail list, email blasts, updates, campaigns, subscription, subscriptions, list, lists, "
    "distribution, notifications, your news, junk, digest, sms, texts, messages, email notifications, "
    "marketing purposes, direct marketing, communications, commercial communications, marketing database, "
    "marketing lists, call list, calls, listserv, weekly email, promotional material",
    Role.THIS_MAIL: "this email, this e-mail, this mail, this message, the message, this transmission, "
    "all copies, the original, any copies, its attachments, any attachments, attachments, the email, the e-mail, "
    "intended recipient, addressee, in error, the material, my last email, my previous email, my last message, "
    "last mail, previous message, previous mail, my earlier email, that email, above email, earlier message",
    Role.PART: "card, cards, credit card, photo, photos, picture, pictures, comment, comments, post, posts, invoice, "
    "invoices, file, files, ticket, tickets, device, phone, phone number, telephone number, address, addresses, "
    "domain, domains, template, templates, contact, contacts, campaign, key, keys, payment method, document, documents, "
    "cookie, cookies, entry, message history, duplicate, test, apps, one of, old email, second account, avatar, app, "
    "paypal, bank details, api key, webhook, statistics, logs, other account, older account, cv, resume, backup email, "
    "location, search history, some of my, some of the, part of my, number, name, recording, recordings, birthday, "
    "review, reviews, listing, order, orders, sub-account, subaccounts, sender, draft, drafts, old campaigns, line, "
    "access, user, users, clause, section, paragraph",
    Role.OTHER_PERSON: "colleague*, collegue*, collague*, coleague*, co-worker*, coworker*, wife, husband, son, daughter, mother, father, mom, mum, dad, "
    "brother, sister, employee*, ex-employee*, boss, friend, friends, former, his, her, he, she, client, "
    "clients, on behalf of, his behalf, her behalf, their behalf, partner's, assistant, predecessor, neighbour, deceased, passed away, child, kid, kids, grandfather, "
    "grandmother, uncle, aunt, staff member, someone else, somebody else, another person, girlfriend, boyfriend, "
    "manager, secretary, intern, their account, their data, parents, customer's, john, ex, late, teammate*, "
    "subscriber, contact of mine, children, customers",
    Role.TERMS: "change, changes, changed, policy, policies, terms, update, updates, updated, conditions, version, "
    "amendment*, revision*, revised, notice, tos, t&c, t&cs, tcs, agreement, rules, modification*, sub-processor*, "
    "subprocessor*, processor, processors, recipient, recipients, t, new arrangement, new arrangements, partner, "
    "partners, practice, practices, clause, clauses, proposal*, third party, third parties, third-party, transfer to, "
    "transfers, new provider, new vendor*, vendor, vendors, 28 november, addition, proposed, provision, provisions, "
    "move to, any of this, to this, with this, with that, to that, to it, with it, to these, with these, to them, "
    "section, purpose, purposes, supplier, suppliers, to all, statement, new wording, wording",
    Role.COMMERCE: "invoice*, price, prices, pricing, charge*, fee, fees, bill, billing, payment, payments, refund*, "
    "order, contract price, discount*, delivery, meeting, proposal for, appointment, quote, quotation, penalty, tax, "
    "surcharge, overcharge, late fee, dunning, reminder fee, cost, costs, overage, renewal, speed, salary",
    Role.SHARE: "moved to, sent to, hosted in, hosted by, hosted at, hosted elsewhere, relocat*, exported to, share*, sharing, sell*, selling, sold, disclos*, transfer, transferr*, transferring, transfers, pass "
    "on, passing on, passed on, pass, hand over, handing over, handed over, give my, giving my, given to, forwarded to, "
    "send my data, sending my data, send our data, export my data to, hand my, handing my, move my data, moving my data, "
    "outsourc*, give our, giving our, go to, goes to, going to another, disclosure, leave the eu, storing my data in, "
    "stored in the us, send my information, sending my information, monetis*, monetiz*, expose, trade, provide my data, "
    "combine, access to my, let anyone, leak, give away, giving away, handed to",
    Role.PROCESS: "apply, applying, implement, introduce, enforce, roll out, process, processing, processed, use, using, used, usage, profiling, track*, analys*, analyz*, "
    "train*, ai, collect*, collection, collecting, automated, scoring, monitor*, target*, personalis*, personaliz*, "
    "scan, scanning, mining, evaluate",
    Role.FIELD: "name, surname, address, email, e-mail, phone, telephone, number, birthdate, birth, birthday, spelling, "
    "details, record, records, data, information, info, country, city, street, title, gender, postcode, zip, company, "
    "contact, profile, language, vat, job, account, iban, lastname, firstname, entry, date",
    Role.CONSENT: "consent, permission, authorisation, authorization, opt-in, agreement, approval, authority",
    Role.ERASE: "erases, removes, wipes, delete, delet, deletes, delte, dleete, detele, deleting, erase, erasing, remove, removing, wipe, wiping, "
    "purge, purging, destroy, destroying, "
    "scrub, expunge, obliterate, get rid of, clear out, forget me, forget about me, forget us, nuke, anonymise, "
    "anonymize, take down, take my, clear my, clear all, trash, drop my, clean out, eliminate, dispose of, shred, "
    "cancel and delete, rm, unlist",
    Role.ERASED: "deleted, erased, removed, wiped, purged, destroyed, forgotten, scrubbed, gone, cleared, anonymised, "
    "anonymized, expunged, taken down, eliminated, disposed of, taken off",
    Role.ERASURE: "deletion, erasure, removal, destruction, erasement, deletation",
    Role.CLOSE: "close, closed, closing, closure, cancel, cancelled, canceled, cancelling, canceling, cancellation, "
    "terminate, terminated, terminating, termination, deactivate, deactivated, deactivation, disable, disabled, shut "
    "down, shut, discontinue, unregister, deregister, end my, kill my, kill, suspend my account",
    Role.KEEP: "keep, keeping, kept, retain*, store, storing, stored, hold, holding, held, hang on to, hanging on to, "
    "save, saved, saving, in possession, maintain*, preserve",
    Role.LEAVE: "leave, leaving, customer anymore, customer any more, quit, stop being, no longer a customer, end our "
    "contract, end the contract, terminate our, terminate the contract, terminate my contract, moving away, part ways, "
    "no longer wish to be, no longer want to be, no longer use, don't use, not using, stop using your, no longer need "
    "your, end our relationship, cancel my contract, cancel our contract, cancel my subscription, exit, switching to, "
    "switch provider, take our business, take my business, be out, out of here, i'm out, we're out",
    Role.OBJECT: "no deal, object, objects, objecting, objected, objct, obejct, oppose, opposes, opposing, opposed, disagree, "
    "disagrees, disagreeing, disagreed, reject, rejects, rejecting, rejected, refuse, refuses, refusing, refused, "
    "decline, declines, declining, declined, dissent, protest, protesting, contest, contesting, disapprove*, "
    "challenge, i am against, i'm against, im against, we are against, we're against, am against, strongly against, "
    "totally against, vote no, voting no, say no, says no, saying no, said no, veto, thumbs down, hard no, big no, "
    "a no from, answer is no, firm no, count me out, count us out, deny, denied, take exception, hard pass, put my foot down, "
    "no go, no-go, won't have it, not having it, over my dead body, take issue, nope, nah, "
    "strong disagreement, registering my disagreement, in disagreement, withhold*, forbid*, prohibit*, want no part, leave me out, leave us out, exclude me, exclude us, exclude my, "
    "leave my data alone, no thanks, no thank you, keep me out, keep us out, include me out, have concerns, have reservations, "
    "concerns about, cannot support, can't support, out of the question, not a chance, no chance",
    Role.OBJECTION: "objection, objections, opposition, disagreement, refusal, rejection, disapproval, dissent",
    Role.ACCEPT: "ok, okay, willing, prepared to, accept, accepting, accepted, accepts, acept, except the, agree, agreeing, agreed, agrees, agre, consent, "
    "consenting, consented, approve, approving, approved, okay with, ok with, fine with, on board, sign off, endorse, "
    "go along, stand for, tolerate, put up with, condone, comfortable, agreement, accord, give my consent, consents, "
    "authorise, authorize, authorised, authorized, allow, allowing, allowed, permit, permitting, permitted, consent to, "
    "in favour, in favor, be part of, be bound, bound by, sign this, live with, have to "
    "accept, down with, give you permission, give permission, my permission, our permission, agree to, adhere",
    Role.UNACCEPTABLE: "unacceptable, inacceptable, not acceptable, intolerable, out of the question, unwelcome, "
    "not agreeable, deal breaker, dealbreaker, deal-breaker, non-starter, no way",
    Role.LIKE: "like, happy, pleased, glad, want, approve of, fan, thrilled, wish, would like, okay, ok, fine, "
    "satisfied, keen, impressed, convinced, wanted, interested",
    Role.OLD_TERMS: "data stay, data stays, data to stay, data remain, data remains, data to remain, old terms, old policy, previous policy, previous terms, existing terms, existing policy, current "
    "terms, current policy, old version, previous version, original terms, original policy, current version, existing "
    "agreement, terms i signed, old conditions, policy i agreed, terms i agreed, terms we agreed, terms we signed",
    Role.GRIEF: "great idea, brilliant, wonderful, fantastic, marvellous, lovely, bravo, congratulations, congrats, well "
    "done, oh great, love how, love that, what could go wrong, what could possibly go wrong, by all means, sure thing, "
    "yeah right, thanks for nothing, be my guest, how nice, how generous, how kind, how thoughtful, so kind, yay, "
    "couldn't be happier, can't wait, just what i needed, just what we needed, exactly what i wanted, genius, lol, haha, "
    "thrilled, delighted, sure sure, oh sure, oh yes, clap, slow clap, oh good, just great, just perfect, so excited, "
    "honoured, honored, how lovely",
    Role.STOP: "stop, stopping, cease, desist, halt, quit, end, discontinue, enough, refrain, no more, prevent",
    Role.SEND: "send, sending, sent, provide, provided, export, transmit, give, supply, email me, mail me, forward, furnish, share with me, "
    "show me, receive, obtain, get, deliver, have, download, disclose to me, let me have, grant, access, see, make "
    "available, want, request, hand over, hand me, obtaining, requesting",
    Role.CONTACT: "contact, contacting, email, emailing, e-mail, mail, mailing, write, writing, call, calling, text, "
    "texting, spam, spamming, bother, bothering, message, messaging, send, sending, sends, receive, receiving, hear, get, "
    "getting, bombard*, harass*, notify, want, reach out, pester*, annoy*, subscribe, subscribed, subscribing",
    Role.COPY: "copy, copies, export, extract, printout, overview, transcript, summary, disclosure, list of all, "
    "report, access to, dump, download, archive of, access, print-out",
    Role.HOLD: "hold, holding, have, store, stored, got, keep, kept, process, processing, processed, collected, collect, "
    "gathered, know, possess, retain, held, saved, recorded",
    Role.WHAT: "what, which, whatever, whether, any",
    Role.CORRECT: "correct, correcting, corrected, correction, rectify, rectified, rectification, amend, fix, update, "
    "updated, change, changed, edit, replace, adjust, modify, complete, use instead, revise, rectifying",
    Role.WRONG: "wrong, incorrect, incorrectly, outdated, out of date, misspelled, misspelt, inaccurate, mistake, error, "
    "typo, not correct, moved, has changed, have changed, married, old address, no longer valid, incomplete, not right, "
    "new address, new email, new phone, new name, no longer correct, wrongly, old surname, maiden name, erroneous, "
    "spelled, spelt, is now, now is",
    Role.RESTRICT: "restrict, restricting, restricted, limit, limiting, limited, freeze, block, suspend, pause, lock",
    Role.RESTRICTION: "restriction, limitation",
    Role.PORTABLE: "machine-readable, machine readable, structured, commonly used, portable, portability, csv, json, xml, "
    "another provider, another controller, new provider, other provider, competitor, another service, transferable, "
    "interoperable",
    Role.UNSUBSCRIBE: "unsubscribe, unsubscribed, unsubscribing, unsub, unsuscribe, unsubcribe, unsubscibe, unsubscrib, "
    "unsubscribtion, opt out, opt-out, opting out, opted out, opting-out, optout, take me off, taken off, take us off, "
    "get me off, unjoin, opt me out, opt us out, desubscribe, un-subscribe, leave the list, off your list, off this "
    "list, off the list, off your mailing list, take this address off, opts out, remove me from this list",
    Role.WITHDRAW: "withdraw, withdrawing, withdrawn, withdrawal, revoke, revoking, revoked, revocation, retract, "
    "rescind, cancel, take back, recall, disregard, ignore, drop, retracting, changed my mind, changed our mind, have reconsidered, no longer object, no longer want to object",
    Role.SELL: "sell my, sell or share, sale of my, selling my, sell our, sale or sharing, sold to, sale of personal, "
    "sell personal, sell any, selling of my, sell the personal, cross-context, targeted advertising, do-not-sell, "
    "do not sell, dont sell, don't sell",
    Role.ACCESS_REQUEST: "subject access request, subject access, sar, dsar, dsr, data access request, right of access, "
    "right to access, right to know, access request, request to know, request access, access to my personal data, "
    "access to my data, access to all my, access to the personal data, categories and specific pieces, "
    "access to our data, specific pieces of personal, access to all personal, access to all the, access to personal, "
    "obtain access to, request for access",
    Role.ERASURE_RIGHT: "right to be forgotten, right to erasure, right of erasure, right to deletion, right to delete, "
    "request for erasure, request for deletion, erasure request, deletion request, request to delete, data deletion, "
    "account deletion, data erasure, removal request, be forgotten, request erasure, request deletion, request the "
    "deletion, request the erasure, delete request, request to erase, request to be forgotten, data removal, "
    "account removal, erasure of, right of deletion, request for the deletion, request for the erasure, delete account, "
    "delete my account, deletion of my, delete data",
    Role.OBJECTION_RIGHT: "right to object, right of objection, notice of objection, formal objection, letter of "
    "objection, object to processing, right to oppose",
    Role.RECTIFICATION_RIGHT: "right to rectification, right of rectification, rectification of, request rectification, "
    "right to correct, right to correction, data correction, rectification request, request for rectification, "
    "correction request",
    Role.RESTRICTION_RIGHT: "right to restriction, right to restrict, restriction of processing, restrict processing, "
    "limit the use of my sensitive, restrict the processing, restriction of the processing, restriction of my, "
    "limitation of processing, request restriction",
    Role.PORTABILITY_RIGHT: "right to data portability, data portability, right to portability, portability request",
    Role.COMPLAIN: "complain, complaint, complaints, complaining, formal complaint, supervisory authority, data "
    "protection authority, information commissioner, ico, dpa complaint, ombudsman, lawyer, solicitor, attorney, legal "
    "action, sue, lawsuit, court, regulator, ftc, attorney general, trading standards, report you, reporting you, "
    "lawyers, take legal steps, take this further, watchdog, cnil, aepd, garante, my counsel, grievance, "
    "better business bureau, bbb, consumer protection",
    Role.ANGER: "outrageous, outrage, disgraceful, disgusting, disgusted, shameful, shame, appalling, appalled, scandal*, "
    "ridiculous, pathetic, terrible, horrible, awful, disappointed, disappointing, dissatisfied, unhappy, angry, furious, "
    "annoyed, fed up, sick of, absurd, unprofessional, scam, rubbish, bullshit, joke, worst, betray*, illegal, unlawful, "
    "breach*, violat*, infring*, unfair, dishonest, deceptive, misleading, sneaky, creepy, invasive, shocked, atrocious, "
    "frustrat*, unacceptable, poor service, ignored, nobody answered, nobody replied, still waiting, no answer, no reply, "
    "without my knowledge, without my consent, without consent, without asking, never agreed, never consented, never gave",
    Role.TELL: "list of third, full list, complete list, need help, help me, cannot log in, can't log in, not working, isn't working, doesn't work, does not work, explain, clarify, tell me, let me know, wonder*, curious, i'd like to know, would like to know, want to "
    "know, like to understand, help me understand, question, questions, enquire, inquire, enquiry, inquiry, confirm, "
    "elaborate, point me, advise, tell us, let us know, information on, information about your, information about how, list of your, unclear, "
    "not clear, more information, more details, more info, send me the policy, clarification, not sure, don't understand, "
    "do not understand, confused, inform me, informing me",
    Role.ASKING: "who, what, when, where, why, how, which, whose, is, are, do, does, did, will, can, could, would, has, "
    "have, should, may, am, was, were",
    Role.LEGAL: "gdpr, ccpa, cpra, data protection, article, art, privacy, dpo, controller, data subject, statutory, "
    "regulation, lgpd, uk gdpr, legitimate interest*, personal data",
    Role.AWAY: "out of office, out of the office, automatic reply, auto reply, auto-reply, autoreply, auto response, "
    "autoresponder, away from my desk, on vacation, on holiday, annual leave, maternity leave, parental leave, limited "
    "access to email, limited access to my email, back in the office, return to the office, no longer with the company, "
    "no longer works, no longer work, automated response, automatically generated, automated reply, do not reply to this, "
    "thank you for contacting, thanks for contacting, we have received your, ticket has been "
    "created, will respond within, mailbox is not monitored, unmonitored, has left the company, i am currently out, on "
    "leave, on sick leave, business trip, i will be back, mailbox is no longer, public holiday, travelling until, "
    "traveling until, on paternity leave, with no access to email, without access to email, currently away",
    Role.AGREE_ALONE: "thanks, thank, ok, okay, fine, agreed, agree, accept, accepted, noted, great, perfect, cheers, "
    "acknowledged, received, understood, approved, yes, good, happy, appreciate",
    Role.NEUTRAL: "remote, remotely, relate, related, eraser, closet, project, projects, protect, cause, causes, state, states, stated, "
    "deletes the, object to nothing, no object, subject, subjects, adopt, adopts, reset, resets, upset, refuge, reuse, clever, "
    "exact, desktop, oppress, detect, detects, "
    "not only, do not hesitate, don't hesitate, please do not hesitate, if possible, if any, if applicable, "
    "if needed, if necessary, if you have any questions, if you have any further questions, if you have questions, if "
    "you need, if so, if not, if you could, if you would, if you can, if you don't mind, if available, if required, as "
    "soon as possible, without delay, without undue delay, without further delay, without any further delay, if i may, "
    "wouldn't it, wouldn't mind, the right to request, no later than, no problem, no worries, no rush, if there are any, "
    "object of, object storage, subject to, even if, as if, if i remember, do not reply, if you are not, if you "
    "want more, if you require, when deleting, if you like, if i'm not mistaken, if i understand, if i am not mistaken, "
    "including but not limited to, not limited to, if you wish, if you have, if there is any, in no time, "
    "limited liability, not yet, private limited, pvt limited, limited company, why not, whether or not, or not, before "
    "printing, no matter, not sure if, don't forget to, do not forget to, don't forget, company limited, "
    "regardless, in the first place, no doubt, if you still, no exceptions, no excuses, if at all possible, "
    "in good faith, data processing agreement, data processing addendum, data protection officer, data protection addendum, data center, data centre, "
    "data centers, data centres, data retention",
}

LEXICON = compile_lexicon("en", WORDS, COMMON, Grammar(names_subjects=True))
