"""The derived index of a policy repository: one SQLite file with full-text search."""

from policy.index.disclosures import Disclosure
from policy.index.index import PolicyIndex, Refreshed, open_temporary_index, vocabulary_of
from policy.index.lifetimes import Lifetime
from policy.index.searching import Hit

__all__ = ["Disclosure", "Hit", "Lifetime", "PolicyIndex", "Refreshed", "open_temporary_index", "vocabulary_of"]
