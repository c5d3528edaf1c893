"""What this door refuses."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-jurisdiction": _(
        "There is no jurisdiction_id “%(id)s” here. Leave it out: there is only one."
    ),
    "no-such-service": _(
        "There is no service_code “%(service)s”. The list is at services.xml."
    ),
    "argument-needed": _("%(name)s was not provided."),
    "argument-too-long": _("%(name)s may have at most %(most)s characters."),
    "argument-not-understood": _("%(name)s is not understood. It is %(form)s."),
    "choice-unknown": _("%(name)s cannot be “%(value)s”. It is one of: %(known)s."),
    "location-needed": _("Say where: lat and long, or address_string, or address_id."),
    "address-id-unknown": _("There is no address_id “%(id)s” here."),
    "description-malformed": _(
        "The description may have line breaks, but neither HTML nor code."
    ),
    "dates-out-of-range": _(
        "From start_date to end_date are at most %(days)s days, in this order."
    ),
    "api-key-needed": _("An api_key is needed for this. Ask the administrator."),
    "api-key-not-valid": _(
        "This api_key opens nothing: it is wrong, ended, or too old."
    ),
}
