"""The ticker: calls one function over and over. What is due lives in ledger rows, never in a job store."""

from notifier.schedule.ticker import Ticker

__all__ = ["Ticker"]
