from pathlib import Path

import pytest

from policy.documents import read_document
from policy.sharing import Force, RecipientKind, SharingStatement, is_literal, read_sharing

SAMPLES = Path(__file__).parent.parent / "answers" / "data"


def statements(text: str) -> tuple[SharingStatement, ...]:
    return read_sharing(read_document(text, "policy.md"))


def names(found: tuple[SharingStatement, ...]) -> list[str]:
    return [statement.recipient.name for statement in found]


def sharing(text: str) -> tuple[SharingStatement, ...]:
    return statements(f"# Policy\n\n## 1. With whom we share data\n\n{text}\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We host our servers with Nimbora, Coldvault® and Tern.", ["Nimbora", "Coldvault", "Tern"]),
        ("We may use services (such as Segmento, Okapi Desk and Pingwing) for support.", ["Segmento", "Okapi Desk", "Pingwing"]),
        ("Payments are processed by Quillpay, Inc.", ["Quillpay"]),
        ("We share your phone number with BARN (Bureau of Amateur Radio Numbers).", ["BARN"]),
        ("We may share your phone number with the regional number registry.", ["regional number registry"]),
        ("We give your order to our shipping department.", []),
        ("Quillpay collects that data on our behalf.", ["Quillpay"]),
        ("Rather, Lantern keeps card numbers on our behalf.", ["Lantern"]),
        ("We collect card numbers through our service provider, Lantern.", ["Lantern"]),
        ("You can link your Nimbora account.", []),
        ("We only share your name, Last Tested Date and age with Nimbora - we do not share it with others.", ["third parties", "Nimbora"]),
        ("The service is provided by a company registered with the Lunden Trade Register.", []),
        ("For adverts you can also use Nimbora Choices to opt out.", []),
        ("We use a PCI-compliant payment processor.", []),
        ("Should the company be merged or sold, the other party will be given the data.", ["business-transfer party"]),
        ("We may receive your name from Nimbora.", []),
        ("You may connect your account; read Nimbora's privacy policy first.", []),
        ("We comply with the General Data Protection Regulation and the Terms of Service.", []),
    ],
)  # fmt: skip
def test_names_are_found_by_grammar(text: str, expected: list[str]) -> None:
    assert names(sharing(text)) == expected


def test_an_abbreviation_keeps_its_long_form_as_alias() -> None:
    (statement,) = sharing("We share your contact details with BARN (Bureau of Amateur Radio Numbers).")
    assert statement.recipient.aliases == ("Bureau of Amateur Radio Numbers",)
    assert statement.categories == ("data:contact_information",)


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("We use tools (such as Okapi) for support.", Force.SUCH_AS),
        ("We host the site with third parties, including Okapi.", Force.INCLUDING),
        ("We may share your name with Okapi.", Force.MAY),
        ("We share your name with Okapi.", Force.WILL),
        ("We share your name with Okapi at your request.", Force.ON_REQUEST),
        ("In no case do we sell or rent out your contacts.", Force.NEVER),
        ("Your notes will not be shared with any third parties.", Force.NEVER),
    ],
)
def test_force_words_are_kept(text: str, force: Force) -> None:
    assert {statement.force for statement in sharing(text)} == {force}


def test_what_brackets_say_of_one_name_is_not_said_of_its_neighbours() -> None:
    found = sharing("We rely on Greyharbour (hosting) and Tanglemail (newsletters).")
    assert [(s.recipient.name, s.purposes) for s in found] == [
        ("Greyharbour", ("purpose:hosting",)),
        ("Tanglemail", ("purpose:marketing",)),
    ]


def test_kinds_of_recipients_without_a_name() -> None:
    found = sharing(
        "We disclose data to courts when a subpoena demands it.\n\n"
        "In a merger we will provide information to the acquirer.\n\n"
        "We may share data with other companies of the Halvard Group."
    )
    assert names(found) == ["public authorities", "business-transfer party", "Halvard group companies"]
    assert {statement.recipient.kind for statement in found} == {RecipientKind.CATEGORY}


def test_what_readers_should_not_send_is_no_denial_of_sharing() -> None:
    assert sharing("Please do not send us health data.") == ()


def test_a_table_gives_purpose_data_and_region() -> None:
    found = sharing(
        "Our sub-processors:\n\n| Vendor | Service | Data | Country |\n| --- | --- | --- | --- |\n"
        "| Quillpay, Inc. | Card payments | Card data, billing address | Ireland |\n"
    )
    (statement,) = found
    assert (statement.recipient.name, statement.purpose, statement.region) == ("Quillpay", "Card payments", "Ireland")
    assert statement.categories == ("data:card_data", "data:billing_address")


def test_a_list_of_links_is_read() -> None:
    found = statements(
        "# Harbour subprocessors\n\nWe use the following subprocessors:\n\n"
        "* [Okapi Desk](https://okapi.example/dpa). Help desk software.\n"
        "* [Greyharbour](https://grey.example). Cloud services provider.\n"
    )
    assert [(s.recipient.name, s.purposes[0]) for s in found] == [
        ("Okapi Desk", "purpose:support"),
        ("Greyharbour", "purpose:hosting"),
    ]


def test_labels_that_name_a_purpose_are_no_recipients() -> None:
    found = sharing(
        "We share data as follows:\n\n* **Legal Requests:** We disclose data under a court order.\n"
        "* **To Protect Rights, Property and Others:** We may disclose data in good faith.\n"
    )
    assert names(found) == ["public authorities"]


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.md")))
def test_every_quote_stands_in_the_source(sample: str) -> None:
    document = read_document((SAMPLES / sample).read_bytes(), sample)
    found = read_sharing(document)
    assert len(found) >= 5
    assert [s.quote for s in found if not is_literal(s.quote, document)] == []


def test_the_real_policy_names_twenty_recipients(shared: Path) -> None:
    folder = shared / "data" / "policies" / "mailjet"
    old, new = (
        {s.recipient.name for s in read_sharing(read_document((folder / f"{day}.md").read_bytes(), day)) if s.recipient.kind is RecipientKind.NAMED}
        for day in ("2020-10-29", "2023-01-16")
    )  # fmt: skip
    assert len(old) == 20
    assert new - old == {"MacStadium", "Cyxtera", "Aria", "Authorize.net", "Split.io", "Looker", "Snowflake"}
    assert old - new == set()


def test_a_publisher_that_speaks_of_itself_by_name_shares_like_we() -> None:
    text = "# Acmo Privacy Policy\n\nAcmo, Inc. (“Acmo”) runs a shop.\n\n## Data\n\nAcmo may disclose data to the police.\n"
    assert names(statements(text)) == ["public authorities"]


def test_work_done_by_the_group_reaches_its_companies() -> None:
    text = "# Acmo Privacy Policy\n\n## 1. Who\n\nWe are Acmo. Some of this may be done by other companies of the Acmo group.\n"
    assert names(statements(text)) == ["Acmo group companies"]


def test_kinds_are_read_from_a_list_of_providers() -> None:
    text = "# Policy\n\n## Data\n\nThe service providers that we use include:\n\n- Payment processors\n- Platforms for chat\n"
    assert names(statements(text)) == ["payment processors"]


def test_aims_that_a_list_deals_out_stay_with_their_names() -> None:
    found = sharing("We use third parties (e.g., Nimbora for hosting and Okapi Desk for customer support).")
    assert {s.recipient.name: s.purpose for s in found} == {"Nimbora": "hosting", "Okapi Desk": "customer support"}
    alike = sharing("We use Nimbora and Okapi Desk for hosting.")
    assert {s.purpose for s in alike} == {"hosting"}
