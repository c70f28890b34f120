from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import SettingsError
from policy.settings import DateOrder, PolicySettings, read_settings

FULL = """\
documents = ["privacy.md", "legal/*.md"]
timezone = "Europe/Paris"
notice_days = 45
notice_hour = 8
date_order = "mdy"
contact = "privacy@example.com"
slack_channel = "#policy"
company = "Example"
web_url = "https://git.example.com/legal/policies"

[document_urls]
"privacy.md" = "https://example.com/privacy"

[document_notice_days]
"privacy.md" = 15
"""


def test_every_setting_is_read() -> None:
    settings = read_settings(FULL)
    assert settings == PolicySettings(
        documents=("privacy.md", "legal/*.md"),
        timezone="Europe/Paris",
        notice_days=45,
        notice_hour=8,
        date_order=DateOrder.MONTH_FIRST,
        contact="privacy@example.com",
        slack_channel="#policy",
        company="Example",
        web_url="https://git.example.com/legal/policies",
        document_urls={"privacy.md": "https://example.com/privacy"},
        document_notice_days={"privacy.md": 15},
    )
    assert (settings.days_of("privacy.md"), settings.days_of("terms.md")) == (15, 45)
    assert settings.zone.key == "Europe/Paris"


def test_an_empty_file_gives_the_defaults() -> None:
    assert read_settings("") == PolicySettings(timezone="UTC", notice_days=30, notice_hour=9)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "\nnotice_dayz = 3\n",
            'herald.toml:2: unknown setting "notice_dayz" (did you mean "notice_days"?)',
        ),
        (
            "notice_days = 0",
            "herald.toml:1: notice_days must be a whole number from 1 to 365 (write notice_days = 30)",
        ),
        (
            "notice_hour = true",
            "herald.toml:1: notice_hour must be a whole number from 0 to 23 (write notice_hour = 9)",
        ),
        ('timezone = "Mars/Base"', 'herald.toml:1: timezone "Mars/Base" is no time zone'),
        ('timezone = "../../etc/passwd"', 'herald.toml:1: timezone "../../etc/passwd" is no time zone'),
        ('timezone = ""', 'herald.toml:1: timezone "" is no time zone'),
        ('date_order = "ymd"', 'herald.toml:1: date_order "ymd" is no date order'),
        ('documents = "privacy.md"', "herald.toml:1: documents must be a list of paths"),
        ('documents = ["../secret.md"]', 'herald.toml:1: documents "../secret.md" is no path inside the repository'),
        ('documents = ["a.md", "a.md"]', 'herald.toml:1: documents names "a.md" twice'),
        ('contact = "nobody"', 'herald.toml:1: contact "nobody" is no e-mail address'),
        ('slack_channel = "two words"', 'herald.toml:1: slack_channel "two words" is no Slack channel'),
        (
            '[document_urls]\n"a.md" = "javascript:alert(1)"',
            'herald.toml:2: a.md "javascript:alert(1)" is no web address',
        ),
        ("contact = ", "herald.toml:1: invalid value (mend the TOML)"),
        ('a = "x"\nb = [1,', "herald.toml"),
        ("x = " + "[" * 5000, "herald.toml"),
        ("#" * 300_000, "herald.toml: holds more than 200000 characters"),
    ],
    ids=lambda value: value[:40],
)
def test_a_mistake_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_go_to_another_process_and_stay_frozen() -> None:
    settings = read_settings(FULL)
    copied = pickle.loads(pickle.dumps(settings))
    assert copied == settings
    with pytest.raises(TypeError):
        copied.document_notice_days["privacy.md"] = 1


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_settings(text)
    except SettingsError as error:
        assert str(error).startswith("herald.toml")  # noqa: PT017 - both outcomes are right, nothing else is
