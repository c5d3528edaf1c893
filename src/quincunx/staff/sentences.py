"""What this room's refusals and notices say, and what its codes are called."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "key-not-for-this": _(
        "This access key was not made for “%(scope)s”. Use another, or have one made."
    ),
    "key-not-from-here": _(
        "This access key may not be used from %(address)s. Call from an address it"
        " names, or have it made anew."
    ),
    "key-wider-than-yours": _(
        "One key cannot make another, nor a calendar address, that reaches further"
        " than itself."
    ),
    "device-ended": _("This telephone is not signed in any more. Sign in again."),
    "device-not-for-you": _(
        "Your offices have no work on the street, so this telephone is not kept signed"
        " in."
    ),
    "no-such-device": _("There is no such telephone. Go back to the list."),
    "no-such-sandbox": _(
        "This is no sandbox: nobody makes keys for themselves here. Ask the"
        " administrator for one."
    ),
    "key-scopes-unknown": _("Say what the key is for: %(known)s."),
    "key-address-malformed": _(
        "“%(told)s” are no networks. Write them like 203.0.113.0/24, one on each line."
    ),
    "key-addresses-too-long": _("A key names %(most)s networks at most."),
    "too-many-calls": _(
        "This key has made its %(most)s calls of this minute. Go on with the next."
    ),
    "quiet-hours-not-understood": _(
        "“%(told)s” are no quiet hours. Write them like 22:00-07:00."
    ),
    "no-address-of-your-own": _(
        "Your own account has no address for this (%(channel)s). Add it first."
    ),
    "staff-act-not-yours": _(
        "This is not yours to do here. Ask the administrator of the area."
    ),
    "second-person-needed": _(
        "A second person has to agree: neither who nominated nor who is appointed."
        " Ask a colleague."
    ),
    "no-such-appointment": _("There is no such appointment. Go back to the list."),
    "no-such-organisation": _("There is no organisation “%(unit)s”. Choose another."),
    "no-such-person": _("There is no such person. Go back to the list."),
    "no-such-suggestion": _("There is no such suggestion. Go back to the list."),
    "no-such-post": _("There is no such post. Go back to the organisation."),
    "no-such-tenure": _("Nobody holds this post so. Go back to the person."),
    "no-such-absence": _("There is no such absence. Go back to the list."),
    "no-such-key": _("There is no such access key. Go back to the list."),
    "no-such-function": _("There is no function “%(function)s”. Choose another."),
    "no-without-reason": _("A no needs its reason. Write one or two sentences."),
    "access-key-too-long": _("A key lasts at most %(days)s days. Choose a sooner end."),
    "account-closed": _("The account of %(person)s is closed. Choose somebody else."),
    "duties-incompatible": _(
        "“%(function)s” cannot go with “%(held)s” in the same area."
        " Choose somebody else, or end the other duty first."
    ),
    "chair-taken": _(
        "%(holder)s holds this since %(since)s. End that office first,"
        " or begin on the day it ends."
    ),
    "building-not-in-grid": _(
        "“%(area)s” is no building of this grid. Choose one inside it."
    ),
    "term-ends-before-it-starts": _(
        "The end lies before the beginning, %(starts)s. Choose a later end."
    ),
    "end-lies-behind": _(
        "%(ends)s has passed. An office ends today at the earliest: choose another day."
    ),
    "office-area-closed": _(
        "“%(area)s” ended on %(closed)s. Choose the area that follows it."
    ),
    "grid-needed": _(
        "“%(function)s” is held in a grid, and “%(area)s” is none. Choose a grid."
    ),
    "community-needed": _(
        "Contact officers are named for a community, and “%(area)s” is none."
        " Choose a community."
    ),
    "unit-needed": _(
        "“%(function)s” is held for an organisation. Name the organisation."
    ),
    "post-needed": _(
        "“%(function)s” needs a post: %(post_kind)s. Choose such a post of the person."
    ),
    "post-not-held": _(
        "The person does not hold the post “%(post)s” for the whole term."
        " Let them take the post first, or shorten the term."
    ),
    "post-held-already": _("The person holds the post “%(post)s” already."),
    "post-exists": _("There is a post “%(name)s” already. Choose another name."),
    "body-needed": _(
        "A member who is “%(source)s” is appointed for a body: %(organisation_kind)s."
        " Name it, so that no case about it reaches them."
    ),
    "source-needed": _(
        "“%(function)s” needs a post, or one of the six sources members come from."
        " Choose one."
    ),
    "away-already": _(
        "%(person)s is away in these days already. Change that absence, or the days."
    ),
    "absence-too-long": _(
        "An absence lasts %(days)s days at most. Choose an earlier end."
    ),
    "absence-over": _("This absence ended %(ended)s. Declare a new one."),
    "cover-is-oneself": _("Nobody covers for themselves. Choose somebody else."),
    "suggestion-empty": _("A suggestion needs a title and a text. Write both."),
    "suggestion-too-long": _(
        "A title has 120 and a text %(most)s characters at most. Shorten it."
    ),
    "suggestion-answered": _("This suggestion has been answered. Load the page again."),
    "nobody-to-answer": _(
        "Nobody serves in %(unit)s now. Choose another department,"
        " or ask the administrator to appoint somebody there."
    ),
    "territory-without-house": _(
        "There is neither a service centre nor a command centre above this area."
        " Found one first."
    ),
    "organisation-in-use": _(
        "%(people)s people still serve in %(unit)s. End their offices first."
    ),
    "organisation-closed-already": _("%(unit)s is closed already."),
    "organisation-without-name": _("An organisation needs a name."),
    "organisation-exists": _(
        "There is an organisation with the code “%(unit)s”. Choose another code."
    ),
    "staff-code-malformed": _(
        "“%(given)s” is no code. Use small letters, digits and single hyphens."
    ),
    "functions-unreadable": _("The list of functions cannot be read: %(fault)s"),
    "function-without-role": _(
        "The function “%(function)s” grants no role there is. Name one of the roles."
    ),
    "function-unknown": _(
        "The function “%(function)s” refers to “%(unknown)s”, which is not in the list."
    ),
    "function-in-use": _(
        "Offices rest on “%(function)s”: its role and its chair stay as they are."
        " Add a new function instead."
    ),
    "login-malformed": _(
        "“%(login)s” is no login. Use 2 to 63 small letters, digits, dots and hyphens."
    ),
    "login-taken": _("The login “%(login)s” is taken. Choose another."),
    "person-name-missing": _("A person needs a name. Write it."),
    "no-such-shift": _("There is no shift %(shift)s. Choose one from the roster."),
    "no-such-feed": _("This calendar address opens nothing. Make a new one."),
    "shift-length": _(
        "A shift ends after it begins, at most %(hours)s hours later. Correct it."
    ),
    "shift-begun": _("This shift has begun. What was planned stays as it is."),
    "shift-overlaps": _(
        "%(person)s is on duty from %(starts)s already. Choose somebody else."
    ),
    "shift-while-away": _("%(person)s is away then. Choose somebody else."),
    "not-of-the-house": _(
        "%(person)s does not serve in %(unit)s on that day. Choose somebody who does."
    ),
    "swap-with-oneself": _("A shift is swapped with somebody else. Choose whom."),
    "hand-over-not-now": _(
        "A hand-over is written during the shift, or within twelve hours after it."
    ),
    "hand-over-unfit": _(
        "A hand-over has 1 to %(most)s characters. Write what the next shift must know."
    ),
    "hand-over-confirmed": _("The next shift has confirmed this. Write to them."),
    "confirm-on-duty-only": _(
        "Whoever is on duty here now confirms a hand-over. Confirm it in your shift."
    ),
    "no-such-preference": _("This cannot be chosen. Choose one that is offered."),
    "link-spent": _(
        "This link does not work any more: it was used, or it is too old."
        " Ask the administrator for a new one."
    ),
}

NOTICES: dict[str, tuple[Words, Words]] = {
    "swap-asked": (
        _("%(person)s asks you to take over a shift"),
        _("%(unit)s, from %(starts)s to %(ends)s. Agree or decline on the roster."),
    ),
    "swap-agreed": (
        _("Your shift was taken over"),
        _("%(unit)s, from %(starts)s to %(ends)s: %(person)s is on duty instead."),
    ),
    "swap-declined": (
        _("Your shift was not taken over"),
        _("%(unit)s, from %(starts)s to %(ends)s stays with you."),
    ),
    "appointed": (
        _("You are appointed: %(function)s"),
        _("%(function)s, %(area)s, from %(starts)s. Sign in to see what that opens."),
    ),
    "office-ends": (
        _("Your office ends: %(function)s"),
        _("%(function)s, %(area)s, is held by you until before %(ends)s."),
    ),
    "term-ends-soon": (
        _("A term ends soon: %(function)s, %(area)s"),
        _("%(person)s holds it until before %(ends)s. Nominate who follows."),
    ),
    "nomination-refused": (
        _("A nomination was refused: %(function)s, %(area)s"),
        _("You nominated %(person)s. The reason stands on the page of the nomination."),
    ),
    "you-cover": (
        _("You cover for %(person)s"),
        _("From %(starts)s to %(ends)s. What they hold is yours to do meanwhile."),
    ),
    "suggestion-sent": (
        _("A suggestion from %(grid)s waits for your answer"),
        _("Number %(number)s. Answer by %(due)s: adopted, partly, or not and why."),
    ),
    "suggestion-answered": (
        _("Your suggestion was answered"),
        _("Number %(number)s, %(grid)s. %(name)s has answered it."),
    ),
    "suggestion-overdue": (
        _("A suggestion was not answered in time"),
        _("Number %(number)s, %(grid)s, was due %(due)s and waits for %(unit)s."),
    ),
}

NAMES: dict[str, dict[str, Words]] = {
    "post_kind": {
        "community-worker": _("community worker"),
        "public-servant": _("public servant"),
        "employee": _("employee"),
        "elected": _("elected member"),
    },
    "act": {
        "nominate": _("nominate"),
        "review": _("review"),
        "appoint": _("appoint"),
        "attach": _("attach to buildings"),
        "end": _("end"),
        "run-channels": _("run the channels"),
        "choose": _("choose how others are told"),
    },
    "state": {
        "nominated": _("nominated"),
        "reviewed": _("reviewed"),
        "active": _("in office"),
        "ended": _("ended"),
    },
    "source": {
        "volunteer": _("volunteer"),
        "community-police": _("community police"),
        "building-head": _("building head"),
        "business-owner": _("business owner"),
        "property-staff": _("property staff"),
        "owners-committee": _("owners' committee member"),
    },
    "organisation_kind": {
        "command-centre": _("command centre"),
        "service-centre": _("service centre"),
        "service-station": _("service station"),
        "comprehensive-management": _("comprehensive management"),
        "letters-and-visits": _("letters and visits"),
        "public-security": _("public security"),
        "family-and-health": _("family planning and health"),
        "education": _("education"),
        "civil-affairs": _("civil affairs"),
        "social-security": _("social security"),
        "market-regulation": _("market regulation"),
        "landscaping": _("landscaping"),
        "city-management": _("city management"),
        "department": _("department"),
        "neighbourhood-committee": _("neighbourhood committee"),
        "owners-committee": _("owners' committee"),
        "property-company": _("property company"),
        "resident-unit": _("resident unit"),
        "police-office": _("community police office"),
        "appraisal-panel": _("appraisal panel"),
        "mediation-committee": _("residents' mediation committee"),
        "docking-centre": _("pre-litigation docking centre"),
        "volunteer-team": _("volunteer team"),
        "party-organisation": _("party organisation"),
        "handling-team": _("handling team"),
        "other": _("other organisation"),
    },
}
