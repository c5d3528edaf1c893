"""What the refusals of `lib` say: it knows no Django, so its words stand here."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    # what people write of themselves
    "phone-not-understood": _("This is no telephone number. Write it in digits."),
    "email-not-understood": _("This is no e-mail address. Write it like name@host.cn."),
    "citizen-id-wrong": _("This is no identity number. Compare it with the card."),
    "credit-code-wrong": _(
        "This is no unified social credit code. Compare it with the licence."
    ),
    "tracking-code-not-understood": _(
        "This is no tracking code. It has ten characters, as on the receipt."
    ),
    "case-number-not-understood": _(
        "This is no case number. It is written like 260515-QH7K3M."
    ),
    # pictures
    "image-kind": _("Only JPEG, PNG and WebP pictures are taken. Send one of these."),
    "image-too-large": _("The picture is larger than %(most)s MB. Send a smaller one."),
    "image-too-many-pixels": _(
        "The picture has more than %(most)s million pixels. Send a smaller one."
    ),
    "image-animated": _("The picture moves. Send a still one."),
    "image-damaged": _("The picture is damaged. Send another one."),
    # times and limits
    "moment-out-of-range": _("%(moment)s is too long ago or too far ahead."),
    "limit-not-understood": _(
        "“%(limit)s” is no limit. Write a number and urgent-hour, work-hour, work-day"
        " or natural-day, like 2 work-day."
    ),
    "limit-out-of-range": _("The limit %(limit)s is not between 1 and %(most)s."),
    "limits-of-two-units": _(
        "%(limit)s cannot be extended by %(more)s. Use the same unit."
    ),
    "calendar-without-work": _(
        "The calendar %(calendar)s has no working time. Give it hours and weekdays."
    ),
    "unknown-zone": _(
        "The calendar %(calendar)s names the time zone %(zone)s, which does not exist."
    ),
    "windows-out-of-order": _(
        "In the calendar %(calendar)s the hours %(window)s overlap or end before they"
        " begin."
    ),
    # positions and shapes
    "position-not-a-number": _("The position is no number. Write degrees."),
    "position-out-of-range": _(
        "There is no position %(lon)s, %(lat)s. Write longitude, then latitude, in"
        " degrees."
    ),
    "position-swapped": _(
        "The position %(lon)s, %(lat)s fits only the other way round. Write longitude,"
        " then latitude."
    ),
    "shape-not-understood": _("%(shape)s has no shape that can be read."),
    "shape-empty": _("The shape of %(shape)s is empty. Draw it, or leave the row out."),
    "shape-too-large": _(
        "The shape of %(shape)s has more than %(most)s points. Simplify it."
    ),
    "shape-not-a-number": _("The shape of %(shape)s has points that are no numbers."),
    "shape-out-of-range": _(
        "The shape of %(shape)s leaves the globe at %(x)s, %(y)s. State the reference"
        " system of the file."
    ),
    "shape-crosses-itself": _(
        "The border of %(shape)s is not sound at %(x)s, %(y)s: %(flaw)s. Redraw it"
        " there."
    ),
    "shape-swapped": _(
        "%(shape)s fits only with longitude and latitude exchanged. Write longitude"
        " first."
    ),
    "shape-elsewhere": _(
        "%(shape)s lies at %(x)s, %(y)s, far from here. State the reference system of"
        " the file."
    ),
    # codes
    "code-character-wrong": _("A code of %(scheme)s has no character “%(character)s”."),
    "code-check-wrong": _(
        "The check character of %(value)s is wrong for %(scheme)s. Compare the code."
    ),
    "code-length-wrong": _(
        "A code of %(scheme)s has %(length)s characters; %(value)s has not."
    ),
    "code-overflow": _(
        "The part “%(segment)s” of %(scheme)s has no number left. Widen the scheme."
    ),
    "code-part-missing": _("A code of %(scheme)s needs the part “%(segment)s”."),
    "region-code-wrong": _(
        "“%(value)s” is no region code. It has 2, 4, 6, 9 or 12 digits."
    ),
    "scheme-not-understood": _(
        "The code scheme “%(scheme)s” cannot be read. Give it a code and segments."
    ),
    "scheme-segments-wrong": _(
        "The segments of the code scheme %(scheme)s need names of their own, and"
        " together at most 64 characters."
    ),
}

TABLES: dict[str, Words] = {
    "table-empty": _("%(file)s is empty. The first line names the columns."),
    "file-not-text": _("%(file)s is no text. Save it as CSV or XLSX."),
    "encoding-not-understood": _(
        "Line %(line)s of %(file)s cannot be read. Save the file as UTF-8 or GB18030."
    ),
    "column-missing": _(
        "%(file)s lacks the column that is needed: %(missing)s. It has: %(found)s."
        " Name the right one, or add it in the first line."
    ),
    "column-unknown": _(
        "%(file)s has columns nobody knows: %(unknown)s. Known are %(known)s."
    ),
    "column-twice": _("%(file)s names the column “%(column)s” twice."),
    "column-without-name": _("Column %(column)s of %(file)s has no name."),
    "row-not-understood": _("Row %(row)s of %(file)s cannot be read: %(reason)s."),
    "row-too-long": _(
        "Row %(row)s of %(file)s has more than the %(columns)s columns that are named."
    ),
    "line-too-long": _("Line %(line)s of %(file)s is too long. Is a quote missing?"),
    "cell-too-long": _(
        "Row %(row)s, column “%(column)s” of %(file)s has more than %(most)s"
        " characters."
    ),
    "number-too-long": _(
        "Row %(row)s, column %(column)s of %(file)s is a number that has lost its last"
        " digits. Format the column as text and enter it again."
    ),
    "too-many-columns": _("%(file)s has more than %(most)s columns."),
    "too-many-rows": _("%(file)s has more than %(most)s rows. Divide it."),
    "sheet-missing": _("%(file)s has no such sheet that can be seen."),
    "spreadsheet-damaged": _("%(file)s is damaged. Save it anew as XLSX."),
    "spreadsheet-linked": _(
        "%(file)s refers to other files. Save it as XLSX without links."
    ),
    "spreadsheet-macros": _("%(file)s has macros. Save it as XLSX without them."),
    "spreadsheet-old": _("%(file)s is of an old kind. Save it as XLSX."),
    "spreadsheet-too-large": _(
        "%(file)s needs more than %(most)s MB. Save it as CSV, or divide it."
    ),
    "spreadsheet-too-many-parts": _(
        "%(file)s has more than %(most)s parts. Save the one sheet as CSV."
    ),
}

# What is wrong with a border, where a refusal names it as `flaw`.
FLAWS: dict[str, Words] = {
    "crosses-itself": _("it crosses itself"),
    "touches-itself": _("it touches itself"),
    "hole-outside": _("a hole lies outside of it"),
    "holes-nested": _("one hole lies in another"),
    "parts-nested": _("one part lies in another"),
    "cut-in-two": _("its holes cut it in two"),
    "drawn-twice": _("the same line is drawn twice"),
    "too-few-points": _("a part has too few points"),
    "not-sound": _("it is not drawn properly"),
}
