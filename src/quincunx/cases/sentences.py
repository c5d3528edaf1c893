"""What this room's refusals say: what is wrong, and what to do."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "organisation-has-cases": _(
        "%(cases)s open cases are still with %(unit)s. Have them given to another"
        " organisation, or finished, first."
    ),
    "organisation-has-branches": _(
        "%(unit)s has %(n)s open branches. Close these first."
    ),
    "no-such-case": _("There is no case %(number)s here. Check the number."),
    "no-such-report": _(
        "No report has this code. Check each letter; O is 0, and I and L are 1."
    ),
    "no-such-report-near": _(
        "The report you wanted to follow is closed meanwhile. Send your own."
    ),
    "no-such-page": _("This page of the list is gone. Start from the first page."),
    "no-such-request": _("There is no request “%(id)s” here that anybody may read."),
    "no-such-token": _("Nothing was reported under this token."),
    "nothing-said": _("Say something: a status that changes nothing needs words."),
    "no-such-box": _("This part of the map does not exist. Show the whole district."),
    "no-areas-yet": _("There are no areas yet. Import the district first."),
    "no-matter-yet": _("Case %(case)s has no matter yet. Accept it as a case first."),
    "no-clock-to-extend": _("No handling time is running in case %(case)s."),
    "outside-the-district": _(
        "This place lies outside the district. Move the pin, or choose a building."
    ),
    "unknown-act": _("There is no act “%(act)s”. The list of acts is in the manual."),
    "act-not-open": _(
        "“%(act)s” is not possible now: the case is at “%(state)s”. Load it again."
    ),
    "not-yours-to-do": _("Only these may do this: %(roles)s. Ask one of them."),
    "changed-meanwhile": _(
        "Case %(case)s has changed meanwhile, it is now at “%(state)s”."
        " Look at it again; your text is kept."
    ),
    "contact-without-purpose": _("Say what for: %(purposes)s."),
    "contact-not-for-you": _(
        "How to reach the reporter of case %(case)s is not shown to you."
        " Ask the dispatcher to pass on your question."
    ),
    "contact-erased": _("This contact was erased; nothing of it is left."),
    "contact-not-left": _("The reporter of case %(case)s left no way to be reached."),
    "facts-missing": _("Still to be filled in: %(missing)s."),
    "facts-unknown": _("Not asked for here: %(unknown)s. Leave it out."),
    "not-a-choice": _("“%(fact)s” must be one of: %(choices)s."),
    "too-long": _("“%(fact)s” is too long. At most %(most)s."),
    "not-a-rating": _("A rating is a whole number from 1 to 5."),
    "in-the-future": _("This moment lies in the future. Correct the time."),
    "before-the-last-act": _(
        "This moment lies before the last entry of case %(case)s. Correct the time."
    ),
    "extension-too-long": _("At most %(most)s more may be asked for, not %(more)s."),
    # guards of the lifecycle, by their names
    "tier-on-the-spot": _("This matter is not handled on the spot. Report it instead."),
    "tier-coordinate": _("This matter is not for the community's table."),
    "tier-approve": _("This matter is not an application to approve."),
    "tier-emergency": _("This matter is no emergency."),
    "not-into-itself": _("Choose another case that is not merged itself."),
    "another-case": _("Choose another case than this one."),
    "told-apart": _("Nobody has said that the two are not the same."),
    "evidence": _("The completion standard still asks for: %(missing)s."),
    "opinions-in": _("Not every department consulted has given its opinion yet."),
    "called": _("Your unit was not called to this case."),
    "somebody-called": _("This unit was not called to this case."),
    "first-return": _(
        "It was returned before. Dispute the order; somebody above decides."
    ),
    "returned-before": _("Return it first; it was not returned before."),
    "may-be-taken-back": _(
        "An act can be taken back for ten seconds, by whoever did it, while nothing"
        " else has happened. Here it cannot be taken back any more."
    ),
    "may-return": _("The time to return it is over. Ask the dispatcher."),
    "not-arbitrated": _("It was decided whose it is. Ask the command centre."),
    "another-dispatcher": _("Somebody else than who dispatched it must decide."),
    "unit-not-complained-of": _(
        "The report complains of this unit. Choose another, or lift the conflict flag."
    ),
    "to-its-contact": _(
        "This unit has named no contact officer for your community. The desk sends it."
    ),
    "reporter-reachable": _("The reporter left no way to be asked."),
    "before-due": _("The time is over. This was possible only before."),
    "extensions-left": _("No further extension is allowed."),
    "no-extension-pending": _("An extension was asked for and is not decided yet."),
    "extension-pending": _("No extension was asked for."),
    "another-person-asked": _("Who asked cannot decide. Ask a colleague."),
    "never-suspended": _("A case is suspended once only."),
    "until-within-cap": _("Choose a later day that the matter allows."),
    "may-verify": _("Who handled it cannot verify it."),
    "another-verifier": _("Somebody else than the last time must look."),
    "closing-proposed-by-another": _("Another person must have proposed it first."),
    "told-or-reason": _("Record that they were told, or say why nobody could be."),
    "verdict-once": _("This was said already."),
    "within-reopen-window": _("The time to reopen is over. Report it anew."),
    "admitted": _(
        "This matter is not on the list of what grid workers may be given."
        " Report it instead."
    ),
    "verifier-of-the-matter": _("For this matter somebody of the house looks."),
    "may-skip-verification": _("This matter needs a second look."),
    "milestone-open": _("There is no such milestone to reach."),
    "unit-does-not-have-it": _(
        "This unit has the case now. Dispatch it to another one first."
    ),
    "sampled": _("This case was not chosen for re-inspection."),
    "no-appeal-yet": _("An appeal was made already."),
    "appeal-at-first-step": _("There is no appeal to decide."),
    "appeal-at-second-step": _("There is no appeal that another person has decided."),
    "not-urged-today": _("It was urged within the last day. Wait for the answer."),
    "not-supervised": _("It is under supervision already."),
    "supervised": _("It is not under supervision."),
    "matter-public": _(
        "The catalogue keeps this matter from the public. Nothing of it is released."
    ),
    "nobody-complained-of": _(
        "The report complains of somebody. Nothing of it is released."
    ),
    "photo-hidden": _(
        "No such photo of this case waits to be shown. Choose among them."
    ),
    "photo-shown": _("No such photo of this case is shown. Choose among them."),
    "not-a-photo": _("That is no photo of this case, or no picture at all."),
    "released": _("Nothing of this case is released."),
    "desk-above": _("There is no house above this one."),
    "complained-of": _("There is no conflict flag to lift."),
    # the sealed package
    "font-missing": _(
        "The font %(font)s is missing, so no file can be printed. Run make setup."
    ),
    "package-not-sound": _(
        "The package would not be sound at %(what)s (%(fault)s). Look at the "
        "journal first: quincunx journal verify."
    ),
    "former-package-not-sealed": _(
        "The first package of case %(case)s is not sealed yet. Seal it first."
    ),
    # a list brought in
    "importer-only": _(
        "Only the command line brings in a list. Use quincunx cases import."
    ),
    "import-running-twice": _(
        "Somebody else is bringing in the same list now. Wait until they are done."
    ),
    "map-not-found": _("There is no map %(file)s here, or it is too large."),
    "map-malformed": _("%(file)s is not TOML. What reads it says: “%(fault)s”."),
    "map-key-missing": _("The map does not say “%(key)s”. Add it."),
    "map-key-unknown": _(
        "The map has a key nobody knows: “%(key)s”. Take it out, or correct it."
    ),
    "map-value-wrong": _(
        "“%(key)s” in the map cannot be “%(value)s”. Possible: %(known)s."
    ),
    "row-value-missing": _("Column %(column)s is empty. Every row needs it."),
    "row-twice": _(
        "Column %(column)s: this case stands in the list already. Keep one row."
    ),
    "row-time-not-understood": _(
        "Column %(column)s: “%(value)s” is no time of the form %(form)s."
    ),
    "row-in-the-future": _(
        "Column %(column)s: “%(value)s” has not come yet. Correct the time."
    ),
    "row-out-of-order": _(
        "Column %(column)s: “%(value)s” is before column %(after)s. Correct "
        "one of them."
    ),
    "row-not-a-number": _("Column %(column)s: “%(value)s” is not a number."),
    "row-position-wrong": _(
        "Column %(column)s: “%(value)s” is no position on the globe. Perhaps "
        "longitude and latitude are swapped."
    ),
    "row-matter-unknown": _(
        "Column %(column)s: the catalogue of that day has no matter "
        "“%(value)s”. Name one in the map."
    ),
    "row-unit-unknown": _(
        "Column %(column)s: there is no unit “%(value)s”. Found it, or name "
        "one in the map."
    ),
    "row-state-unknown": _(
        "Column %(column)s: the map does not say what “%(value)s” means. It "
        "knows: %(known)s."
    ),
    "row-end-missing": _(
        "Column %(column)s says “%(value)s”, but column %(needed)s does not say when."
    ),
    "row-without-unit": _(
        "Nobody is responsible for this row. Name its unit, or give the matter a route."
    ),
}

_SEE = _("See case %(number)s, %(matter)s, %(grid)s.")
_YOURS = _("%(matter)s, %(grid)s. Follow it with your code.")

NOTICES: dict[str, tuple[Words, Words]] = {
    "case-reported": (_("New report %(number)s"), _SEE),
    "case-to-check": (_("Look whether it is so: %(number)s"), _SEE),
    "case-checked": (_("Checked on the spot: %(number)s"), _SEE),
    "case-to-dispatch": (_("To dispatch: %(number)s"), _SEE),
    "case-reclassified": (_("Matter changed: %(number)s"), _SEE),
    "case-withdrawn": (_("Withdrawn: %(number)s"), _SEE),
    "case-unmerged": (_("Taken apart again: %(number)s"), _SEE),
    "case-to-coordinate": (_("For the community's table: %(number)s"), _SEE),
    "case-to-endorse": (_("Application to endorse: %(number)s"), _SEE),
    "case-to-define": (_("Application to define: %(number)s"), _SEE),
    "case-to-examine": (_("Application to examine: %(number)s"), _SEE),
    "case-opinion": (_("Opinion given: %(number)s"), _SEE),
    "case-consult": (_("Your opinion is asked: %(number)s"), _SEE),
    "case-alert": (_("Emergency: %(number)s"), _SEE),
    "case-dispatched": (_("Dispatched to you: %(number)s"), _SEE),
    "case-arbitrated": (_("Decided to be yours: %(number)s"), _SEE),
    "case-returned": (_("Returned as not theirs: %(number)s"), _SEE),
    "case-disputed": (_("Dispute to decide: %(number)s"), _SEE),
    "case-support": (_("Support asked for: %(number)s"), _SEE),
    "case-whistle": (_("Called to the spot: %(number)s"), _SEE),
    "case-arrival": (_("Arrived on site: %(number)s"), _SEE),
    "case-answered": (_("The reporter answered: %(number)s"), _SEE),
    "case-extension-asked": (_("Extension asked for: %(number)s"), _SEE),
    "case-extension-granted": (_("Extension granted: %(number)s"), _SEE),
    "case-extension-refused": (_("Extension refused: %(number)s"), _SEE),
    "case-suspended": (_("Suspended: %(number)s"), _SEE),
    "case-resumed": (_("Resumed: %(number)s"), _SEE),
    "case-handled": (_("Reported done: %(number)s"), _SEE),
    "case-to-verify": (_("To verify: %(number)s"), _SEE),
    "case-rework": (_("Sent back for rework: %(number)s"), _SEE),
    "case-closing-proposed": (_("Closing proposed: %(number)s"), _SEE),
    "case-to-tell": (_("Tell the result: %(number)s"), _SEE),
    "case-not-solved": (_("The reporter says not solved: %(number)s"), _SEE),
    "case-reopened": (_("Reopened: %(number)s"), _SEE),
    "case-not-good": (_("Not good at re-inspection: %(number)s"), _SEE),
    "case-appealed": (_("Appeal to decide: %(number)s"), _SEE),
    "case-appeal-to-review": (_("Appeal to review: %(number)s"), _SEE),
    "case-appeal-decided": (_("Appeal decided: %(number)s"), _SEE),
    "case-added-to": (_("The reporter added something: %(number)s"), _SEE),
    "case-urged": (_("Urged: %(number)s"), _SEE),
    "case-supervised": (_("Under supervision, reply: %(number)s"), _SEE),
    "case-replied": (_("Reply to your supervision: %(number)s"), _SEE),
    "case-escalated": (_("Escalated to you: %(number)s"), _SEE),
    "case-overdue": (_("Overdue: %(number)s"), _SEE),
    # to the reporter
    "case-received": (_("We have your report, number %(number)s"), _YOURS),
    "case-refused": (_("Your report was not taken on"), _YOURS),
    "case-merged": (_("Your report was joined with an earlier one"), _YOURS),
    "case-in-hand": (_("Your report is in hand"), _YOURS),
    "case-interim": (_("How your report stands"), _YOURS),
    "case-question": (_("A question about your report"), _YOURS),
    "case-date-changed": (_("The date for your report has changed"), _YOURS),
    "case-done": (_("Your report is done. Is it solved?"), _YOURS),
    "case-to-confirm": (_("Is it done? Look, and tell us"), _YOURS),
    "case-closed-by-force": (_("Your report was closed without a result"), _YOURS),
    "case-filed": (_("Your report is closed"), _YOURS),
    "milestone-over": (_("Milestone not reached: %(number)s"), _SEE),
    # clocks
    "clock-soon-establish": (_("Little time left to accept: %(number)s"), _SEE),
    "clock-over-establish": (_("Overdue to accept: %(number)s"), _SEE),
    "clock-soon-check": (_("Little time left to look: %(number)s"), _SEE),
    "clock-over-check": (_("Overdue to look: %(number)s"), _SEE),
    "clock-soon-dispatch": (_("Little time left to dispatch: %(number)s"), _SEE),
    "clock-over-dispatch": (_("Overdue to dispatch: %(number)s"), _SEE),
    "clock-soon-accept": (_("Little time left to take it on: %(number)s"), _SEE),
    "clock-over-accept": (_("Overdue to take it on: %(number)s"), _SEE),
    "clock-soon-arbitrate": (_("Little time left to decide: %(number)s"), _SEE),
    "clock-over-arbitrate": (_("Overdue to decide: %(number)s"), _SEE),
    "clock-soon-handle": (_("Little time left to handle: %(number)s"), _SEE),
    "clock-over-handle": (_("Overdue to handle: %(number)s"), _SEE),
    "clock-soon-answer": (_("The reporter has not answered yet: %(number)s"), _SEE),
    "clock-over-answer": (_("The reporter did not answer: %(number)s"), _SEE),
    "clock-soon-verify": (_("Little time left to verify: %(number)s"), _SEE),
    "clock-over-verify": (_("Overdue to verify: %(number)s"), _SEE),
    "clock-soon-tell": (_("Little time left to tell: %(number)s"), _SEE),
    "clock-over-tell": (_("Overdue to tell: %(number)s"), _SEE),
    "clock-soon-reply": (_("Little time left to reply: %(number)s"), _SEE),
    "clock-over-reply": (_("Overdue to reply: %(number)s"), _SEE),
}
