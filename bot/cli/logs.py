"""Logs of the command line: on standard error, lines for people on a terminal, JSON for machines elsewhere."""

from __future__ import annotations

import sys


def configure_logs(level: str) -> None:
    """Log `level` ("info", "warning") and above; nothing of it goes to standard output."""
    import structlog

    shown: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # Looked up at each use: a stream that was replaced in the meantime must not be written to.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
