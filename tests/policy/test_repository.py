from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policy.errors import DocumentError, RepositoryError, SettingsError
from policy.repository import PolicyRepository, Weblinks

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

FIRST = "# Privacy\n\nLast updated: March 1, 2025\n\n" + "".join(f"Sentence number {n} stays.\n\n" for n in range(20))
SECOND = FIRST.replace("March 1", "May 1").replace("number 7 stays", "number 7 leaves")


def test_revisions_are_told_oldest_first(legal: Legal) -> None:
    first = legal.commit("Publish", privacy__md=FIRST)
    legal.commit("Unrelated", readme__md="hello")
    second = legal.commit("Amend\n\nReviewed-by: Bo Counsel <bo@example.com>", privacy__md=SECOND)
    with legal.open() as repository:
        old, new = repository.revisions("privacy.md")
        assert (old.commit, old.previous, new.commit, new.previous) == (first, None, second, first)
        assert (new.author, new.approvers, new.message.split("\n")[0]) == ("Ada Legal", ("Bo Counsel",), "Amend")
        assert new.merged_at == datetime.fromtimestamp(1_600_000_180, UTC)
        assert repository.text_at(old) == FIRST.encode()
        assert repository.document_at(new).name == "privacy.md"
        assert repository.documents() == ("privacy.md",)


def test_a_renamed_document_keeps_its_history(legal: Legal) -> None:
    first = legal.commit(old__md=FIRST)
    legal.git("mv", "old.md", "moved.md")
    legal.commit("Only rename")
    legal.git("mv", "moved.md", "privacy.md")
    second = legal.commit("Rename and amend", privacy__md=SECOND)
    with legal.open() as repository:
        revisions = repository.revisions("privacy.md")
        assert [(revision.commit, revision.path) for revision in revisions] == [
            (first, "old.md"),
            (second, "privacy.md"),
        ]
        assert repository.text_at(first, "privacy.md") == FIRST.encode()


def test_a_name_that_was_given_away_starts_a_new_history(legal: Legal) -> None:
    legal.commit(a__md=FIRST)
    legal.git("mv", "a.md", "b.md")
    legal.commit("a becomes b")
    again = legal.commit("a again", a__md="# Terms\n\nQuite another text about parcels.\n")
    with legal.open() as repository:
        assert [revision.commit for revision in repository.revisions("a.md")] == [again]
        assert len(repository.revisions("b.md")) == 1


def test_a_document_that_was_deleted_and_came_back_is_one_history(legal: Legal) -> None:
    first = legal.commit(a__md=FIRST)
    legal.git("rm", "--quiet", "a.md")
    legal.commit("Delete by accident")
    second = legal.commit("Restore", a__md=SECOND)
    with legal.open() as repository:
        assert [revision.commit for revision in repository.revisions("a.md")] == [first, second]


def test_a_merged_branch_is_one_revision_by_its_author(legal: Legal) -> None:
    legal.commit(a__md=FIRST)
    legal.git("checkout", "--quiet", "-b", "draft")
    legal.commit("Draft 1", a__md=SECOND)
    legal.git("commit", "--quiet", "--amend", "--no-edit", "--author=Cy Writer <cy@example.com>")
    legal.git("checkout", "--quiet", "main")
    legal.git("merge", "--quiet", "--no-ff", "-m", "Merge the draft", "draft")
    with legal.open() as repository:
        revision = repository.revisions("a.md")[-1]
        assert (revision.author, revision.merged_by, revision.message.strip()) == (
            "Cy Writer",
            "Ada Legal",
            "Merge the draft",
        )


def test_settings_are_read_as_of_each_commit(legal: Legal) -> None:
    first = legal.commit(a__md=FIRST)
    legal.commit(herald__toml="notice_days = 45\n")
    with legal.open() as repository:
        assert (repository.settings_at(first).notice_days, repository.settings.notice_days) == (30, 45)
    legal.commit(herald__toml="\n\nnotice_dayz = 45\n")
    with legal.open() as repository, pytest.raises(SettingsError, match=r"herald\.toml:3: unknown setting"):
        repository.documents()


def test_named_documents_and_patterns_are_found(legal: Legal) -> None:
    legal.write("terms/uk.md", FIRST)
    legal.write("terms/fr.md", FIRST)
    legal.write("notes/minutes.md", "none of it")
    legal.commit(privacy__md=FIRST, herald__toml='documents = ["privacy.md", "terms/*.md"]')
    with legal.open() as repository:
        assert repository.documents() == ("privacy.md", "terms/fr.md", "terms/uk.md")
    legal.commit(herald__toml='documents = ["privacy-policy.md"]')
    with legal.open() as repository, pytest.raises(RepositoryError, match='names the document "privacy-policy'):
        repository.documents()


