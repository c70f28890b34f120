"""The public pages as values: a path and its bytes. Pure: the same publication gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.site.feeds import atom_feed, json_feed, sitemap, upcoming_json
from bot.site.values import Publication, PublishedDocument
from policy.changelog import day_in_words
from policy.compare import REDLINE_STYLE

HERE = Path(__file__).parent
SECURITY_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Nothing runs and nothing is loaded from elsewhere, whatever a policy's text holds."""

CONTENT_TYPES = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".atom": "application/atom+xml; charset=utf-8",
        ".xml": "application/xml; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["day"] = day_in_words
    return environment


def pages(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the site as (path, bytes); paths are relative, with `index.html` for a folder's page."""
    yield "style.css", (HERE / "assets" / "style.css").read_bytes() + REDLINE_STYLE.encode()
    yield "banner.js", (HERE / "assets" / "banner.js").read_bytes()
    yield "index.html", _render("index.html", publication, documents=publication.documents)
    yield "upcoming.json", upcoming_json(publication)
    yield "sitemap.xml", sitemap(publication)
    for document in publication.documents:
        yield from _document_pages(publication, document)


def _document_pages(publication: Publication, document: PublishedDocument) -> Iterator[tuple[str, bytes]]:
    folder = document.slug
    coming = document.coming_version
    current = document.version(document.current)
    show = _Shown(publication, document)
    yield f"{folder}/index.html", show.version(current.key, "current", coming is not None, depth=1)
    if coming is not None:
        yield f"{folder}/upcoming/index.html", show.version(coming[0], "upcoming", depth=2)
    yield (
        f"{folder}/changelog/index.html",
        show.page("changelog.html", depth=2, changes=tuple(reversed(document.changes))),
    )
    yield (
        f"{folder}/versions/index.html",
        show.page("versions.html", depth=2, versions=tuple(reversed(document.versions))),
    )
    for version in document.versions:
        yield f"{folder}/versions/{version.key}/index.html", show.version(version.key, show.kind(version.key), depth=3)
    for change in (*document.changes, *document.comparisons):
        page = show.page("change.html", depth=3, change=change, how_to_object=how_to_object(publication.contact))
        yield f"{folder}/changes/{change.key}/index.html", page
    yield f"{folder}/recipients/index.html", show.page("recipients.html", depth=2, recipients=document.recipients)
    yield f"{folder}/recipients.svg", document.map_svg.encode()
    yield f"{folder}/feed.atom", atom_feed(publication, document)
    yield f"{folder}/feed.json", json_feed(publication, document)


def how_to_object(contact: str) -> str:
    """Return the sentence that tells a reader how to object."""
    if contact:
        return (
            f"Answer the notice that we sent you, or write to {contact} before the change takes effect. "
            "Say that you object, or ask for your information to be deleted."
        )
    return "Answer the notice that we sent you before the change takes effect, and say that you object."


class _Shown:
    """Renders pages of one document."""

    def __init__(self, publication: Publication, document: PublishedDocument) -> None:
        self._publication = publication
        self._document = document

    def kind(self, key: str) -> str:
        """Return whether a version is the current one, an upcoming one or a previous one."""
        if key == self._document.current:
            return "current"
        return "upcoming" if self._document.coming_on(key) else "previous"

    def version(self, key: str, kind: str, announce: bool = False, *, depth: int) -> bytes:  # noqa: FBT001, FBT002 - reads as "announce"
        version = self._document.version(key)
        heading = {"current": "Current version", "upcoming": "Coming version"}.get(kind, "Earlier version")
        upcoming = self._document.upcoming if announce else None
        return self.page(
            "version.html",
            depth=depth,
            version=version,
            kind=kind,
            heading=heading,
            upcoming=upcoming,
            comes_on=self._document.coming_on(key),
            changes={change.revision: change for change in self._document.changes},
        )

    def page(self, template: str, *, depth: int, **values: Any) -> bytes:
        return _render(template, self._publication, document=self._document, root="../" * depth, **values)


def _render(template: str, publication: Publication, **values: Any) -> bytes:
    html = (
        _environment()
        .get_template(template)
        .render(
            company=publication.company,
            contact=publication.contact,
            language=publication.language,
            security_policy=SECURITY_POLICY,
            **values,
        )
    )
    return html.encode()
