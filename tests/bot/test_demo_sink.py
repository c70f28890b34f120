"""The demo's mail server runs on every Python that the project promises."""

from bot.demo.sink import MailSink


def test_the_sink_can_be_read_by_aiosmtpd_on_python_before_3_11_3() -> None:
    assert not hasattr(MailSink, "__slots__")  # `__weakref__` of a dataclass with slots raises TypeError there
