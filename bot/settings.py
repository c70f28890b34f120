"""The deployment's settings, read once from the environment."""
