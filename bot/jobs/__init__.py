"""What is done at a tick, a push or a command: the five steps, composed from the other two packages."""
