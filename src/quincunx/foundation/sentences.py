"""What the foundation's refusals say."""

from django.utils.translation import gettext_lazy as _

from quincunx.foundation.wording import Words

SENTENCES: dict[str, Words] = {
    "unknown-act": _("There is no act “%(act)s”. Choose one that is offered."),
    "act-not-open": _(
        "“%(act)s” is not possible now: the state is “%(state)s”."
        " Load the page again to see what is possible."
    ),
    "nothing-sealed-yet": _(
        "No journal was sealed by %(day)s. Run the duty loop once, then ask again."
    ),
    "anchor-unreadable": _(
        "This is no anchor of a journal. Give the file that was exported, unchanged."
    ),
    "anchor-too-old": _(
        "The entries up to number %(number)s were dropped when they expired."
        " Give a later anchor."
    ),
    "receipt-key-bad": _(
        "The key of a sending has 1 to %(longest)s characters. Send another one."
    ),
    "receipt-in-flight": _(
        "The same sending is still being worked on. Ask again in a few seconds."
    ),
    "key-used-otherwise": _(
        "This key was used before for something else. Send it under a new key."
    ),
    "master-key-missing": _(
        "The file %(file)s with the master key is missing or empty, and sealed fields"
        " exist. Put it back from where it is kept."
    ),
    "master-key-unknown": _(
        "The master key %(name)s is not in the file of keys."
        " Put the complete file back from where it is kept."
    ),
    "sealed-erased": _("“%(field)s” was erased and cannot be read any more."),
    "sealed-unreadable": _(
        "“%(field)s” cannot be opened: it was altered, or sealed under another key."
        " Tell whoever runs this installation."
    ),
    "purpose-missing": _("Say what you read this for. Nothing was shown."),
    "second-step-needed": _(
        "Who somebody is opens for %(minutes)s minutes after you have given your second"
        " step. Give it, then ask again. Nothing was shown."
    ),
    "reading-without-a-name": _(
        "Only somebody who is known by name reads who somebody is."
    ),
    "reveals-used-up": _(
        "You have opened %(most)s fields today, and no more are opened. Go on tomorrow."
    ),
    "file-empty": _("The file is empty. Choose another one."),
    "file-too-large": _("The file is larger than %(most)s MB. Send a smaller one."),
    "upload-gap": _(
        "A piece of the file is missing before this one. Go on from byte %(offset)s."
    ),
    "upload-missing": _("The file is not here yet. Send it again, then this."),
    "upload-hash-malformed": _("This is no SHA-256 of a file."),
    "upload-hash-wrong": _(
        "What came is not the file that was announced. Send it again from the start."
    ),
    "upload-piece-too-large": _("One piece has 1 byte to %(most)s KB."),
    "upload-beyond-its-size": _("The file was announced with %(size)s bytes."),
    "uploads-too-many": _(
        "More than %(most)s MB are on their way from you. Finish some first."
    ),
    "no-such-file": _("This file does not exist."),
    "database-away": _(
        "The database does not answer just now. What you sent last was not"
        " acknowledged: look whether it is there, or send it again in a few seconds."
    ),
    "database-busy": _(
        "Too many are writing at once. What you sent last was not kept:"
        " send it again in a few seconds."
    ),
    "value-not-understood": _(
        "Something in what was sent is no text, or too large a number. Nothing was"
        " changed. Send it without."
    ),
    "no-room": _(
        "There is no room to write anything now. What you sent last was not kept."
        " Tell whoever runs this installation, and send it again later."
    ),
    "disk-full": _(
        "There is no room for files now. The report can be sent without them."
        " Tell whoever runs this installation."
    ),
    "channels-file-wrong": _(
        "The file of channels cannot be used (%(part)s, %(where)s). Correct it there;"
        " until then no robot and no text is sent."
    ),
    "no-such-channel": _("There is no channel “%(channel)s”."),
    "no-such-notice": _("There is no such notice among yours."),
    "too-many-codes": _(
        "Too many codes were sent to this number. Ask for the next one after %(again)s."
    ),
    "proof-asked-often": _(
        "Codes are sent once a minute to one address, five times an hour and ten times"
        " a day. Wait %(minutes)s minutes, or call the service station."
    ),
    "proof-over": _("This code is over. Ask for a new one."),
    "proof-wrong": _("This is not the code. Look at the message again."),
}

NOTICES: dict[str, tuple[Words, Words]] = {
    "sign-in-code": (
        _("Your code is %(code)s"),
        _(
            "Type %(code)s on the page where you asked for it, within ten minutes."
            " Nobody of ours will ever ask you for it. If you did not ask for it, there"
            " is nothing to do."
        ),
    ),
}

# Why an address outside could not be called.
NAMES: dict[str, dict[str, Words]] = {
    "fault": {
        "no-answer": _("nobody answers there"),
        "ConnectionRefusedError": _("nobody answers there"),
        "TimeoutError": _("the answer took too long"),
        "gaierror": _("the name of the host is not known"),
        "too-slow": _("the answer took too long"),
        "tls-wrong": _("its certificate is not good"),
        "host-unknown": _("the name of the host is not known"),
        "host-private": _(
            "the host lies in a private network and is not named in QUINCUNX_INSIDE"
        ),
        "address-not-https": _("the address is not https"),
        "address-malformed": _("the address is none"),
    },
}
