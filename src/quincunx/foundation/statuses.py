"""What a refusal is to those who ask over HTTP: one table for every door.

401: sign in first. 403: not this person's to do. 404: not there, or not theirs to know:
alike. 409: not as things stand now. 415: in a form not read here. 422: what was sent is
wrong in itself, and stays so.
"""

from quincunx.foundation import outages
from quincunx.lib.refusal import Refusal

SIGN_IN, FORBIDDEN, ABSENT, CLASH, OTHER_FORM, BAD_INPUT = 401, 403, 404, 409, 415, 422
TOO_MANY, BROKEN, AWAY, NO_ROOM = 429, 500, 503, 507

_TABLE = {
    SIGN_IN: "device-ended",
    FORBIDDEN: """
        another-dispatcher another-person-asked another-verifier called
        device-not-for-you
        api-key-needed api-key-not-valid contact-not-for-you draft-is-your-own
        extract-of-persons
        importer-only key-not-for-this key-not-from-here key-wider-than-yours
        may-verify not-yours-to-do not-yours-to-look-at
        packs-not-yours-to-change posters-not-yours rooms-not-yours-to-change
        second-person-needed
        staff-act-not-yours tree-not-yours-to-change verifier-of-the-matter
        announcing-not-yours screens-not-yours webhook-not-yours
        premises-not-yours-to-change premise-contact-not-for-you visit-not-yours
        tier-appeal-not-yours tier-appeal-decided-by-another
        installation-not-yours opening-not-yours requests-not-yours use-objected
        reveals-used-up reading-without-a-name second-step-needed
        burden-not-yours release-needed release-waits
    """,
    CLASH: """
        absence-over account-closed act-not-open admitted anchor-too-old
        appeal-at-first-step appeal-at-second-step area-ended area-has-parts
        area-not-yet area-without-border away-already before-due chair-taken
        changed-meanwhile closing-proposed-by-another code-overflow code-taken
        complained-of told-apart confirm-on-duty-only contact-erased contact-not-left
        date-ahead default-point-exists desk-above draft-changes-nothing
        draft-in-the-way draft-lost draft-needed draft-shows-otherwise-now
        hand-over-confirmed hand-over-not-now shift-begun shift-overlaps
        shift-while-away
        organisation-closed-already organisation-has-branches organisation-has-cases
        duties-incompatible earlier-than-last-change evidence extension-pending
        extensions-left first-return former-package-not-sealed function-in-use
        import-running-twice intake-changes-nothing intake-forgotten
        intake-has-faults intake-not-now intake-stopped link-spent login-taken
        matter-admitted-already matter-not-admitted matter-public may-be-taken-back
        may-return may-skip-verification milestone-open
        never-suspended no-appeal-yet no-areas-yet no-clock-to-extend
        no-extension-pending no-matter-yet no-region-code-above nobody-complained-of
        nobody-to-answer no-address-of-your-own not-arbitrated not-supervised
        not-urged-today nothing-sealed-yet
        office-area-closed opinions-in organisation-exists organisation-in-use
        pack-below-would-be-wider pack-has-packs-below pack-moves
        pack-draft-behind pack-draft-changes-nothing pack-draft-not-open
        pack-not-in-force pack-version-too-early post-exists post-held-already
        post-not-held photo-hidden photo-shown
        released reporter-reachable returned-before room-ended
        room-not-yet room-number-taken rooms-changed-meanwhile rows-changed-meanwhile
        rooms-not-together sampled sealed-erased
        somebody-called suggestion-answered supervised territory-without-house
        tier-approve tier-coordinate tier-emergency tier-on-the-spot
        proof-over to-its-contact tree-changed-meanwhile
        tree-changes-another-way undo-too-late unit-does-not-have-it
        unit-not-complained-of
        upload-gap upload-missing uploads-too-many verdict-once webhook-ended
        within-reopen-window
        premise-there-already premise-closed premise-not-yet offer-not-accepted
        tier-appeal-open tier-appeal-decided
        household-lives-elsewhere merge-undone-already opening-settled
        request-not-now request-settled request-nothing-kept request-changes-nothing
        request-file-gone
        opening-there-already resident-known-already resident-lives-elsewhere
        residents-live-apart stay-over-already stay-overlaps tie-over-already
        hand-over-offered-already hand-over-settled
        tie-told-already
        renting-not-open rental-house-there-already rental-house-ended
        declarations-waiting declaration-settled
        ask-settled ask-not-now leave-waits asked-already
    """,
    OTHER_FORM: "content-type-wrong",
    BAD_INPUT: """
        ask-answers-nothing ask-field-unknown ask-forbidden ask-says-too-little
        ask-rows-unfit leave-for-nothing leave-kept-too-long rows-unknown
        form-without-head form-filled-in form-too-wide form-too-long form-too-large
        consent-not-fresh hand-over-needs-a-home hand-over-to-itself
        hand-over-is-for-another-grid hand-over-reason-unknown
        address-of-no-one-room
        request-kind-unknown request-reason-unknown request-uses-unknown
        refusal-says-why
        cells-formula cells-merged template-of-another template-old
        premise-class-unknown premise-kind-unknown facility-kind-unknown
        premise-field-unknown premise-field-wrong premise-name-unfit
        premise-rooms-elsewhere premise-contact-without-purpose
        visit-purpose-unknown visit-purpose-missing visit-door-elsewhere
        visit-offer-to-nobody visit-offer-unknown visit-note-too-long offer-unmet-why
        visit-purpose-without-service
        declaration-of-so-many tenant-named-twice move-out-of-range moved-before-born
        lease-ends-before-it-begins moved-before-the-lease lease-out-of-range
        declaration-refused-why nobody-moved-in nobody-moved-out
        tier-appeal-without-reason
        basemap-absent basemap-address basemap-not-pmtiles basemap-system-unknown
        basemap-too-many basemap-without-system
        announcement-personal announcement-time-unfit announcement-unfit
        proof-wrong screen-name-missing screen-time-unfit
        admission-ends-in-the-past admission-needs-approval area-name-unfit
        before-the-last-act body-not-utf8 building-named-twice building-too-large
        building-unknown floor-not-understood floor-out-of-range
        pattern-not-understood pattern-without-rooms room-number-unfit
        room-split-into-one room-twice room-unit-unfit room-use-unknown
        rooms-have-faults rooms-merge-two rooms-stand-in-buildings
        another-case building-not-in-grid calendar-without-work
        code-at-other-level code-has-no-serial code-part-missing code-twice
        contact-without-purpose coordinates-swapped cover-is-oneself
        day-of-another-year draft-day-not-ahead draft-has-faults
        draft-reason-too-long draft-title-unfit draft-too-long
        draft-without-reason end-lies-behind facts-missing function-without-role
        hand-over-unfit in-the-future json-too-deep key-scopes-unknown
        key-used-otherwise level-not-below limits-of-two-units line-does-not-cut
        merge-not-neighbours merge-not-siblings moment-without-zone
        neighbour-used-up no-corner-there not-of-the-house nothing-said
        shift-length swap-with-oneself
        no-without-reason not-a-choice not-a-feature-collection not-a-photo
        not-a-rating organisation-without-name
        not-into-itself outside-every-parent outside-the-district
        pack-day-not-ahead pack-file-not-toml
        pack-has-faults pack-not-found pack-not-utf8 package-needs-one-layer
        parent-not-above person-name-missing purpose-missing receipt-key-bad
        removal-needs-reason sheet-missing step-not-understood
        split-does-not-cover split-into-one
        term-ends-before-it-starts text-not-keepable told-or-reason too-long
        too-many-columns
        too-many-rows tree-cycle tree-too-deep unknown-act unknown-days
        unknown-zone until-within-cap upload-beyond-its-size
        webhook-kinds-unknown windows-out-of-order
        born-otherwise-than-number field-not-known name-search-too-short
        needs-are-told-by-oneself opening-says-too-little resident-name-mixes-scripts
        resident-name-unfit residents-not-alike reveal-without-purpose
        room-in-another-building stay-ends-before-it-begins tie-with-oneself
        tie-without-service
    """,
    BROKEN: """
        font-missing master-key-missing master-key-unknown package-not-sound
        channels-file-wrong sealed-unreadable
    """,
}
_OF = {code: status for status, codes in _TABLE.items() for code in codes.split()}

