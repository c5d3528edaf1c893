"""What this room's refusals, faults and reasons say, and what its codes are called."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "no-such-pack-draft": _(
        "There is no draft %(draft)s of a pack. Choose one from the list."
    ),
    "no-such-pack-file": _("The pack has no file “%(file)s”. Choose one of its files."),
    "pack-file-not-toml": _("%(file)s cannot be read as TOML: %(fault)s"),
    "pack-draft-not-open": _(
        "Draft %(draft)s stands elsewhere by now. Open it again and look."
    ),
    "pack-draft-behind": _(
        "The pack is at version %(newest)s, and this draft was begun from %(base)s."
        " Begin a new draft and bring the changes over."
    ),
    "pack-draft-changes-nothing": _(
        "This draft changes nothing. Edit a matter, then submit it."
    ),
    "pack-day-not-ahead": _(
        "A new version holds from a day to come, and %(on)s is not: today is %(today)s."
        " Choose a later day."
    ),
    "pack-not-found": _(
        "There is no pack at %(place)s. Name a folder with TOML files, or one file."
    ),
    "pack-too-large": _("A pack has %(most)s files at most. Split it into several."),
    "pack-file-too-large": _(
        "%(file)s is larger than %(most)s bytes. Split it into several files."
    ),
    "pack-not-utf8": _(
        "%(file)s is not UTF-8: byte %(byte)s cannot be read. Save it as UTF-8."
    ),
    "pack-has-faults": _(
        "Pack %(pack)s has %(count)s faults; nothing was loaded."
        " The first, at %(place)s: %(fault)s Check the pack to see all."
    ),
    "pack-moves": _(
        "Pack %(pack)s was loaded for another area or under another parent."
        " Give the new pack a code of its own."
    ),
    "pack-version-too-early": _(
        "The version of pack %(pack)s in force holds since %(since)s."
        " Let the new one begin later."
    ),
    "pack-below-would-be-wider": _(
        "Pack %(below)s would then allow more than %(pack)s: %(place)s: %(fault)s"
        " Load a narrower version of %(below)s first."
    ),
    "pack-not-in-force": _("Pack %(pack)s is not in force. Nothing was changed."),
    "pack-has-packs-below": _(
        "These packs stand under %(pack)s: %(below)s. Retire them first."
    ),
    "packs-not-yours-to-change": _(
        "Only an administrator of the area changes what is in force there."
        " Ask the administrator."
    ),
    "no-such-pack": _("No pack %(pack)s was loaded. See which ones are, and choose."),
    "no-such-matter": _(
        "There is no matter %(matter)s here. Choose one of the catalogue."
    ),
    "no-such-condition": _(
        "The matter has no filing condition %(condition)s. Choose one of its own."
    ),
    "unknown-days": _(
        "There is no set of announced days %(days)s. Known are: %(known)s."
    ),
    "day-of-another-year": _(
        "%(day)s does not belong to %(year)s, or stands both as holiday and as worked."
        " Correct the day."
    ),
    "matter-not-admitted": _(
        "%(matter)s is not on the list of matters for grid workers on %(on)s."
        " Give it to a unit, or have it admitted first."
    ),
    "matter-admitted-already": _(
        "%(matter)s is on the list of matters for grid workers already."
    ),
    "admission-needs-approval": _(
        "To admit %(matter)s, name who approved it and where that is written."
    ),
    "admission-ends-in-the-past": _(
        "%(until)s has passed. Choose a later end for %(matter)s."
    ),
    "removal-needs-reason": _(
        "To take %(matter)s off the list, write the reason in a sentence."
    ),
    "moment-without-zone": _(
        "%(at)s names no time zone. Write it like 2026-03-02T14:30:00+08:00."
    ),
}

NOTICES: dict[str, tuple[Words, Words]] = {
    "year-unannounced": (
        _("The days off of %(year)s are not known yet"),
        _(
            "Calendar %(calendar)s of pack %(pack)s will count %(year)s by weekday"
            " alone. Once the days are announced, write them down, or load a pack"
            " that names them."
        ),
    ),
}

FAULTS: dict[str, Words] = {
    "missing": _("%(key)s is missing. Add it."),
    "matter-without": _(
        "Matter “%(name)s” has no %(key)s and cannot be published. Add it."
    ),
    "condition-without": _(
        "Filing condition “%(name)s” has no %(key)s and cannot be published. Add it."
    ),
    "admission-without": _("The admission has no %(key)s. Name who approved it."),
    "route-without": _("Route “%(name)s” leads to nobody: it has no %(key)s. Add it."),
    "needs-text": _("%(key)s must be a text that is not empty."),
    "text-too-long": _("%(key)s is longer than %(most)s characters. Shorten it."),
    "bad-code": _(
        "“%(value)s” is no code. Use at most 80 small letters, digits and hyphens."
    ),
    "needs-number": _("%(key)s must be a whole number from 0 to %(most)s."),
    "needs-flag": _("%(key)s must be true or false."),
    "not-a-choice": _("“%(value)s” is not known here. Choose one of: %(known)s."),
    "bad-limit": _(
        "“%(value)s” is no limit. Write it like “2 work-day”; units are urgent-hour,"
        " urgent-minute, work-hour, work-minute, work-day, natural-day."
    ),
    "bad-date": _("“%(value)s” is no date. Write it like 2026-10-01."),
    "bad-hours": _("“%(value)s” is no time of day. Write it like 08:30."),
    "bad-month-day": _("“%(value)s” is no day of the year. Write it like 03-15."),
    "needs-words": _('%(key)s needs a text per language, like { en = "…" }.'),
    "missing-language": _("%(key)s is missing in %(language)s. Add the text."),
    "unknown-language": _(
        "%(language)s is not among the pack's languages."
        " Add it there, or remove it here."
    ),
    "needs-list": _("%(key)s must be a list of texts."),
    "needs-table": _("%(key)s must be a table."),
    "needs-tables": _("%(key)s must be a list of tables."),
    "unknown-key": _(
        "Nobody reads “%(key)s”. Remove it, or correct it (near: “%(near)s”)."
    ),
    "not-toml": _("This is not TOML. What reads it says: “%(reason)s”."),
    "said-twice": _("“%(key)s” stands here twice. Keep one."),
    "too-many": _("There are more than %(most)s tables “%(key)s”. Split the pack."),
    "too-many-keywords": _("There are more than %(most)s keywords. Keep the best."),
    "bad-keyword": _(
        "“%(value)s” is no keyword. Write a word or two, at most %(most)s characters."
    ),
    "temporary-without-end": _("A temporary entry needs an end. Add “until”."),
    "route-of-two": _("A route is for a matter or for a domain, not both. Remove one."),
    "moment-without-zone": _(
        "The moment names no time zone. Write it like 2026-03-02T14:30:00+08:00."
    ),
    "test-expects-nothing": _(
        "The test expects nothing. Name a unit, limit, due, tier or route."
    ),
    "unknown-zone": _("“%(zone)s” is no time zone. Write it like Asia/Shanghai."),
    "calendar-without-work": _("The calendar has no work time. Add hours or weekdays."),
    "windows-out-of-order": _(
        "The hours %(window)s overlap or run backwards. Put them in order."
    ),
    "unknown-process": _(
        "Matter “%(matter)s” names a process “%(process)s” that nobody defines."
    ),
    "unknown-parent": _(
        "Pack “%(parent)s”, under which this one stands, is not loaded."
    ),
    "child-without-area": _("A pack under another one needs the code of its area."),
    "unknown-calendar": _(
        "There is no calendar “%(calendar)s”. Define it, or name another."
    ),
    "unknown-days": _("There is no set of announced days “%(days)s”, only: %(known)s."),
    "unknown-act": _("There is no act “%(act)s”. Acts are: %(known)s."),
    "act-out-of-place": _(
        "“%(act)s” does not stand here on the way of the tier “%(tier)s”."
        " Remove it, or put the steps in order."
    ),
    "act-missing": _(
        "Without “%(act)s” these steps are no way of the tier “%(tier)s”."
    ),
    "no-such-level": _("There is no level %(level)s; levels are 1 to 9."),
    "route-to-nobody": _(
        "“%(unit)s” is nobody: no organisation has this code."
        " List it in the pack, found it first, or name a kind."
    ),
    "unknown-kind": _("There is no kind of organisation “%(kind)s”. Kinds: %(known)s."),
    "unknown-domain": _("There is no domain “%(domain)s” in the pack."),
    "unknown-matter": _("There is no matter “%(matter)s” in the pack."),
    "extension-unlike": _(
        "An extension of %(amount)s cannot be added to a limit of %(limit)s."
        " Use the same unit, or leave the amount out."
    ),
    "milestone-late": _(
        "Milestone “%(milestone)s” would be due after the whole, %(limit)s. Shorten it."
    ),
    "never-public": _(
        "Disputes and safety are never public. Say public = false for this matter."
    ),
    "question-without": _("Question “%(name)s” has no %(key)s. Say it."),
    "too-many-questions": _("A matter asks at most %(most)s questions."),
    "choices-amiss": _(
        "A question of the kind “%(kind)s” and its choices do not fit. Only “one” and"
        " “several” have choices, and they need some."
    ),
    "too-few": _("The pack promises at least %(least)s %(key)s and has %(found)s."),
    "too-few-in-domain": _(
        "The pack promises at least %(least)s matters a domain; here are %(found)s."
    ),
    "child-changes": _(
        "%(key)s is “%(above)s” in the pack above; a lower pack cannot change it."
    ),
    "child-widens": _(
        "%(key)s is %(above)s in the pack above; %(mine)s would be wider."
    ),
    "child-removes": _("%(key)s stands in the pack above and cannot be removed."),
    "child-lengthens": _(
        "%(key)s is %(above)s in the pack above; %(mine)s would be longer."
    ),
    "test-of-nothing": _(
        "The test reports “%(matter)s” “%(condition)s”, which is not in the pack."
    ),
    "test-fails": _("The test expects %(key)s %(expected)s; the pack gives %(found)s."),
}

REASONS: dict[str, Words] = {
    "route-fires": _("Route %(route)s holds and leads to %(unit)s."),
    "route-says": _("%(because)s"),
    "for-matter": _("It is for this matter."),
    "for-domain": _("It is for the domain %(domain)s."),
    "for-area": _("The place lies in %(area)s."),
    "for-grid": _("The place lies in a grid of the kind %(grid)s."),
    "for-season": _("The season is right: %(season)s."),
    "for-days": _("The dates are right: %(days)s."),
    "for-hours": _("The time of day is right: %(hours)s."),
    "own-unit": _("The matter names %(unit)s."),
    "other-area": _("Route %(route)s is for %(wanted)s; the place lies elsewhere."),
    "other-grid": _("Route %(route)s is for grids of the kind %(wanted)s."),
    "other-season": _("Route %(route)s holds in another season: %(wanted)s."),
    "other-days": _("Route %(route)s holds on other dates: %(wanted)s."),
    "other-hours": _("Route %(route)s holds at other hours: %(wanted)s."),
    "nobody-there": _("%(route)s leads to %(unit)s, and there is none here."),
    "complained-of": _("%(route)s leads to the organisation complained of."),
    "less-close": _("%(route)s would hold too, but a closer route goes before it."),
    "territory": _("Nobody else is named, so the territory has it."),
    "no-house": _("Not even a command centre has been founded. Found one first."),
    "try-matter": _(
        "Matter “%(matter)s”, condition “%(condition)s”, pack %(pack)s: %(tier)s."
    ),
    "try-standard": _("It is done when: %(standard)s"),
    "try-evidence": _("Evidence: %(evidence)s, at least %(least)s."),
    "try-place-inside": _("The place lies in %(chain)s."),
    "try-place-border": _("The place lies on a border and counts to %(chain)s."),
    "try-place-gap": _(
        "The place lies in a gap between grids; the nearest: %(chain)s."
    ),
    "try-place-outside": _("The place lies outside the district."),
    "try-place-not-located": _("The place is not located."),
    "try-unit": _("It goes to %(unit)s (%(code)s)."),
    "try-calendar": _("Work time is counted by calendar %(calendar)s (%(zone)s)."),
    "try-step": _("Step: %(act)s, %(unit)s."),
    "try-step-limit": _(
        "Step: %(act)s, %(unit)s, within %(limit)s; begun with the report, by %(due)s."
    ),
    "try-milestone": _("On the way: %(milestone)s within %(limit)s, by %(due)s."),
    "try-season": _("In the season %(season)s the limit is %(limit)s."),
    "try-limit": _("Handling: %(limit)s, counted from %(start)s."),
    "try-counted": _("%(start)s to %(end)s: %(amount)s count."),
    "try-work-day": _("%(day)s: %(amount)s count."),
    "try-work-days": _(
        "%(day)s to %(until)s: %(amount)s a day count, %(total)s in all."
    ),
    "try-off-day": _("%(day)s: no work time."),
    "try-off-days": _("%(day)s to %(until)s: no work time."),
    "try-unannounced": _(
        "The holidays of %(year)s are not announced yet: weekdays count as work days."
    ),
    "try-due": _("Due: %(due)s."),
    "try-closing": _("It may be closed when: %(closing)s"),
}

PERSONS: dict[str, Words] = {
    "responsible": _("the responsible unit"),
    "leader": _("the grid leader"),
    "member": _("a grid member"),
    "reporter": _("the reporter"),
    "desk": _("the desk of that level"),
}

STEPS: dict[str, Words] = {
    "report": _("report"),
    "record": _("handle and record on the spot"),
    "ask-check": _("ask for a look"),
    "checked": _("look whether it is so"),
    "establish": _("accept and file"),
    "coordinate": _("bring it to the community desk"),
    "agree": _("write down the agreement"),
    "check-documents": _("check the documents"),
    "endorse": _("accept the application"),
    "define": _("define who examines"),
    "opine": _("give an opinion"),
    "approve": _("approve or refuse"),
    "alert": _("alert everybody"),
    "arrive": _("arrive on site"),
    "situation": _("report the situation"),
    "make-safe": _("make it safe"),
    "dispatch": _("dispatch"),
    "accept": _("accept the order"),
    "finish": _("handle"),
    "confirm": _("verify"),
    "tell": _("tell the reporter"),
    "file": _("file"),
}

NAMES: dict[str, dict[str, Words]] = {
    "tier": {
        "on-the-spot": _("handled on the spot"),
        "coordinate": _("coordinated by the community"),
        "approve": _("approved by departments"),
        "emergency": _("emergency"),
        "dispatch": _("dispatched to a unit"),
    },
    "evidence": {
        "photo-before": _("photo before"),
        "photo-after": _("photo after"),
        "document": _("document"),
        "reading": _("reading"),
        "text": _("written note"),
        "agreement": _("agreement"),
    },
    "verify_by": {
        "leader": _("grid leader"),
        "verifier": _("verifier"),
        "reporter": _("reporter"),
    },
    "stage": {
        "establish": _("accepting"),
        "check": _("looking whether it is so"),
        "dispatch": _("dispatching"),
        "accept": _("accepting the order"),
        "handle": _("handling"),
        "verify": _("verifying"),
        "tell": _("telling the reporter"),
    },
    "domain_group": {
        "function": _("functional domains"),
        "components": _("city components"),
        "events": _("city events"),
        "disputes": _("disputes"),
        "safety": _("safety"),
        "other": _("other matters"),
    },
    "change": {
        "added": _("added"),
        "removed": _("removed"),
        "changed": _("changed"),
    },
}
