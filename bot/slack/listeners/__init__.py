"""Listeners by kind, each with `register(app, desk)`."""