# Whole families, for codes that do not stand in the table.
_ABSENT_STARTS = "no-such-"
_BAD_STARTS = (
    "archive-",
    "cell-",
    "column-",
    "crs-",
    "division-",
    "file-",
    "image-",
    "limit-",
    "map-",
    "outline-",
    "position-",
    "row-",
    "scheme-",
    "shape-",
    "spreadsheet-",
)
_BAD_ENDS = (
    "-empty",
    "-malformed",
    "-needed",
    "-not-understood",
    "-out-of-range",
    "-too-large",
    "-too-long",
    "-unknown",
    "-unreadable",
    "-wrong",
)

# What may go by itself: the status, and after how many seconds to ask again.
_PASSING = {
    "disk-full": (NO_ROOM, 60),
    outages.NO_ROOM: (NO_ROOM, 60),
    outages.AWAY: (AWAY, 5),
    outages.BUSY: (AWAY, 2),
    "receipt-in-flight": (CLASH, 2),
    "too-many-tries": (TOO_MANY, 3600),
    "too-many-calls": (TOO_MANY, 60),
    "too-many-codes": (TOO_MANY, 60),
    "proof-asked-often": (TOO_MANY, 60),
}


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status a refusal is answered with."""
    return known(refusal.code) or CLASH


def known(code: str) -> int | None:
    """Return the status the table gives a code; None if it names neither it nor kin."""
    if code in _PASSING:
        return _PASSING[code][0]
    if code in _OF:
        return _OF[code]
    if code.startswith(_ABSENT_STARTS):
        return ABSENT
    bad = code.startswith(_BAD_STARTS) or code.endswith(_BAD_ENDS)
    return BAD_INPUT if bad else None


def headers_of(refusal: Refusal) -> dict[str, str]:
    """Return `Retry-After` where asking again may help."""
    if refusal.code not in _PASSING:
        return {}
    return {"Retry-After": str(_PASSING[refusal.code][1])}
