"""Delivery reports: RFC 3464 and the many that are not; permanent or not."""

from notifier.inbound.bounces.find import find_bounces

__all__ = ["find_bounces"]
