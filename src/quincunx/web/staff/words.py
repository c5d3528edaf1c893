"""What the states and acts of an appointment, and answers, are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.staff.kinds import Answer, Family
from quincunx.staff.scopes import Scope
from quincunx.staff.terms_of_office import Act, State

Said = str | Promise

STATES: Mapping[str, tuple[Said, str, str]] = {
    State.NOMINATED: (_("Nominated"), "act", "new"),
    State.REVIEWED: (_("Reviewed"), "act", "run"),
    State.ACTIVE: (_("In office"), "ok", "done"),
    State.ENDED: (_("Ended"), "", "box"),
    State.REFUSED: (pgettext_lazy("nomination", "Refused"), "", "x"),
}
ACTS: Mapping[str, tuple[Said, str]] = {
    Act.REVIEW: (_("Review"), "eye"),
    Act.REFUSE: (_("Refuse"), "x"),
    Act.APPOINT: (_("Appoint"), "done"),
    Act.END: (_("End the office"), "stop"),
}
ANSWERS: Mapping[str, Said] = {
    Answer.ADOPTED: _("Adopted"),
    Answer.PARTLY: _("Adopted in part"),
    Answer.NOT: _("Not adopted"),
}
SCOPES: Mapping[str, Said] = {
    Scope.READ: _("read what its person may see"),
    Scope.REPORT: _("send reports and files"),
    Scope.ACT: _("do acts on cases"),
    Scope.CONTACTS: _("read how to reach reporters"),
    Scope.MANAGE: _("change areas, staff, catalogue, keys"),
}
FAMILIES: Mapping[str, Said] = {
    Family.HOUSE: _("The three houses"),
    Family.DEPARTMENT: _("Departments"),
    Family.BODY: _("The five bodies"),
    Family.MEDIATION: _("Mediation"),
    Family.VOLUNTEERS: _("Volunteers"),
    Family.PARTY: _("Party organisations"),
    Family.TEAM: _("Teams"),
    Family.OTHER: _("Others"),
}
