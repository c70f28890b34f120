"""What legal writes in `herald.toml`."""
