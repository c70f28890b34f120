"""Notices: proposed from changelog entries, decided by people, advanced by time, owed to customers."""

from notifier.notices.advancing import Happened, Happening, advance
from notifier.notices.announcing import announced, baseline_commit, propose
from notifier.notices.audience import (
    Progress,
    Unreached,
    audience,
    deadline,
    list_terms,
    plan_deliveries,
    plan_reminders,
    plan_top_up,
    progress,
    unreached,
)
from notifier.notices.deciding import (
    Cancelled,
    approve,
    cancel,
    cancel_counted,
    hold,
    mark_editorial,
    pause,
    record_exception,
    release,
    resume,
    votes,
    withdraw,
)
from notifier.notices.proposing import Announced, adopt, baseline, propose_announced
from notifier.notices.store import get_notice, list_notices

__all__ = [
    "Announced",
    "Cancelled",
    "Happened",
    "Happening",
    "Progress",
    "Unreached",
    "adopt",
    "advance",
    "announced",
    "approve",
    "audience",
    "baseline",
    "baseline_commit",
    "cancel",
    "cancel_counted",
    "deadline",
    "get_notice",
    "hold",
    "list_notices",
    "list_terms",
    "mark_editorial",
    "pause",
    "plan_deliveries",
    "plan_reminders",
    "plan_top_up",
    "progress",
    "propose",
    "propose_announced",
    "record_exception",
    "release",
    "resume",
    "unreached",
    "votes",
    "withdraw",
]
