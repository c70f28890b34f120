"""The dates of a policy document, each with the words it was read from."""

from policy.dates.clause import is_about_changes
from policy.dates.model import DateProblem, DateReading, DateSource, ProblemKind, SourceKind
from policy.dates.reading import read_dates
from policy.dates.scheduled import TwoVersions, split_versions

__all__ = [
    "DateProblem",
    "DateReading",
    "DateSource",
    "ProblemKind",
    "SourceKind",
    "TwoVersions",
    "is_about_changes",
    "read_dates",
    "split_versions",
]
