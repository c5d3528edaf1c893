"""E-mail, through the server that Django's EMAIL_ settings name."""

from django.core.mail import EmailMessage

from quincunx.foundation.channels import Letter


def send(letter: Letter) -> None:
    """Send one mail; the same notice always carries the same Message-ID."""
    EmailMessage(
        subject=" ".join(letter.title.split()),
        body="\n\n".join(filter(None, (letter.body, letter.link))),
        to=[letter.to],
        headers={
            "Message-ID": f"<notice-{letter.notice}@quincunx>",
            "Auto-Submitted": "auto-generated",
        },
    ).send()
