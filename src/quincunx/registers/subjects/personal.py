"""What this room knows of people: the words of those who ask for their own."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

_BASIS = _("The right of everybody to ask what is kept of them")
_SETTLED = _("the day by which the request was due")
KEPT_DAYS = 3 * 365


def _field(name: str, purpose: object) -> PersonalField:
    return PersonalField(
        f"subjects.SubjectRequest.{name}",
        purpose,  # type: ignore[arg-type]  # words that are said later
        _BASIS,
        _SETTLED,
        kept_days=KEPT_DAYS,
        sealed=True,
    )


FIELDS = (
    _field("said", _("To do what somebody asked for")),
    _field("changes", _("To put right what is wrong")),
    _field("answer", _("To show later how it was answered")),
)
