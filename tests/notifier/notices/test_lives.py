"""Any order of merges, decisions, sends and clocks: nobody is told twice, nothing goes out unapproved or forgotten."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from notice_stories import EFFECTIVE, MERGED, SIGNER, Story, step, text

from notifier import notices
from notifier.customers import remove_customer, upsert_customer
from notifier.errors import RefusedError
from notifier.ledger import Ledger, history, verify
from notifier.model import NoticeState
from notifier.planning.states import may_become

TEMPLATE: dict[str, Path] = {}


def empty_ledger() -> tuple[Path, Ledger]:
    if "path" not in TEMPLATE:
        TEMPLATE["path"] = Path(tempfile.mkdtemp(prefix="herald-lives-")) / "empty.db"
        Ledger.open(f"sqlite:///{TEMPLATE['path']}").close()
    folder = Path(tempfile.mkdtemp(prefix="herald-life-"))
    shutil.copy(TEMPLATE["path"], folder / "herald.db")
    return folder, Ledger.open(f"sqlite:///{folder / 'herald.db'}")


class Lives(RuleBasedStateMachine):
    """One document, texts A to D, five customers, a clock that also goes back."""

    @initialize()
    def begin(self) -> None:
        self.folder, self.ledger = empty_ledger()
        self.story = Story(self.ledger)
        self.story.customers(*(f"{number},c{number}@example.com,,,,," for number in range(5)))
        self.now: datetime = MERGED
        self.head = "A"
        self.merges = 0
        self.seen: dict[int, NoticeState] = {}

    @rule(letter=st.sampled_from("ABCD"), material=st.booleans(), later=st.sampled_from([0, 0, 9]))
    def merge(self, letter: str, material: bool, later: int) -> None:
        if letter == self.head[0]:
            return
        self.merges += 1
        new = f"{letter}{self.merges}"
        effective = EFFECTIVE + timedelta(days=later)
        one = step(new, self.head, effective=effective, material=material)
        with self.ledger.reading() as connection:
            base = notices.baseline(connection, one) or text(self.head)
        whole = step(new, base.revision.removeprefix("r"), effective=effective, material=material)
        self.story.merge(one, now=self.now, whole=whole)
        self.head = new

    @rule(
        verb=st.sampled_from(["approve", "hold", "release", "mark_editorial", "cancel", "pause", "resume"]),
        which=st.integers(0, 9),
    )
    def decide(self, verb: str, which: int) -> None:
        with self.ledger.reading() as connection:
            every = notices.list_notices(connection)
        if not every:
            return
        notice = every[which % len(every)]
        more = {"approve": {"text_hash": notice.text_hash}, "pause": {"reason": "errors"}}.get(verb, {})
        try:
            with self.ledger.begin() as connection:
                getattr(notices, verb)(connection, notice.id, by="jane", now=self.now, **more)
        except RefusedError:
            return

    @rule(hours=st.sampled_from([1, 24, 24 * 9, -1]))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.story.advance(self.now, look_for_new=True)

    @rule(state=st.sampled_from(["sent", "sent", "claimed", "failed", "bounced"]), which=st.integers(0, 4))
    def deliver(self, state: str, which: int) -> None:
        with self.ledger.reading() as connection:
            every = notices.list_notices(connection)
        for notice in every:
            if notice.state in (NoticeState.SENDING, NoticeState.SENT):
                self.story.send(notice, self.now, only=(str(which),), state=state)

    @rule(which=st.integers(0, 6), stays=st.booleans())
    def change_customer(self, which: int, stays: bool) -> None:
        with self.ledger.begin() as connection:
            if stays:
                fields = {"id": str(which), "email": f"c{which}-{self.merges}@example.com"}
                upsert_customer(connection, fields, now=self.now, signer=SIGNER)
            else:
                remove_customer(connection, str(which), now=self.now)

    @invariant()
    def nothing_is_owed_unapproved(self) -> None:
        if not hasattr(self, "ledger"):
            return
        with self.ledger.reading() as connection:
            owed = connection.execute(sa.text("SELECT DISTINCT notice_id FROM deliveries")).scalars().all()
            for number in owed:
                kinds = [event.kind for event in history(connection, f"notice:{number}")]
                assert "notice.approved" in kinds[: kinds.index("notice.sending")]

    @invariant()
    def nobody_waits_for_a_dead_notice(self) -> None:
        if not hasattr(self, "ledger"):
            return
        dead = """SELECT count(*) FROM deliveries JOIN notices ON notices.id = notice_id
            WHERE deliveries.state = 'due' AND notices.state IN ('cancelled', 'superseded', 'in_force', 'editorial')"""
        gone = """SELECT count(*) FROM deliveries JOIN customers ON customers.id = customer_id
            WHERE deliveries.state IN ('due', 'deferred') AND customers.state = 'left'"""
        live = """SELECT count(*) FROM notices WHERE state = 'approved'"""
        with self.ledger.reading() as connection:
            assert connection.execute(sa.text(dead)).scalar_one() == 0
            assert connection.execute(sa.text(gone)).scalar_one() == 0
            assert connection.execute(sa.text(live)).scalar_one() <= 2

    @invariant()
    def states_follow_the_table(self) -> None:
        if not hasattr(self, "ledger"):
            return
        with self.ledger.reading() as connection:
            assert verify(connection).is_sound
            for notice in notices.list_notices(connection):
                before = self.seen.get(notice.id, notice.state)
                assert before == notice.state or may_follow(before, notice.state)
                self.seen[notice.id] = notice.state

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()
            shutil.rmtree(self.folder)


def may_follow(before: NoticeState, after: NoticeState) -> bool:
    """One rule can take two steps of the table: begun and then superseded in the same tick."""
    return may_become(before, after) or any(
        may_become(before, between) and may_become(between, after) for between in NoticeState
    )


Lives.TestCase.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLives = Lives.TestCase
