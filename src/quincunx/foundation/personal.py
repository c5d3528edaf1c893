"""What the foundation itself knows of people, what for, and for how long."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.privacy import PersonalField

READS_KEPT_DAYS = 3 * 365

FIELDS = (
    PersonalField(
        "foundation.Proof.index",
        _("To let residents sign in by a code sent to them"),
        _("What they typed to sign in"),
        _("the code was asked for"),
        kept_days=1,
    ),
    PersonalField(
        "foundation.StoredFile.name",
        _("To tell files of one case apart"),
        _("The report or the work the file belongs to"),
        _("the file is forgotten"),
    ),
    PersonalField(
        "foundation.Presence.person",
        _("Two people on one case see each other"),
        _("The work of the desk"),
        _("the case is left, or 45 seconds pass without a sign"),
        kept_days=0,
    ),
    PersonalField(
        "foundation.Upload.name",
        _("To tell files of one case apart"),
        _("The report or the work the file belongs to"),
        _("the last piece"),
        kept_days=7,
    ),
    PersonalField(
        "foundation.IdentityRead.by_person",
        _("Residents see who read who they are"),
        _("The duty to account for reads of personal data"),
        _("the read"),
        kept_days=READS_KEPT_DAYS,
    ),
)
