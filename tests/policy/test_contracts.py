"""`[[contracts]]` in herald.toml: read strictly, wrong lines named."""

from __future__ import annotations

import pytest

from policy.contracts import ContractRule
from policy.errors import SettingsError
from policy.settings import read_settings

GOOD = """
timezone = "Europe/Berlin"
approvals = 2
reminder_days = 0

[[contracts]]
name = "enterprise"
segments = ["enterprise", "group"]
notice_days = 45
contact = "desk@example.com"

[[contracts]]
name = "DPA"
countries = ["de"]
notice_business_days = 10
objection_business_days = 5
holidays = ["FR"]
documents = ["privacy.md"]
"""


def test_reads_contracts() -> None:
    settings = read_settings(GOOD)
    assert (settings.approvals, settings.reminder_days) == (2, 0)
    assert settings.contracts == (
        ContractRule("enterprise", ("enterprise", "group"), notice_days=45, contact="desk@example.com"),
        ContractRule(
            "DPA",
            countries=("DE",),
            documents=("privacy.md",),
            notice_business_days=10,
            objection_business_days=5,
            holidays=("FR",),
        ),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('contracts = "all"', "herald.toml:1.*contracts must be at most 200 tables"),
        ("contracts = [1]", "herald.toml:1.*contracts must be"),
        ("[[contracts]]\nnotice_days = 45", "holds one without a name"),
        ('[[contracts]]\nname = "x"', '"x" changes nothing'),
        ('[[contracts]]\nname = "x"\nnotice_days = 0', "herald.toml:3.*notice_days must be a whole number from 1"),
        ('[[contracts]]\nname = "x"\nnotice_days = true', "herald.toml:3.*notice_days must be"),
        ('[[contracts]]\nname = "x"\nnotice_dayz = 9', "herald.toml:3.*notice_dayz is no setting of a contract"),
        ('[[contracts]]\nname = "x"\nnotice_days = 9\ncountries = ["Germany"]', '"GERMANY" is no country code'),
        ('[[contracts]]\nname = "x"\nnotice_days = 9\nsegments = "x"', "segments must be a list"),
        ('[[contracts]]\nname = "x"\ncontact = "nobody"', '"nobody" is no e-mail address'),
        ('[[contracts]]\nname = "x"\nnotice_days = 9\n[[contracts]]\nname = "x"\nnotice_days = 8', 'holds "x" twice'),
        ("approvals = 0", "approvals must be a whole number from 1 to 5"),
        ("reminder_days = -1", "reminder_days must be"),
    ],
)
def test_wrong_lines_are_named(text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        read_settings(text)
