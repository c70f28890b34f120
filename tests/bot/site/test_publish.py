from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from errno import ENOSPC
from pathlib import Path

import pytest

from bot.demo.repository import create_repository, merge, read_policies
from bot.errors import UsageError
from bot.site import Decided, Publication, build_site, pages, publish
from policy.repository import PolicyRepository
from policy.settings import read_settings
from tests.policy.conftest import Legal

POLICIES = Path(__file__).parents[3] / "bot" / "demo" / "policies"
SETTINGS = 'date_order = "mdy"\ncontact = "privacy@larkpost.example"\ncompany = "Larkpost"\n'


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "policy"
    files = read_policies(POLICIES, read_settings(SETTINGS))
    start = datetime(2027, 1, 1, 9, tzinfo=UTC)
    repository = create_repository(folder, SETTINGS, start)
    for number, file in enumerate(files[:3], start=1):
        merge(repository, file, f"Merge version {number}", start + timedelta(days=number))
    return folder


def published(location: Path, today: date) -> Publication:
    with PolicyRepository.open(location) as repository:
        return publish(repository, today=today, base_url="https://policy.larkpost.example")


@pytest.mark.parametrize(
    ("today", "current", "upcoming"),
    [
        (date(2027, 2, 10), date(2027, 2, 8), date(2027, 3, 15)),
        (date(2027, 4, 13), date(2027, 2, 8), date(2027, 3, 15)),
        (date(2027, 4, 14), date(2027, 3, 15), None),
    ],
    ids=["editorial at once", "day before", "the day"],
)
def test_the_version_in_force_follows_the_effective_date(
    location: Path, today: date, current: date, upcoming: date | None
) -> None:
    document = published(location, today).documents[0]
    assert document.version(document.current).updated_on == current
    next_change = document.upcoming
    assert (document.version(next_change.key).updated_on if next_change else None) == upcoming


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("We lend books to readers and keep what they tell us for a year. " * 4, "The policy names no recipient."),
        (
            "Wir verleihen Bücher an Leser und bewahren auf, was sie uns sagen. Die Karten sind für ein Jahr. " * 4,
            "The policy is in German, and says itself who receives data.",
        ),
    ],
    ids=["English", "German"],
)
def test_the_page_of_recipients_claims_nothing_that_was_not_read(tmp_path: Path, clause: str, said: str) -> None:
    legal = Legal(tmp_path / "policy")
    legal.commit("First", books__md=f"# Books\n\nLast updated: January 1, 2027\n\n{clause}\n")
    written = dict(pages(published(legal.folder, date(2027, 4, 1))))
    (page,) = [content.decode() for path, content in written.items() if path.endswith("recipients/index.html")]
    assert said in page
    assert "As a picture" not in page


def test_a_change_page_shows_the_redline_and_the_recipients(location: Path) -> None:
    publication = published(location, date(2027, 4, 1))
    change = publication.documents[0].changes[1]
    page = dict(pages(publication))[f"privacy/changes/{change.key}/index.html"].decode()
    assert "<ins>and Saltcellar Cloud</ins>" in page
    assert "Saltcellar Cloud (§6), Sentrywick (§6)" in page
    assert "Every change takes effect 30 days after the update date shown above." in page


def test_the_same_history_gives_the_same_bytes(location: Path) -> None:
    first, again = (dict(pages(published(location, date(2027, 4, 1)))) for _ in range(2))
    assert first == again


def test_a_build_replaces_its_own_folder_only(location: Path, tmp_path: Path) -> None:
    publication = published(location, date(2027, 4, 1))
    out = tmp_path / "public"
    count = build_site(publication, out)
    assert build_site(publication, out) == count
    other = tmp_path / "precious"
    other.mkdir()
    (other / "letter.txt").write_text("keep me")
    with pytest.raises(UsageError, match="not made by herald"):
        build_site(publication, other)
    assert (other / "letter.txt").read_text() == "keep me"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["precious", "public"]


def test_a_full_disk_leaves_the_earlier_build(location: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = published(location, date(2027, 4, 1))
    out = tmp_path / "public"
    build_site(publication, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write, written = Path.write_bytes, []

    def fill(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) == 5:
            raise OSError(ENOSPC, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(UsageError, match="public: No space left on device; nothing was changed"):
        build_site(publication, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_place_that_cannot_hold_a_folder_is_named(location: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UsageError, match="file/public: File exists; nothing was changed"):
        build_site(published(location, date(2027, 4, 1)), tmp_path / "file" / "public")


def test_what_is_announced_is_compared_with_what_customers_know(location: Path) -> None:
    with PolicyRepository.open(location) as repository:
        first, _, third = (revision.commit for revision in repository.revisions("privacy.md"))
        known = Decided(announced=frozenset({(third, first)}))
        publication = publish(repository, today=date(2027, 4, 1), base_url="https://p.example", decided=known)
    key = f"{third[:12]}-from-{first[:12]}"
    site = dict(pages(publication))
    assert json.loads(site["upcoming.json"])["upcoming"][0]["path"] == f"privacy/changes/{key}/"
    for page in ("privacy/index.html", "privacy/upcoming/index.html"):
        assert f'privacy/changes/{key}/"' in site[page].decode()
    assert f"privacy/changes/{key}/index.html" in site
