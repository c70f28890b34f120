"""The composition root: builds Herald from its settings."""
