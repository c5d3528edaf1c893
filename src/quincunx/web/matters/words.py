"""What tiers, evidence, stages and reasons of a route are called on the screens."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.matters.processes import Tier, Verifier

Said = str | Promise

TIERS: Mapping[str, Said] = {
    Tier.ON_THE_SPOT: _("On the spot"),
    Tier.COORDINATE: _("Coordinate"),
    Tier.APPROVE: pgettext_lazy("tier", "Approve"),
    Tier.EMERGENCY: _("Emergency"),
    Tier.DISPATCH: _("Dispatch to a unit"),
}

TIERS_EXPLAINED: Mapping[str, Said] = {
    Tier.ON_THE_SPOT: _("Handled and recorded in one step, sampled afterwards."),
    Tier.COORDINATE: _("The leader brings it to the community's table."),
    Tier.APPROVE: _("Documents first, then station and centre, then the departments."),
    Tier.EMERGENCY: _("Everybody is told at once; the site is followed."),
    Tier.DISPATCH: _("Five steps, through one responsible unit."),
}

VERIFIERS: Mapping[str, Said] = {
    Verifier.LEADER: _("the grid leader"),
    Verifier.VERIFIER: _("a verifier"),
    Verifier.REPORTER: _("the reporter"),
}

LEVELS: Mapping[int, Said] = {
    1: _("district"),
    2: _("sub-district"),
    3: _("community"),
    4: _("grid"),
}
