"""The only place where the present time is read."""
