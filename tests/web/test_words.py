"""Times as people say them, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from quincunx.web.shell import words

NOW = datetime(2026, 5, 14, 6, 6, tzinfo=UTC)  # Thursday, 14:06 in Shanghai


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (timedelta(minutes=38), "38 min", "38 分钟"),
        (timedelta(hours=3, minutes=10), "3 h 10", "3 小时 10 分"),
        (timedelta(hours=2, minutes=5), "2 h 05", "2 小时 05 分"),
        (timedelta(days=2, hours=4), "2 d 4 h", "2 天 4 小时"),
        (timedelta(days=17, hours=3), "17 d", "17 天"),
        (timedelta(0), "0 min", "0 分钟"),
    ],
)
def test_a_span_in_its_two_largest_units(length, english, chinese):
    with translation.override("en"):
        assert words.span(length) == english
    with translation.override("zh-hans"):
        assert words.span(length) == chinese


@pytest.mark.parametrize(
    ("when", "english", "chinese"),
    [
        (NOW - timedelta(minutes=30), "13:36", "13:36"),
        (NOW + timedelta(days=1), "Fri 14:06", "周五 14:06"),
        (NOW + timedelta(days=8), "22 May, 14:06", "5 月 22 日 14:06"),
        (NOW - timedelta(days=365), "14 May 2025, 14:06", "2025 年 5 月 14 日 14:06"),
    ],
)
def test_a_moment_is_as_short_as_it_stays_clear(when, english, chinese):
    with translation.override("en"):
        assert words.moment(when, NOW) == english
    with translation.override("zh-hans"):
        assert words.moment(when, NOW) == chinese


@pytest.mark.parametrize(
    ("at", "tone", "text"),
    [
        (NOW + timedelta(minutes=38), "soon", "38 min left"),
        (NOW + timedelta(hours=3), "ok", "3 h 00 left"),
        (NOW + timedelta(days=2), "rest", "2 d left"),
        (NOW - timedelta(hours=2, minutes=5), "late", "2 h 05 over"),
    ],
)
def test_a_deadline_has_a_tone_and_words(at, tone, text):
    with translation.override("en"):
        due = words.due(at, NOW)
    assert (due.tone, due.text) == (tone, text)


def test_little_of_a_long_limit_is_soon():
    with translation.override("en"):
        due = words.due(NOW + timedelta(hours=9), NOW, share=0.1)
    assert due.tone == "soon"
