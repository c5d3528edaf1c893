"""What is known of people on a page, for everybody who works here, and what is over."""

from django.urls import reverse

from tests.cast import Town
from tests.web.conftest import SignIn


def test_every_field_says_why_how_long_and_who_sees_it(town: Town, sit_down: SignIn):
    supervisor = sit_down("supervisor")
    address = reverse("registers-catalogue")
    page = supervisor.get(address).content.decode()
    assert "people.Identity.phone" in page
    found = supervisor.get(f"{address}?q=cases.").content.decode()
    assert "cases.Contact.phone" in found
    assert "people.Identity.phone" not in found
    table = supervisor.get(f"{address}?as=csv").content.decode()
    assert table.startswith("\ufefffield,purpose,basis")
    assert "people.Identity.phone" in table


def test_an_administrator_sees_what_is_over_and_erases_it(town: Town, sit_down: SignIn):
    address = reverse("registers-retention")
    assert sit_down("supervisor").get(address).status_code == 403
    administrator = sit_down("administrator")
    assert "Would be erased now" in administrator.get(address).content.decode()
    done = administrator.post(address, follow=True).content.decode()
    assert "0 erased for good" in done
