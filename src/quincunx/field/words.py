"""What the app says, by the names its scripts use; both languages go along offline."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.cases import words as of_cases
from quincunx.cases.errands import ON_THE_SPOT
from quincunx.cases.lifecycle import LIFECYCLE

Said = str | Promise

WORDS: Mapping[str, Said] = {
    # --- the frame ---
    "tasks": _("Tasks"),
    "report": pgettext_lazy("field app", "Report"),
    "me": pgettext_lazy("one's own page", "Me"),
    "main": _("Main"),
    "back": _("Back"),
    "as_of": _("as of {time}"),
    "offline": _("No network."),
    "offline_go_on": _("Go on working; what you do waits here and goes by itself."),
    "offline_waiting": _("Go on working. Waiting here, to go out by itself: {n}."),
    "signed_out": _("You are signed out. What you do is kept on this telephone."),
    "sign_in": _("Sign in"),
    "not_safe": _(
        "This address is not reached by https, so nothing can be kept on this"
        " telephone. Ask whoever runs the installation."
    ),
    "clock_off": _("The clock of this telephone is {span} off. Times are put right."),
    "loading": _("Getting what you need for work without a network…"),
    # --- first sync ---
    "first_title": _("Get your grid"),
    "first_text": _(
        "Tasks, matters and the list of buildings come onto this telephone, so that"
        " you can work without a network. About {size}."
    ),
    "first_bound": _(
        "This telephone stays signed in until thirty days after its last use. Sign it"
        " out under Me."
    ),
    "first_failed": _("It did not come through: {why} Nothing is lost. Try again."),
    "first_offline": _("The first time needs a network. Try again when there is one."),
    "begin": _("Begin"),
    # --- tasks ---
    "by_deadline": _("By deadline"),
    "by_distance": _("By distance"),
    "order": _("Order"),
    "no_tasks": _("Nothing to do."),
    "no_tasks_next": _("What you see on your way you can report."),
    "no_position_order": _("No position: sorted by deadline."),
    "left": _("{span} left"),
    "over": _("{span} over"),
    "by": _("by {time}"),
    "paused": _("Paused"),
    "days": pgettext_lazy("span", "{n} d"),
    "hours": pgettext_lazy("span", "{n} h"),
    "minutes": pgettext_lazy("span", "{n} min"),
    "today": _("today"),
    "check": _("Check: {what}"),
    "verify": _("Verify: {what}"),
    "handle": _("Handle: {what}"),
    "emergency": _("Emergency: {what}"),
    "waits_here": _("What you did waits here to be sent."),
    # --- one task ---
    "what": _("What"),
    "done_when": _("Done when"),
    "sample": _("Sample"),
    "history": pgettext_lazy("field app", "History"),
    "way": _("Way there"),
    "map_app": _("Map app"),
    "amap": _("AMap"),
    "baidu": _("Baidu"),
    "tencent": _("Tencent"),
    "more": _("More"),
    "gone": _("This task is not on your list any more."),
    "number": _("Number"),
    # --- report ---
    "draft_kept": _("Draft kept"),
    "take_photo": _("Take a photo"),
    "choose_photo": _("Choose from the telephone"),
    "remove_photo": _("Remove photo {n}"),
    "photo": _("Photo {n}"),
    "photos": _("Photos"),
    "photo_broken": _("“{name}” is no picture this telephone can read."),
    "what_is_it": _("What is it?"),
    "all_matters": _("All {n}"),
    "find_matter": _("Find a matter"),
    "where": _("Where?"),
    "finding": _("Finding the position…"),
    "good": _("±{n} m, good"),
    "fair": _("±{n} m, fair"),
    "poor": _("±{n} m, poor"),
    "by_hand": _("set by hand"),
    "no_position": _("No position. Choose a building, or move the pin."),
    "choose_building": _("Choose a building"),
    "find_building": _("Find a building"),
    "here": _("Place in words"),
    "here_hint": _("Entrance, floor, or what stands beside it. Optional."),
    "pin": _("Pin: press where it is, or use the arrows"),
    "north": _("Move the pin north"),
    "south": _("Move the pin south"),
    "west": _("Move the pin west"),
    "east": _("Move the pin east"),
    "spot": _("I have dealt with it on the spot"),
    "spot_hint": _("Recorded in one step; the photo shows how it is now."),
    "spot_not": _("This matter is not on the list for dealing with on the spot."),
    "result": _("What was done"),
    "note": _("Note"),
    "optional": _("optional"),
    "submit": _("Send the report"),
    "keep": _("Keep to send later"),
    "errors": _("Error: something is missing"),
    "say_what": _("Choose what it is, or write a note."),
    "say_result": _("Write what was done."),
    "say_fact": _("“{name}” is missing."),
    "kept_report": _("Report kept. It goes out by itself."),
    "draft_found": _("You have a report that is not finished."),
    "go_on": _("Go on with it"),
    "throw_away": _("Throw it away"),
    # --- outbox ---
    "to_send": _("To send"),
    "sum": _("{n} to send, {size}"),
    "all_sent": _("All delivered"),
    "send_now": _("Send now"),
    "wifi_only": _("Photos on Wi-Fi only"),
    "state_draft": _("Draft. You have not finished it."),
    "state_waiting": pgettext_lazy("to be sent", "Waiting"),
    "state_behind": _("Waiting for the one before it"),
    "state_wifi": _("Text delivered, number {number}. Photos wait for Wi-Fi."),
    "state_sending": _("Sending, {n} %"),
    "state_sending_text": _("Sending, {n} %. Text delivered, number {number}."),
    "state_delivered": _("Delivered {time}, number {number}"),
    "state_needs": _("Needs you"),
    "seven_days": _(
        "Delivered items stay on this telephone for seven days, then they are wiped."
        " Nothing is dropped without asking you."
    ),
    "try_again": _("Try again"),
    "edit": _("Change it"),
    "without_photos": _("Send without photos"),
    "copy": _("Copy the text"),
    "copied": _("Copied"),
    "discard": _("Discard"),
    "sure_discard": _("Discard for good? The text was copied."),
    "conflict": _("The case has changed meanwhile"),
    "my_version": _("What I did"),
    "their_version": _("How it stands"),
    "as_remark": _("Send as a remark"),
    "all_the_same": _("Do it all the same"),
    "not_yours_now": _("The case is not with you any more."),
    "nearly_full": _("{n} % of the room for unsent work is used. Send soon."),
    "full": _("There is room for {n} items or {mb} MB here. Send some first."),
    "telephone_full": _(
        "The telephone has no room left. What you wrote stands here still: make room,"
        " or copy the text, then press again."
    ),
    "no_room": _(
        "This telephone has no room left. What waits here is sent; nothing new can be"
        " kept. Make room."
    ),
    "server_broke": _(
        "The server could not take it, several times. Try again later, or copy the"
        " text and call your house."
    ),
    "photo_lost": _("The photo “{name}” is not on this telephone any more."),
    # --- me ---
    "account": _("Account and password"),
    "my_reports": _("My reports"),
    "my_positions": _("My positions"),
    "positions_text": _(
        "Your position is asked once for a report, when you open it. Nothing else is"
        " asked or stored: no way, no times, no place of yours between reports."
    ),
    "positions_distance": _(
        "“By distance” asks once as well; that position stays on this telephone and is"
        " not kept."
    ),
    "positions_kept": _(
        "The place stays with its case. That your telephone measured it, and how"
        " exactly, is deleted 30 days after the report; then it stands here no more."
    ),
    "position_until": _("deleted {time}"),
    "my_telephones": _("My telephones"),
    "telephones_text": _(
        "Signed in until thirty days after their last use. Sign out one you have lost."
    ),
    "telephones_offline": _("The list needs a network. Try again when there is one."),
    "telephone_kind": _("Telephone"),
    "telephone_here": _("this one"),
    "telephone_seen": _("last used {time}"),
    "telephone_end": _("Sign it out"),
    "telephone_none": _("No telephone stays signed in."),
    "no_positions": _("No position of yours is stored."),
    "language": _("Language"),
    "elder": pgettext_lazy("field app", "Larger"),
    "elder_hint": _("Larger letters and buttons, a telephone number on each page"),
    "used": _("Kept on this telephone"),
    "sync_now": _("Fetch anew"),
    "sign_out": pgettext_lazy("field app", "Sign out"),
    "sign_out_unsent": _("{n} items are not sent. Signing out deletes them here."),
    "sign_out_sure": _("Delete {n} unsent items and sign out"),
    "sign_out_stay": _("Stay signed in"),
    "really": _("They cannot be brought back. Really?"),
    "complain": _("Complaints and suggestions"),
    "call": _("Need help? Call {name}"),
    "done_here": _("Kept. It goes out by itself."),
}


def words() -> dict[str, str]:
    """Return everything the app says in the language that is active."""
    told = {name: str(said) for name, said in WORDS.items()}
    named: tuple[tuple[str, Mapping[str, Said]], ...] = (
        ("act", of_cases.VERBS),
        ("done", of_cases.DONE),
        ("state", of_cases.STATES),
        ("shown", of_cases.SHOWN),
    )
    for kind, names in named:
        told |= {f"{kind}.{code}": str(said) for code, said in names.items()}
    facts = [f for act in ON_THE_SPOT for f in LIFECYCLE.row(act).facts]
    told |= {
        f"fact.{f.name}": of_cases.say(dict(of_cases.FACTS), f.name) for f in facts
    }
    codes = {code for fact in facts for code in fact.choices}
    told |= {f"choice.{c}": of_cases.say(dict(of_cases.CHOICES), c) for c in codes}
    return dict(sorted(told.items()))
