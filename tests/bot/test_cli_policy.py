"""The command line on a policy repository: the promised JSON shapes, the whole way to delivery, and bad input."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from git import Repo

from bot.demo.repository import create_repository, merge, read_policies
from bot.demo.sink import MailSink
from policy.settings import read_settings
from tests.bot.test_cli import Cli, cli  # noqa: F401 - a fixture

POLICIES = Path(__file__).parents[2] / "bot" / "demo" / "policies"
SETTINGS = 'date_order = "mdy"\ntimezone = "Europe/Dublin"\ncontact = "privacy@larkpost.example"\n'
CUSTOMERS = "id,email,name\nA,amara@birch.example,Amara\nB,greta@holm.example,Greta\n"


@pytest.fixture
def repository(cli: Cli) -> Path:  # noqa: F811 - a fixture
    files = read_policies(POLICIES, read_settings(SETTINGS))
    start = datetime(2027, 1, 1, tzinfo=UTC)
    opened = create_repository(cli.folder / "policy", SETTINGS, start)
    for number, file in enumerate(files[:3]):
        merge(opened, file, f"Merge version {number}", start + timedelta(days=number + 1))
    return cli.folder / "policy"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opened = asyncio.run_coroutine_threadsafe(MailSink(tmp_path / "mail").__aenter__(), loop).result()
    yield opened
    asyncio.run_coroutine_threadsafe(opened.__aexit__(None, None, None), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_shapes_of_diff_ask_and_changelog(cli: Cli, repository: Path) -> None:  # noqa: F811
    repo = ("--repo", str(repository))
    result = cli.json("diff", "HEAD~1", "HEAD", *repo)
    assert {"label"} <= set(result["old"])  # type: ignore[arg-type]
    change = result["changes"][1]  # type: ignore[index]
    assert set(change) >= {"kind", "old", "new", "words"}
    assert set(change["new"]) >= {"section", "heading", "label", "block", "text"}
    answer = cli.json("ask", "who do we share card data with?", *repo, "--as-of", "2027-04-20")
    assert [each["name"] for each in answer["recipients"]] == ["Coinwell", "Paymarrow"]  # type: ignore[attr-defined]
    assert set(answer) >= {"question", "interpretation", "verdict", "recipients", "citations", "document", "revision"}
    log = cli.json("changelog", *repo)
    entry = log["entries"][-1]  # type: ignore[index]
    assert (entry["updated_on"], entry["effective_on"], entry["days_of_notice"]) == ("2027-03-15", "2027-04-14", 30)
    assert entry["materiality"]["proposed"] == "material"


def test_options_take_their_default_from_an_env_file(cli: Cli, repository: Path) -> None:  # noqa: F811
    (cli.folder / "herald.env").write_text(f"HERALD_POLICY_REPO={repository}\n")
    assert "# Changes of" in cli("--env-file", "herald.env", "changelog")
    cli("changelog", code=2)
    assert "HERALD_POLICY_REPO" in cli.error


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("diff", "--foo"), "No such option: --foo (see: herald diff --help)"),
        (("diff", "one.md"), "Missing argument 'new' (see: herald diff --help)"),
        (("notices", "show", "abc"), "Invalid value for 'ID'"),
        (("publish",), "No such command 'publish' (see: herald --help)"),
    ],
)
def test_wrong_words_are_one_line(cli: Cli, words: tuple[str, ...], reason: str) -> None:  # noqa: F811
    assert not cli(*words, code=2)
    assert reason in cli.error
    assert cli.error.count("\n") == 1


def test_a_group_without_a_command_shows_its_help(cli: Cli) -> None:  # noqa: F811
    assert not cli("notices", code=2)
    assert "approve" in cli.error


def test_a_batch_of_questions_is_json_lines(cli: Cli, repository: Path) -> None:  # noqa: F811
    rows = [{"id": "a", "question": "who hosts the platform?"}, {"id": "b", "question": "do we sell contacts?"}]
    (cli.folder / "q.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    lines = cli("ask", "--batch", "q.jsonl", "--policy", str(repository / "privacy.md"), "--json").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]


def test_from_merge_to_mailboxes_and_proof(cli: Cli, repository: Path, sink: MailSink) -> None:  # noqa: F811
    (cli.folder / "customers.csv").write_text(CUSTOMERS)
    settings = {
        "HERALD_POLICY_REPO": str(repository),
        "HERALD_SMTP_URL": sink.url,
        "HERALD_REPLY_TO": "privacy@larkpost.example",
        "HERALD_CLOCK": "2027-03-12T10:00:00Z",
    }
    cli("customers", "import", "customers.csv", **settings)
    proposed = cli.json("sync", **settings)["proposed"]
    assert [(notice["state"], notice["due_at"]) for notice in proposed] == [  # type: ignore[attr-defined]
        ("proposed", "2027-03-15T09:00:00+00:00")
    ]
    cli("notices", "approve", "1", "--by", "Lena", **settings)
    assert cli.json("deliver", "--drain", **settings)["sent"] == 0
    due = settings | {"HERALD_CLOCK": "2027-03-15T09:00:00Z"}
    assert cli.json("deliver", "--drain", **due)["sent"] == 2
    assert cli.json("deliver", "--drain", **due)["sent"] == 0
    assert sorted(mail.recipient for mail in sink.mails) == ["amara@birch.example", "greta@holm.example"]
    packet = cli.json("evidence", "1", **due)
    assert (packet["recipients"], packet["sent"], packet["sound"]) == (2, 2, True)
    assert "sound" in cli("audit", "packet", "evidence-1")
    assert cli.json("notices", "show", "1", **due)["progress"]["sent"] == 2  # type: ignore[index]
    (told,) = cli.json("changelog", "--notices", **due)["entries"][-1]["notices"]  # type: ignore[index]
    assert told["how_early"] == {"days": 30, "promised": 30, "timing": "as promised"}
    assert "- Notice 1: sent 2027-03-15, 30 days before" in cli("changelog", "--notices", **due)


def test_a_late_notice_needs_an_exception_with_a_reason(cli: Cli, repository: Path) -> None:  # noqa: F811
    settings = {"HERALD_POLICY_REPO": str(repository), "HERALD_CLOCK": "2027-03-15T09:00:01Z"}
    cli("sync", **settings)
    cli("notices", "approve", "1", "--by", "Lena", code=2, **settings)
    assert "2027-04-1" in cli.error, "the refusal names the earliest lawful effective date"
    cli("notices", "exception", "1", "--by", "Lena", "--reason", "no", code=2, **settings)
    cli("notices", "exception", "1", "--by", "Lena", "--reason", "The court set this very date.", **settings)
    assert cli.json("notices", "list", **settings)["notices"][0]["exception_by"] == "Lena"  # type: ignore[index]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ('timezone = "Mars/Olympus"\n', "herald.toml:1"),
        ("notice_dayz = 30\n", 'did you mean "notice_days"?'),
        ('documents = ["absent.md"]\n', "absent.md"),
    ],
    ids=["no such zone", "typo", "no such document"],
)
def test_a_fault_in_herald_toml_names_the_line(
    cli: Cli,  # noqa: F811
    repository: Path,
    setting: str,
    reason: str,
) -> None:
    from git import Repo

    (repository / "herald.toml").write_text(setting)
    with Repo(repository) as opened:
        opened.index.add(["herald.toml"])
        opened.index.commit("Break the settings")
    cli("sync", code=2, HERALD_POLICY_REPO=str(repository))
    assert reason in cli.error
    assert cli.error.count("\n") == 1


def test_a_document_without_a_date_is_refused_and_named(cli: Cli) -> None:  # noqa: F811
    from git import Repo

    with Repo.init(cli.folder / "policy", initial_branch="main") as opened:
        for words in ("We keep data.", "We keep data for ever."):
            (cli.folder / "policy" / "privacy.md").write_text(f"# Privacy\n\n{words}\n")
            opened.index.add(["privacy.md"])
            opened.index.commit("Write")
    report = json.loads(cli("sync", "--json", code=1, HERALD_POLICY_REPO=str(cli.folder / "policy")) or "{}")
    assert "states no date" in report["refused"][0]
    assert report["proposed"] == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("changelog", "--repo", "nowhere"), "nowhere"),
        (("diff", "HEAD", "deadbeef", "--repo", "policy"), "deadbeef"),
        (("changelog", "--repo", "policy", "--document", "terms.md"), "terms.md"),
        (("ask", "--repo", "policy"), "no question given"),
        (("notices", "approve", "7", "--by", "Lena"), "7"),
    ],
    ids=["no repository", "no revision", "no document", "no question", "no notice"],
)
def test_what_is_not_there_is_named(
    cli: Cli,  # noqa: F811
    repository: Path,
    words: tuple[str, ...],
    reason: str,
) -> None:
    del repository
    cli(*words, code=2)
    assert reason in cli.error
    assert cli.error.count("\n") == 1


def test_ask_and_register_know_the_words_of_the_repository(cli: Cli, repository: Path) -> None:  # noqa: F811
    (repository / "vocabulary.yml").write_text("data:\n  card_data:\n    asked: [plastic numbers]\n", encoding="utf-8")
    opened = Repo(repository)
    opened.index.add(["vocabulary.yml"])
    opened.index.commit("Add our words")
    opened.close()
    answer = cli.json("ask", "who gets plastic numbers?", "--repo", str(repository), "--as-of", "2027-04-20")
    assert [each["name"] for each in answer["recipients"]] == ["Coinwell", "Paymarrow"]  # type: ignore[attr-defined]
    (repository / "vocabulary.yml").write_text("data:\n  shoe_size:\n    parent: nonsense\n", encoding="utf-8")
    opened = Repo(repository)
    opened.index.add(["vocabulary.yml"])
    opened.index.commit("Break our words")
    opened.close()
    cli("register", "draft", "--repo", str(repository), code=2)
    assert "vocabulary.yml" in cli.error


def test_the_register_is_checked_at_a_revision(cli: Cli, repository: Path) -> None:  # noqa: F811
    newest = json.loads(cli("changelog", "--repo", str(repository), "--json"))["entries"][0]["revision"]
    draft = cli("register", "draft", "--repo", str(repository), "--revision", newest)
    file = repository.parent / "drafted.yml"
    file.write_text(draft)
    assert "stands in the policy" in cli(
        "register", "check", str(file), "--repo", str(repository), "--revision", newest
    )
    cli("register", "check", str(file), "--repo", str(repository), "--revision", "nowhere", code=2)


def test_an_answer_links_to_its_section_in_its_revision(cli: Cli, repository: Path) -> None:  # noqa: F811
    asked = ("ask", "who gets card data?", "--repo", str(repository), "--as-of", "2027-04-20")
    (first, *_) = cli.json(*asked)["citations"]  # type: ignore[misc]
    assert first["permalink"] is None
    site = {"HERALD_SITE_URL": "https://policy.larkpost.example/"}
    (first, *_) = cli.json(*asked, **site)["citations"]  # type: ignore[misc]
    address = f"https://policy.larkpost.example/privacy/versions/{first['commit'][:12]}/#section-6"
    assert first["permalink"] == address
    assert f"Link: {address}" in cli(*asked, **site)
