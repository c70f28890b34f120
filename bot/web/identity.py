"""The page behind the link by which a customer confirms that a request is theirs.

Mail scanners open every link: a GET shows a page and changes nothing, only the form's POST confirms.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import escape
from types import MappingProxyType

from aiohttp import web

from notifier.cases import LinkPage, LinkState, confirm_by_link, link_page
from notifier.ledger import Ledger
from notifier.signing import Signer

PATH = "/identity/{token}"
MOST_BYTES = 4096
HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
    }
)
STATUS = MappingProxyType({LinkState.INVALID: 404})

Sentences = tuple[str, str, str, str, str]
SENTENCES: MappingProxyType[str, Sentences] = MappingProxyType(
    {
        "en": (
            "Is request {number} yours?",
            "Press the button to confirm that you made this request. If you did not, close this page: nothing happens.",
            "Yes, it is mine",
            "Thank you. Request {number} is confirmed; we go on with it.",
            "Request {number} is closed; there is nothing to confirm.",
        ),
        "fr": (
            "La demande {number} est-elle la vôtre ?",
            "Appuyez sur le bouton pour confirmer que vous avez fait cette demande. Sinon, fermez cette page : rien ne se passe.",
            "Oui, c’est la mienne",
            "Merci. La demande {number} est confirmée ; nous la traitons.",
            "La demande {number} est close ; il n’y a rien à confirmer.",
        ),
        "de": (
            "Ist die Anfrage {number} von Ihnen?",
            "Drücken Sie den Knopf, wenn Sie diese Anfrage gestellt haben. Wenn nicht, schließen Sie die Seite: dann geschieht nichts.",
            "Ja, sie ist von mir",
            "Danke. Die Anfrage {number} ist bestätigt; wir bearbeiten sie weiter.",
            "Die Anfrage {number} ist abgeschlossen; es gibt nichts zu bestätigen.",
        ),
        "es": (
            "¿Es suya la solicitud {number}?",
            "Pulse el botón para confirmar que hizo esta solicitud. Si no la hizo, cierre esta página: no ocurrirá nada.",
            "Sí, es mía",
            "Gracias. La solicitud {number} está confirmada; seguimos con ella.",
            "La solicitud {number} está cerrada; no hay nada que confirmar.",
        ),
        "it": (
            "La richiesta {number} è sua?",
            "Prema il pulsante per confermare di aver fatto questa richiesta. Altrimenti chiuda la pagina: non succede nulla.",
            "Sì, è mia",
            "Grazie. La richiesta {number} è confermata; la stiamo trattando.",
            "La richiesta {number} è chiusa; non c’è nulla da confermare.",
        ),
        "nl": (
            "Is verzoek {number} van u?",
            "Druk op de knop om te bevestigen dat u dit verzoek hebt gedaan. Zo niet, sluit dan deze pagina: er gebeurt niets.",
            "Ja, het is van mij",
            "Dank u. Verzoek {number} is bevestigd; wij gaan ermee verder.",
            "Verzoek {number} is gesloten; er is niets te bevestigen.",
        ),
        "pt": (
            "O pedido {number} é seu?",
            "Prima o botão para confirmar que fez este pedido. Se não o fez, feche esta página: nada acontece.",
            "Sim, é meu",
            "Obrigado. O pedido {number} está confirmado; vamos tratá-lo.",
            "O pedido {number} está encerrado; não há nada a confirmar.",
        ),
    }
)
INVALID = "This link is not valid, or it has expired. Answer the message that brought you here, and we send a new one."


def identity_routes(ledger: Ledger, signer: Signer, now: Callable[[], datetime]) -> Callable[[web.Application], None]:
    """Return what adds the page to the web application."""

    async def show(request: web.Request) -> web.Response:
        page = await ledger.read(link_page, signer, request.match_info["token"], now=now())
        return _response(page)

    async def confirm(request: web.Request) -> web.Response:
        page = await ledger.run(confirm_by_link, signer, request.match_info["token"], now=now())
        return _response(page)

    def register(application: web.Application) -> None:
        application.router.add_get(PATH, show)
        application.router.add_post(PATH, confirm)

    return register


def _response(page: LinkPage) -> web.Response:
    return web.Response(
        text=render(page), content_type="text/html", headers=HEADERS, status=STATUS.get(page.state, 200)
    )


def render(page: LinkPage) -> str:
    """Return the page as HTML, in the language of the case."""
    language = page.language if page.language in SENTENCES else "en"
    question, explanation, button, confirmed, closed = (
        escape(sentence.format(number=page.number)) for sentence in SENTENCES[language]
    )
    match page.state:
        case LinkState.ASKS:
            body = f'<h1>{question}</h1><p>{explanation}</p><form method="post"><button>{button}</button></form>'
        case LinkState.CONFIRMED:
            body = f"<h1>{confirmed}</h1>"
        case LinkState.CLOSED:
            body = f"<h1>{closed}</h1>"
        case LinkState.INVALID:
            body = f"<p>{escape(INVALID)}</p>"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(page.number or "Link")}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/style.css"></head><body><main>{body}</main></body></html>'
    )
