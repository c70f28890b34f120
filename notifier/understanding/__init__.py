"""Rule-based understanding of replies in seven languages; doubt goes to a person."""

from notifier.understanding.decide import ORDER, understand
from notifier.understanding.model import Finding, Understanding

__all__ = ["ORDER", "Finding", "Understanding", "understand"]
