"""What a notice lists as changed."""

from __future__ import annotations

import json

from notifier.message.announcement import read_announcement


def changed(section: str, heading: str, harmless: str | None = None) -> dict[str, object]:
    side = {"section": section, "heading": heading, "text": "We keep it for 30 days."}
    return {"kind": "amended", "old": side, "new": side, "harmless": harmless}


def test_a_date_line_and_spelling_are_no_places_that_a_customer_must_read() -> None:
    changes = [
        changed("privacy-policy", "Privacy Policy", "the date line"),
        changed("4", "Retention"),
        changed("5", "Colours", "spelling"),
    ]
    found = read_announcement(json.dumps({"summary": "Keeps logs longer.", "changes": changes}))
    assert [(place.number, place.heading) for place in found.places] == [("4", "Retention")]
