"""Every notice in every language: what the standards ask, what a reader needs, and nothing that a name can break."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from examples import ANNOUNCEMENT, DELIVERY, NOW, SETTINGS, SIGNER, message, template
from hypothesis import given, settings
from hypothesis import strategies as st

from notifier.errors import MessageError
from notifier.message import LANGUAGES, NoticeTemplate, language_of
from notifier.message.encoding import quoted_printable
from notifier.message.filling import Filler
from notifier.model import DeliveryPurpose, NoticeKind

PURPOSES = tuple(DeliveryPurpose)
CASES = [(language, purpose) for language in LANGUAGES for purpose in PURPOSES]
TEMPLATE = template()


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)  # type: ignore[return-value]


def body(content: bytes, kind: str) -> str:
    part = parsed(content).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize(("language", "purpose"), CASES)
def test_lines_sizes_and_encodings_are_lawful(language: str, purpose: DeliveryPurpose) -> None:
    content = message(language=language, purpose=purpose)
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.isascii()
    assert max(map(len, lines)) <= 200
    assert all(len(line) <= 76 for line in content.partition(b"\r\n\r\n")[2].split(b"\r\n"))
    assert not any(line.startswith(b".") for line in lines)
    assert len(content) < 60_000
    assert parsed(content).defects == []


@pytest.mark.parametrize(("language", "purpose"), CASES)
def test_the_text_reads_well_at_72_columns(language: str, purpose: DeliveryPurpose) -> None:
    text = body(message(language=language, purpose=purpose), "plain")
    long = [line for line in text.splitlines() if len(line) > 72 and not line.startswith("<")]
    assert long == []
    assert "{" not in text
    assert "slot" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_says_what_when_and_how_in_text_and_html(language: str) -> None:
    content = message(language=language)
    day = template(language).words.day(date(2027, 4, 10))
    for kind in ("plain", "html"):
        said = body(content, kind)
        for fact in ("60 days", "Quillbank", day, SETTINGS.links.redline, SETTINGS.company, SETTINGS.contact):
            assert fact in " ".join(said.split()), fact
        assert parsed(content)["Reply-To"] in said


def test_headers_are_those_of_a_legal_notice() -> None:
    found = parsed(message())
    assert found["From"] == "Larkpost Cooperative <notices@mail.larkpost.example>"
    assert found["To"] == "Ada Marsh <ada@client.example>"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert found["Date"] == "Wed, 10 Mar 2027 08:00:00 +0000"
    assert found["List-Unsubscribe"] is None
    assert found["Precedence"] is None
    assert found["Feedback-ID"] == "1-notice:en:notice:herald"
    assert SIGNER.read_message_id(found["Message-ID"]) == DELIVERY.id
    token = found["Reply-To"].partition("+")[2].partition("@")[0]
    assert SIGNER.read_reply_token(token) == DELIVERY.id


def test_the_same_delivery_gives_the_same_bytes() -> None:
    assert message() == message()


def test_each_objection_deadline_is_told_as_it_is() -> None:
    later = replace(DELIVERY, objection_by=date(2027, 5, 25))
    from examples import CUSTOMER

    content = TEMPLATE.for_customer(CUSTOMER, later, SIGNER, at=NOW)
    assert "by 25 May\n  2027" in body(content, "plain") or "25 May 2027" in " ".join(body(content, "plain").split())


def test_a_withdrawal_asks_for_nothing() -> None:
    content = message(made=template(kind=NoticeKind.WITHDRAWAL))
    text = body(content, "plain")
    assert "withdrawn" in text
    assert "object" not in text.lower()


@settings(deadline=None)
@given(name=st.text(max_size=200))
def test_no_name_can_break_a_message(name: str) -> None:
    content = message(name=name, made=TEMPLATE)
    found, calm = parsed(content), parsed(message(name="Ada", made=TEMPLATE))
    assert found.keys() == calm.keys()
    assert [part.get_content_type() for part in found.walk()] == [part.get_content_type() for part in calm.walk()]
    assert found["To"].addresses[0].addr_spec == "ada@client.example"
    assert len(found["To"].addresses) == 1
    assert not any(line.startswith(b".") for line in content.split(b"\r\n"))
    assert all(len(line) <= 200 for line in content.split(b"\r\n"))
    assert content.isascii()


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.append(tag)


@settings(deadline=None)
@given(name=st.text(alphabet="<>\"'&;/=script{}%.\r\n ", max_size=60))
def test_no_name_can_put_tags_or_templates_into_the_html(name: str) -> None:
    tags, calm = Tags(), Tags()
    tags.feed(body(message(name=name, made=TEMPLATE), "html"))
    calm.feed(body(message(name="Ada", made=TEMPLATE), "html"))
    assert tags.found == calm.found


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Zoë Ångström", "Zoë Ångström"),
        ("王小明", "王小明"),
        ("Bcc: x@y.example\r\nX-Evil: 1", "Bcc: x@y.example X-Evil: 1"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ('O"Brien, <Pat>', 'O"Brien, <Pat>'),
        ("\u202egnp.exe", "gnp.exe"),
        ("نورا", "\N{FIRST STRONG ISOLATE}نورا\N{POP DIRECTIONAL ISOLATE}"),
    ],
    ids=["latin", "chinese", "header", "template", "quotes", "override", "right-to-left"],
)
def test_names_are_shown_as_they_are(name: str, shown: str) -> None:
    content = message(name=name)
    assert f"Hello {shown}," in body(content, "plain")
    assert parsed(content)["To"].addresses[0].display_name == shown.strip("\u2068\u2069")


def test_a_customer_without_a_name_is_greeted_all_the_same() -> None:
    assert body(message(name=""), "plain").startswith("Hello,\n")
    assert parsed(message(name=""))["To"] == "ada@client.example"


def test_an_international_address_stands_in_the_header_as_utf8() -> None:
    content = message(email="δοκιμή@παράδειγμα.example", name="")
    assert "To: δοκιμή@παράδειγμα.example\r\n".encode() in content


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_quoted_printable_decodes_to_what_went_in(text: str) -> None:
    import quopri

    encoded = quoted_printable(text.replace("\r", ""))
    assert quopri.decodestring(encoded).replace(b"\r\n", b"\n") == text.replace("\r", "").encode()
    assert all(len(line) <= 76 and not line.startswith(b".") for line in encoded.split(b"\r\n"))


@pytest.mark.parametrize(
    ("wanted", "found"), [("de-AT", "de"), ("PT_br", "pt"), ("ja", "en"), ("", "en"), ("../../etc", "en")]
)
def test_a_customer_reads_the_nearest_shipped_language(wanted: str, found: str) -> None:
    assert language_of(wanted) == found


def test_legal_overrides_a_line_and_the_rest_stays() -> None:
    settings = replace(SETTINGS, overrides={"en.toml": 'nothing = "All good? Then rest."'})
    text = body(message(made=template(settings=settings)), "plain")
    assert "All good? Then rest." in text
    assert "Larkpost Cooperative" in text


@pytest.mark.parametrize(
    ("name", "override", "reason"),
    [
        ("en.toml", "nothng = 'x'", "templates/en.toml: nothng: no sentence of that name"),
        ("en.toml", "nothing = 3", "templates/en.toml: nothing: must be of the same kind"),
        ("en.toml", "nothing = ", "templates/en.toml"),
        ("en.toml", "nothing = '{{ undefined_name }}'", "templates/en.toml: nothing: 'undefined_name' is undefined"),
        ("notice.txt.j2", "{% if %}", "templates/notice.txt.j2:1"),
        ("notice.html.j2", "{{ ''.__class__.__mro__ }}", "templates/notice.html.j2"),
        ("notice.html.j2", "{{ 'x' * 70000 }}", "larger than 60000 bytes"),
    ],
)
def test_a_faulty_override_names_its_file(name: str, override: str, reason: str) -> None:
    settings = replace(SETTINGS, overrides={name: override})
    with pytest.raises(MessageError) as caught:
        message(made=template(settings=settings))
    assert reason in str(caught.value)


def test_a_summary_cannot_bring_markup_with_it() -> None:
    hostile = {**ANNOUNCEMENT, "summary": "<img src=x onerror=alert(1)> {{ 7 * 7 }}"}
    html = body(message(made=template(announcement=hostile)), "html")
    assert "<img" not in html
    assert "{{ 7 * 7 }}" in html


def test_an_announcement_that_is_no_json_is_refused() -> None:
    from examples import notice

    with pytest.raises(MessageError):
        NoticeTemplate.build(replace(notice(), announcement="{"), SETTINGS, "en")


def fillers(language: str) -> tuple[Filler, Filler]:
    """One that takes the short way where it may, and one that never does."""
    fast, slow = (template(language=language).filler(DeliveryPurpose.NOTICE, None) for _ in range(2))
    slow._room, slow._plain_answer = -1, False
    return fast, slow


FILLERS = {language: fillers(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@given(name=st.text(st.sampled_from("Aéx' .-\u05d0"), max_size=60))
@settings(max_examples=60)
def test_the_short_way_for_plain_names_gives_the_same_bytes(language: str, name: str) -> None:
    fast, slow = FILLERS[language]
    values = (name, "ada@client.example", "privacy+abc234@larkpost.example", "<1@larkpost.example>", b"now")
    assert fast.fill(*values) == slow.fill(*values)


@pytest.mark.parametrize("greeting", ["Hello.", "{name}, dear {name}:", "{name}", "-{name}.", "x{name}x"])
def test_legals_own_greeting_names_whom_it_wants(greeting: str) -> None:
    own = NoticeTemplate.build(
        template().notice, replace(SETTINGS, overrides={"en.toml": f'greeting = "{greeting}"\n'}), "en"
    )
    content = own.filler(DeliveryPurpose.NOTICE, None).fill("Ada", "a@b.example", "p+1@c.example", "<1@c>", b"now")
    assert greeting.replace("{name}", "Ada") in body(content, "plain")
