"""The feeds and machine-readable files of the public site: Atom (RFC 4287), JSON Feed 1.1, sitemap, upcoming.json."""

from __future__ import annotations

import json
import re
from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from bot.site.values import Publication, PublishedChange, PublishedDocument

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_ENTRIES = 50
NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0 section 2.2 does not allow in a document."""


def _path(document: PublishedDocument, change: PublishedChange) -> str:
    return f"{document.slug}/changes/{change.key}/"


def _newest(document: PublishedDocument) -> tuple[PublishedChange, ...]:
    return tuple(reversed(document.changes))[:MOST_ENTRIES]


def _content(change: PublishedChange) -> str:
    return f"<p>{_escaped(change.summary)}</p>\n{change.redline}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def atom_feed(publication: Publication, document: PublishedDocument) -> bytes:
    """Return the Atom feed of a document with each change's redline inside the entry."""
    register_namespace("", ATOM)
    feed = Element(f"{{{ATOM}}}feed")
    home = f"{publication.base_url}/{document.slug}/"
    _text(feed, "id", f"{home}changelog/")
    _text(feed, "title", f"{document.title}: changes")
    _text(feed, "updated", _instant(document))
    author = SubElement(feed, f"{{{ATOM}}}author")
    _text(author, "name", publication.company or document.title)
    SubElement(feed, f"{{{ATOM}}}link", {"rel": "self", "href": f"{home}feed.atom"})
    SubElement(feed, f"{{{ATOM}}}link", {"rel": "alternate", "href": f"{home}changelog/"})
    for change in _newest(document):
        entry = SubElement(feed, f"{{{ATOM}}}entry")
        address = f"{publication.base_url}/{_path(document, change)}"
        _text(entry, "id", address)
        _text(entry, "title", change.title)
        _text(entry, "updated", change.merged_at.astimezone(UTC).isoformat())
        _text(entry, "summary", change.summary)
        SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "href": address})
        content = SubElement(entry, f"{{{ATOM}}}content", {"type": "html"})
        content.text = _content(change)
    return _xml(feed)


def _xml(root: Element) -> bytes:
    for element in root.iter():
        if element.text:
            element.text = NOT_IN_XML.sub("", element.text)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: Element, name: str, value: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = value


def _instant(document: PublishedDocument) -> str:
    newest = max(version.merged_at for version in document.versions)
    return newest.astimezone(UTC).isoformat()


def json_feed(publication: Publication, document: PublishedDocument) -> bytes:
    """Return the JSON Feed of a document with each change's redline inside the item."""
    home = f"{publication.base_url}/{document.slug}/"
    return _json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": f"{document.title}: changes",
            "home_page_url": f"{home}changelog/",
            "feed_url": f"{home}feed.json",
            "items": [
                {
                    "id": change.key,
                    "url": f"{publication.base_url}/{_path(document, change)}",
                    "title": change.title,
                    "summary": change.summary,
                    "content_html": _content(change),
                    "content_text": change.redline_text,
                    "date_published": change.merged_at.astimezone(UTC).isoformat(),
                }
                for change in _newest(document)
            ],
        }
    )


def upcoming_json(publication: Publication) -> bytes:
    """Return what `banner.js` reads: the changes that are announced and not in force yet."""
    coming = [
        (document, change)
        for document in publication.documents
        for change in document.changes
        if change.upcoming and change.effective_on is not None
    ]
    return _json({"upcoming": [_upcoming(document, change) for document, change in coming]})


def _upcoming(document: PublishedDocument, change: PublishedChange) -> dict[str, str]:
    effective = change.effective_on.isoformat() if change.effective_on else ""
    return {
        "document": document.name,
        "revision": change.key,
        "title": f"{document.title}: a change is coming",
        "announced_on": change.announced_on.isoformat() if change.announced_on else "0000-01-01",
        "effective_on": effective,
        "path": _path(document, document.as_announced(change)),
        "sentence": f"Our {document.title} changes on {effective}.",
        "link_text": "See what changes",
        "dismiss_text": "Dismiss",
    }


def sitemap(publication: Publication) -> bytes:
    """Return the sitemap of current versions, changelogs, changes and permanent version pages."""
    register_namespace("", SITEMAP)
    root = Element(f"{{{SITEMAP}}}urlset")
    for document in publication.documents:
        paths = ["", "changelog/", "versions/"]
        paths += [f"changes/{change.key}/" for change in document.changes]
        paths += [f"versions/{version.key}/" for version in document.versions]
        for path in paths:
            address = SubElement(root, f"{{{SITEMAP}}}url")
            SubElement(address, f"{{{SITEMAP}}}loc").text = f"{publication.base_url}/{document.slug}/{path}"
    return _xml(root)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
