"""When lines stood still, who waited for them, and the page and the files that say so."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.coordination.exchange.conftest import Connected
from tests.coordination.exchange.test_operators_pages import browser, text  # noqa: F401
from tests.coordination.exchange.test_three_days_cut import NAMES, file_at_home, give, give_a_day
from tests.trust.stage import make_citizen
from tinhso.casework.dossiers import service as dossiers
from tinhso.coordination.exchange import service as exchange
from tinhso.coordination.lines.rules import days_of, share_up, still_between
from tinhso.coordination.lines.service import all_lines, month_report
from tinhso.coordination.statistics.service import PeriodKind, period_of
from tinhso.foundation.authority.service import Actor, NotPermitted, Role
from tinhso.foundation.clock.service import VIETNAM
from tinhso.foundation.ledger.rules import used_per_minute
from tinhso.foundation.ledger.service import (
    Stop,
    StopKind,
    line_state,
    line_stops,
    note_answer,
    note_failure,
    note_use,
    pause_line,
)
from tinhso.services.verification.service import drain_population_line

pytestmark = pytest.mark.django_db

BEGIN = datetime(2023, 7, 3, 8, 0, tzinfo=VIETNAM)


def hours(number: float) -> datetime:
    return BEGIN + timedelta(hours=number)


def test_a_pause_within_an_outage_counts_once() -> None:
    spans = [(hours(0), hours(4)), (hours(2), hours(3)), (hours(10), None)]
    assert still_between(spans, hours(1), hours(12)) == timedelta(hours=5)
    assert share_up(spans[:1], hours(0), hours(8)) == 0.5
    days = days_of([(hours(-8), hours(4))], date(2023, 7, 3), date(2023, 7, 5), hours(24))
    assert [day.still for day in days] == [0.5, 0.0, None]


def test_the_rate_is_that_of_the_last_full_minute() -> None:
    minute = hours(0)
    counted = {"minute": minute, "used": 7, "used_before": 20}

    def rate(seconds: int) -> int:
        return used_per_minute(**counted, now=minute + timedelta(seconds=seconds))  # type: ignore[arg-type]

    assert [rate(5), rate(65), rate(125)] == [20, 7, 0]


def test_what_is_put_on_a_line_is_counted(connected: Connected) -> None:
    note_use("budget", 3)
    note_use("budget", 4)
    assert line_state("budget").used_per_minute in (4, 7), "7, or the second half of a minute that just ended"
    assert line_state("population").used_per_minute == 0


def test_an_outage_begins_with_its_first_failure_and_ends_with_an_answer(connected: Connected) -> None:
    begun = connected.now
    for _ in range(5):
        note_failure("business", reason="timeout")
    assert note_answer("business")
    note_failure("business", reason="timeout")
    pause_line("business", paused=True)
    pause_line("business", paused=True)
    until = connected.now + timedelta(seconds=1)
    stops = line_stops(("business", "budget"), since=begun - timedelta(days=9), until=until)
    assert [(stop.kind, stop.ended_at is None, stop.cause) for stop in stops] == [
        (StopKind.OUTAGE, False, "timeout"),
        (StopKind.PAUSE, True, ""),
    ]
    assert stops[0].began_at - begun < timedelta(seconds=5)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger_line_change where line = 'business'")
        assert cursor.fetchone() == (3,), "what happened is noted once"


@pytest.fixture
def after_an_outage(connected: Connected, settings: Any) -> Connected:
    """The population line and the national portal were down for a day; a dossier waited for both.

    Another one was filed at that portal meanwhile, and one afterwards.
    """
    settings.TINHSO_POPULATION_WSDL = connected.outside.wsdl_url
    for line in ("national_portal", "population"):
        connected.outside.turn_dial(line, "down")
    citizen = make_citizen("074190005005", NAMES[5], "1990-02-03", connected.now)
    waited = file_at_home(connected, citizen, 5)
    desk = connected.officer(connected.police, Role.RECEPTION_OFFICER)
    dossiers.take_step(
        dossier_id=waited, action="receive", expected_version=None, actor=desk, now=connected.now
    )
    for _ in range(4):
        connected.settle()
        drain_population_line()
        give(timedelta(minutes=5))
    connected.file("national_portal")
    give_a_day(connected)
    connected.outside.normalise()
    for number in range(3):
        drain_population_line()
        exchange.poll_wishes()
        connected.settle()
        give(timedelta(minutes=5))
        if number == 1:
            connected.file("national_portal", personal_id="074195003333")
    return connected


def test_who_waited_stands_in_the_month_by_agency(after_an_outage: Connected) -> None:
    connected = after_an_outage
    actor, now = connected.administrator(), connected.now
    month = period_of(PeriodKind.MONTH, now.date())
    lines = {line.name: line for line in month_report(month=month, actor=actor, now=now).lines}
    assert len(lines) == 7
    for name, dossiers_, checks in (("national_portal", 2, 0), ("population", 1, 1)):
        (outage,) = lines[name].outages
        assert outage.ended_at is not None
        assert timedelta(hours=23) < outage.length < timedelta(hours=26)
        (delayed,) = outage.delayed
        assert (delayed.dossiers, delayed.checks, delayed.cleaning) == (dossiers_, checks, 0), name
        assert delayed.agency.startswith("Công an"), "the agency has its name"
        assert 0.9 < (lines[name].up or 0) < 0.97
    assert lines["essential_portal"].outages == ()
    before = period_of(PeriodKind.MONTH, month.first - timedelta(days=1))
    assert not any(line.outages for line in month_report(month=before, actor=actor, now=now).lines)
    with pytest.raises(NotPermitted):
        month_report(month=month, actor=connected.officer(connected.police, Role.RECEPTION_OFFICER), now=now)


def test_a_filing_is_late_by_the_stop_in_which_it_was_filed_and_after_which_it_came(
    after_an_outage: Connected,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select waited_from, told_at from exchange_delay where is_arrival")
        ((filed_at, came_at),) = cursor.fetchall()
    assert timedelta(hours=23) < came_at - filed_at < timedelta(hours=26)
    second = timedelta(seconds=1)

    def counted(begins: datetime, ends: datetime | None) -> int:
        planted = Stop(
            line="national_portal", kind=StopKind.OUTAGE, began_at=begins, ended_at=ends, cause="timeout"
        )
        (row,) = exchange.told_late([planted], now=after_an_outage.now)
        return row.dossiers - 1  # the house's own dossier was told late in each of these

    assert counted(filed_at - second, came_at) == 1, "the answer that ended the stop brought it"
    assert counted(filed_at, came_at - timedelta(hours=3)) == 1
    assert counted(filed_at + second, came_at) == 0, "it was filed before the line stood still"
    assert counted(filed_at - 2 * second, filed_at - second) == 0
    assert counted(filed_at - second, came_at + timedelta(hours=1)) == 0, "it came in spite of the stop"
    assert counted(filed_at - second, None) == 0


def test_the_month_as_page_and_file(after_an_outage: Connected, browser: Client) -> None:  # noqa: F811
    page = text(browser, "exchange:months")
    assert "17/07: " in page
    assert "Theo cơ quan" in page
    answer = browser.get(reverse("exchange:months-file", args=["csv"]), {"month": "2023-07"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    row = next(row for row in rows if row[2] == "Gián đoạn" and "dân cư" in row[0])
    assert row[8:] == ["1", "1", "0"]
    assert browser.get(reverse("exchange:months-file", args=["xlsx"])).status_code == 200
    assert browser.get(reverse("exchange:months"), {"month": "2023-13"}).status_code == 400
    assert browser.get(reverse("exchange:months"), {"month": "2031-01"}).status_code == 400


def test_all_seven_lines_are_operated_from_their_pages(connected: Connected, browser: Client) -> None:  # noqa: F811
    page = text(browser, "exchange:lines")
    assert page.count("exchange/line/") == 7
    assert "thỏa thuận 1.200" in page, "the agreed rate of the population line, per minute"
    pause = reverse("exchange:pause", args=["insurance"])
    assert browser.post(pause, {"paused": "1", "reason": " "}).status_code == 400
    assert browser.post(pause, {"paused": "1", "reason": "Bảo trì"}).status_code == 302
    views = {line.name: line for line in all_lines(actor=connected.administrator())}
    assert views["insurance"].is_paused
    assert not views["business"].is_paused
    assert "Bảo trì" in text(browser, "exchange:line", "insurance")
    assert browser.get(reverse("exchange:line", args=["nowhere"])).status_code == 404


def test_a_line_shows_its_state_its_queue_its_rate_its_breaker_and_its_last_error(
    connected: Connected,
    browser: Client,  # noqa: F811
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            """insert into ledger_question (id, line, kind, key, sealed_body, state, asked_at, next_at,
                 attempts, last_error)
               values (gen_random_uuid(), 'budget', 'budget_code', 'key', 'sealed', 'asked',
                 %s - interval '3 hours', now(), 1, 'timeout')""",
            [connected.now],
        )
        cursor.execute("select set_config('tinhso.scope', '', true)")
    for _ in range(3):
        note_failure("budget", reason="timeout")
    page = " ".join(text(browser, "exchange:line", "budget").split())
    for label, value in (
        ("Câu hỏi đang chờ", "1"),
        ("Chờ lâu nhất", "3 giờ"),
        ("Tốc độ mỗi phút", "0 / thỏa thuận 600"),
        ("Cầu dao", "nghỉ giữa các lần thử, thử lại "),
        ("Lần lỗi gần nhất", "không trả lời kịp"),
    ):
        shown = page.partition(f">{label}</dt>")[2].partition("</dd>")[0]
        assert value in shown, (label, shown)
    assert "Đang gián đoạn" in page


def test_a_question_that_is_not_taken_is_seen_and_asked_again(connected: Connected, browser: Client) -> None:  # noqa: F811
    with connection.cursor() as cursor:
        cursor.execute("select set_config('tinhso.scope', 'system', true)")
        cursor.execute(
            """insert into ledger_question (id, line, kind, key, sealed_body, state, asked_at, next_at,
                 attempts, last_error)
               values (gen_random_uuid(), 'business', 'tax_code', 'key', 'sealed', 'asked', %s,
                 now() + interval '1 hour', 4, 'INVALID_MESSAGE')""",
            [connected.now],
        )
        cursor.execute("select set_config('tinhso.scope', '', true)")
    assert "đã thử 4 lần" in text(browser, "exchange:line", "business")
    ask = reverse("exchange:ask-again", args=["business"])
    assert browser.post(ask, {"reason": ""}).status_code == 400
    later = (connected.now + timedelta(days=1)).date().isoformat()
    assert browser.post(ask, {"reason": "Đã sửa", "since": later}).status_code == 302
    assert "đã thử 4 lần" in text(browser, "exchange:line", "business")
    assert browser.post(ask, {"reason": "Đã sửa"}).status_code == 302
    assert "đã thử 4 lần" not in text(browser, "exchange:line", "business")


def replays(connected: Connected, browser: Client, system: str, **typed: str) -> int:  # noqa: F811
    typed = {"reason": "Nghi ngờ", **typed}
    return browser.post(reverse("exchange:tell-again", args=[system]), typed).status_code


def test_one_dossier_or_all_from_a_day_are_told_again(connected: Connected, browser: Client) -> None:  # noqa: F811
    citizen = make_citizen("074190005005", NAMES[5], "1990-02-03", connected.now)
    filed = file_at_home(connected, citizen, 5)
    connected.settle()
    give(timedelta(minutes=2))
    connected.settle()

    def due() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                """select l.peer from exchange_line l join exchange_dossier d on d.id = l.dossier_id
                   where d.house_dossier_id = %s and l.due_at is not null order by 1""",
                [filed],
            )
            return [row[0] for row in cursor.fetchall()]

    with connection.cursor() as cursor:
        cursor.execute("select code from exchange_dossier where house_dossier_id = %s", [filed])
        (code,) = cursor.fetchone()
    assert due() == []
    tomorrow = (connected.now + timedelta(days=1)).date().isoformat()
    assert replays(connected, browser, "essential_portal", what="one", code="H09-NO-SUCH") == 400
    assert replays(connected, browser, "essential_portal", what="all", since=tomorrow) == 302
    assert due() == []
    assert replays(connected, browser, "essential_portal", what="one", code=code) == 302
    assert due() == ["essential_portal"]
    connected.settle()
    assert connected.at("essential_portal", code)["status"] == "1"
    assert replays(connected, browser, "national_portal", what="all", since="2023-07-01") == 302
    assert due() == ["essential_portal", "national_portal"]


def test_the_feed_is_read_again_from_a_number_that_was_read(connected: Connected, browser: Client) -> None:  # noqa: F811
    from tests.coordination.exchange.test_old_one_stop import at_counter, kept, read_whole_feed

    code = at_counter(connected)
    read_whole_feed()
    connected.settle()
    before = kept(code)
    (line,) = [line for line in all_lines(actor=administrator(connected)) if "read_to" in line.counts]
    read_to = line.counts["read_to"]
    assert replays(connected, browser, "old_one_stop", what="feed", after=str(read_to + 5)) == 400
    assert replays(connected, browser, "old_one_stop", what="feed", after=str(read_to - 1)) == 302
    assert exchange.read_feed() == 0, "what is known is not kept twice"
    connected.settle()
    assert kept(code) == before


def administrator(connected: Connected) -> Actor:
    return connected.administrator()
