"""What a notice looks like before it is sent: `.eml`, HTML, and pictures at phone and desktop width, light and dark."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html import escape
from pathlib import Path

from notifier.errors import MessageError

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = {"phone": 375, "desktop": 820}
SCHEMES = {"light": 1, "dark": 0}  # Blink's PreferredColorScheme
HEIGHT = 1800
SECONDS = 60
MOST_PIXELS = 8_000
_SIZE = re.compile(r'<svg[^>]*\bwidth="(\d+)"[^>]*\bheight="(\d+)"')
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=2000",  # lets the frame paint before the picture is taken
    "--host-resolver-rules=MAP * ~NOTFOUND",  # a preview asks nobody on the network
)
FRAME = (
    '<!doctype html><meta name="color-scheme" content="light dark"><body style="margin:0">'
    '<iframe srcdoc="{page}" width="{width}" height="{height}" style="border:0"></iframe>'
)


def write_preview(content: bytes, folder: Path, name: str, *, pictures: bool = True) -> tuple[Path, ...]:
    """Write `name.eml`, `name.html`, `name.txt` and, where a Chromium is installed, four pictures; returns the paths.

    Raises MessageError when the browser fails. Without a browser there are no pictures.
    """
    folder.mkdir(parents=True, exist_ok=True)
    page, text = bodies(content)
    written = [folder / f"{name}.eml", folder / f"{name}.html", folder / f"{name}.txt"]
    for path, data in zip(written, (content, page.encode(), text.encode()), strict=True):
        path.write_bytes(data)
    browser = find_browser() if pictures else None
    if browser is not None:
        written += _pictures(browser, page, folder, name)
    return tuple(written)


def bodies(content: bytes) -> tuple[str, str]:
    """HTML and text of a message."""
    message = message_from_bytes(content, policy=default)
    parts = [message.get_body((kind,)) for kind in ("html", "plain")]
    page, text = (str(part.get_content()) if part is not None else "" for part in parts)
    return page, text.replace("\r\n", "\n")


def find_browser() -> str | None:
    """The path of an installed Chromium, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def draw(content: bytes) -> bytes:
    """One picture, at desktop width in light colours, as a PNG; empty where no Chromium is installed.

    Raises MessageError when the browser fails.
    """
    browser = find_browser()
    if browser is None:
        return b""
    page, _ = bodies(content)
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "desktop.html", Path(scratch) / "desktop.png"
        source.write_text(FRAME.format(page=escape(page), width=WIDTHS["desktop"], height=HEIGHT), "utf-8")
        flags = (f"--user-data-dir={scratch}/profile", f"--blink-settings=preferredColorScheme={SCHEMES['light']}")
        _photograph((browser, *QUIET, *flags), source, target, WIDTHS["desktop"])
        return target.read_bytes()


def draw_svg(picture: str) -> bytes:
    """An SVG document as a PNG in its own size, on white; empty where no Chromium is installed.

    Raises MessageError when the browser fails, or for what is no SVG that says its size.
    """
    browser = find_browser()
    if browser is None:
        return b""
    size = _SIZE.search(picture)
    if size is None:
        raise MessageError("the picture does not say its width and height")
    width, height = (min(int(number), MOST_PIXELS) for number in size.groups())
    with tempfile.TemporaryDirectory() as scratch:
        source, target = Path(scratch) / "picture.html", Path(scratch) / "picture.png"
        source.write_text(f'<!doctype html><body style="margin:0;background:#fff">{picture}', "utf-8")
        flags = (f"--user-data-dir={scratch}/profile", "--force-device-scale-factor=2")
        _photograph((browser, *QUIET, *flags), source, target, width, height)
        return target.read_bytes()


def _pictures(browser: str, page: str, folder: Path, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        for device, width in WIDTHS.items():
            source = Path(scratch) / f"{device}.html"
            source.write_text(FRAME.format(page=escape(page), width=width, height=HEIGHT), "utf-8")
            for scheme, number in SCHEMES.items():
                target = folder / f"{name}.{device}.{scheme}.png"
                flags = (f"--user-data-dir={scratch}/profile", f"--blink-settings=preferredColorScheme={number}")
                _photograph((browser, *QUIET, *flags), source, target, width)
                yield target


def _photograph(command: tuple[str, ...], source: Path, target: Path, width: int, height: int = HEIGHT) -> None:
    options = (f"--window-size={width},{height}", f"--screenshot={target.resolve()}")
    try:
        subprocess.run([*command, *options, source.as_uri()], check=True, capture_output=True, timeout=SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise MessageError(f"{command[0]} cannot draw the preview: {error}") from error
    if not target.is_file():
        raise MessageError(f"{command[0]} has drawn no preview into {target}")
