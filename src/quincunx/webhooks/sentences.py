"""What this room's refusals and notices say."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-webhook": _("There is no such webhook among those you may see."),
    "no-such-delivery": _("There is no such delivery among those you may see."),
    "webhook-not-yours": _(
        "Only an administrator of %(area)s lets systems listen there."
    ),
    "webhook-kinds-unknown": _("There are no such events: %(unknown)s."),
    "webhook-address-wrong": _(
        "This address cannot be called (%(fault)s). Give one that is reached by https"
        " in the open net."
    ),
    "webhook-ended": _("“%(name)s” was ended. Make a new one."),
}
NOTICES: dict[str, tuple[Words, Words]] = {
    "webhook-disabled": (
        _("A webhook was disabled: %(name)s"),
        _(
            "Its receiver failed for days, or says it is gone. Put it right, enable it,"
            " and send again what happened meanwhile."
        ),
    )
}