def test_a_symbolic_link_is_never_followed(legal: Legal, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret")
    legal.commit(a__md=FIRST)
    (legal.folder / "linked.md").symlink_to(tmp_path / "secret.md")
    legal.commit("Link out")
    with legal.open() as repository:
        assert repository.documents() == ("a.md",)
        with pytest.raises(RepositoryError, match="is a symbolic link"):
            repository.document_at("HEAD", "linked.md")
    legal.commit(herald__toml='documents = ["linked.md"]')
    with legal.open() as repository, pytest.raises(RepositoryError, match="which is a link"):
        repository.documents()


def test_a_linked_settings_file_is_refused(legal: Legal, tmp_path: Path) -> None:
    (tmp_path / "else.toml").write_text("notice_days = 1")
    (legal.folder / "herald.toml").symlink_to(tmp_path / "else.toml")
    legal.commit(a__md=FIRST)
    with legal.open() as repository, pytest.raises(RepositoryError, match=r"herald\.toml: is not a regular file"):
        _ = repository.settings


def test_a_shallow_clone_is_refused_with_its_remedy(legal: Legal, tmp_path: Path) -> None:
    legal.commit(a__md=FIRST)
    legal.commit(a__md=SECOND)
    legal.git("clone", "--quiet", "--depth=1", f"file://{legal.folder}", str(tmp_path / "shallow"))
    with (
        PolicyRepository.open(tmp_path / "shallow") as repository,
        pytest.raises(RepositoryError, match=r"shallow clone.*fetch-depth: 0"),
    ):
        repository.revisions("a.md")


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\xff" * 50, b"# Privacy\n\n\xff\xfe broken", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_a_binary_file_named_md_is_no_document(legal: Legal, content: bytes) -> None:
    legal.commit(a__md=content)
    with legal.open() as repository, pytest.raises(DocumentError, match=r"^a\.md"):
        repository.document_at(repository.revisions("a.md")[0])


def test_what_is_no_repository_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "file").write_text("x")
    for place, reason in [
        ("plain", "is not a git repository"),
        ("absent", "no such folder"),
        ("file", "not a git rep"),
    ]:
        with pytest.raises(RepositoryError, match=reason) as caught:
            PolicyRepository.open(tmp_path / place)
        assert "\n" not in str(caught.value)


def test_an_empty_repository_says_so(legal: Legal) -> None:
    with pytest.raises(RepositoryError, match="has no commit yet"):
        legal.open()


def test_unknown_names_are_refused(legal: Legal) -> None:
    legal.commit(a__md=FIRST)
    with legal.open() as repository:
        for name in ("nowhere", "", "-h", "--all", "HEAD..HEAD", "a\nb", "f" * 40):
            with pytest.raises(RepositoryError):
                repository.resolve(name)
        with pytest.raises(RepositoryError, match=r"b\.md: is no document of .*known are: a\.md"):
            repository.revisions("b.md")
        with pytest.raises(RepositoryError, match="is no path inside"):
            repository.text_at("HEAD", "../outside.md")


@pytest.mark.parametrize(
    "address", ["ext::sh -c touch% /tmp/x", "ftp://example.com/a", "ext://x", "--upload-pack=x://y"]
)
def test_unsafe_addresses_are_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(RepositoryError):
        PolicyRepository.open(address, cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_address_is_cloned_once_and_fetched(legal: Legal, tmp_path: Path) -> None:
    legal.commit(a__md=FIRST)
    address, cache = f"file://{legal.folder}", tmp_path / "cache"
    with PolicyRepository.open(address, cache=cache) as repository:
        assert not repository.fetch().changed
        second = legal.commit(a__md=SECOND)
        fetched = repository.fetch()
        assert (fetched.after, fetched.changed, fetched.rewritten) == (second, True, False)
        assert len(repository.revisions("a.md")) == 2
    with PolicyRepository.open(address, cache=cache) as repository:
        assert len(repository.revisions("a.md")) == 2
    assert len(list(cache.iterdir())) == 1


def test_a_rewritten_history_is_noticed(legal: Legal, tmp_path: Path) -> None:
    legal.commit(a__md=FIRST)
    announced = legal.commit(a__md=SECOND)
    with PolicyRepository.open(f"file://{legal.folder}", cache=tmp_path / "cache") as repository:
        assert repository.on_history(announced)
        legal.git("reset", "--quiet", "--hard", "HEAD~1")
        legal.commit("Something else instead", a__md=FIRST + "More.\n")
        fetched = repository.fetch()
        assert fetched.rewritten
        assert not repository.on_history(announced)
        assert len(repository.revisions("a.md")) == 2


def test_a_remote_that_is_away_does_not_show_its_password(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as caught:
        PolicyRepository.open("http://user:hunter2@127.0.0.1:9/policies.git", cache=tmp_path)
    assert "hunter2" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_with_spaces_and_other_scripts_are_read(legal: Legal) -> None:
    legal.write("Datenschutz Erklärung/数据 policy.md", FIRST)
    legal.commit("Odd names")
    with legal.open() as repository:
        (name,) = repository.documents()
        assert name == "Datenschutz Erklärung/数据 policy.md"
        assert repository.text_at("HEAD", name) == FIRST.encode()


def test_hostile_commit_data_stays_in_its_field(legal: Legal) -> None:
    legal.commit("x\n\n:100644 100644 aaaa bbbb M\n\x1e\x01 weird", a__md=FIRST)
    legal.git("commit", "--quiet", "--allow-empty", "-m", "n", "--author=Eve \x1b[31m <e@example.com>")
    legal.commit("y", a__md=SECOND)
    with legal.open() as repository:
        assert len(repository.revisions("a.md")) == 2


def test_every_revision_of_a_real_history_is_found(real_history: Callable[[str], Path]) -> None:
    with PolicyRepository.open(real_history("demo-versions")) as repository:
        revisions = {document: repository.revisions(document) for document in repository.documents()}
        assert sum(map(len, revisions.values())) == 120
        assert all(revision.blob for chain in revisions.values() for revision in chain)


@pytest.mark.parametrize(
    ("web_url", "remote", "link"),
    [
        ("", "git@github.com:acme/policies.git", "https://github.com/acme/policies/blob/abc/a%20b.md"),
        (
            "",
            "https://tok:en@gitlab.example.com/acme/policies.git",
            "https://gitlab.example.com/acme/policies/-/blob/abc/a%20b.md",
        ),
        ("https://git.example.com/p/", "", "https://git.example.com/p/blob/abc/a%20b.md"),
        ("", "/srv/git/policies.git", ""),
    ],
)
def test_permanent_links_name_the_commit(web_url: str, remote: str, link: str) -> None:
    assert Weblinks.of(web_url, remote).text("abc", "a b.md") == link
