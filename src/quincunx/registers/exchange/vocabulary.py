"""What the sheets of our own workbooks are called."""

from django.utils.translation import gettext_lazy as _

CODES = "quincunx"  # the hidden sheet with the version and the codes
WHY_CODE = "#"
WHY = _("To correct")  # the first column: empty, until a fault is told there
TO_CORRECT = _("Rows to correct")
EXPLAINED = _("How to fill it in")
MARK = _("Mark of the row")  # last, in what is taken out; not read when it comes back
MARK_CODE = "mark"
