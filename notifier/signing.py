"""Signed addresses, links and message ids."""
