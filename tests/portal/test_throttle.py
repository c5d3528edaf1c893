"""Tries are counted by the address a trusted proxy tells, and by no forged one."""

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings as ours
from django.test import RequestFactory
from ninja.conf import settings as ninja

from quincunx.foundation import tries


@pytest.mark.parametrize(
    ("proxies", "told", "counted"),
    [
        (0, "", "10.0.0.1"),
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
    ],
)
def test_who_is_counted_behind_proxies(settings, proxies, told, counted):
    settings.QUINCUNX_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": told} if told else {}
    visit = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")
    assert tries.address(visit) == counted
    assert get_client_ip(visit) == counted


def test_one_setting_is_for_all_who_count():
    told = (ours.ALLAUTH_TRUSTED_PROXY_COUNT, ours.NINJA_NUM_PROXIES, ninja.NUM_PROXIES)
    assert told == (ours.QUINCUNX_PROXIES,) * 3 == (0, 0, 0)
