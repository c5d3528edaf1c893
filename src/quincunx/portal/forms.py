"""The five questions of a report, and what a reporter may say of it later."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.portal.draft import Draft

MOST_PHOTOS = 6


class ManyPhotos(forms.ClearableFileInput):
    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several pictures at once."""

    def __init__(self, **about: Any) -> None:
        picker = ManyPhotos(attrs={"multiple": True, "accept": "image/*"})
        super().__init__(widget=picker, required=False, **about)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Photos, self).clean(each, initial) for each in given]


class PhotoPage(forms.Form):
    photos = Photos(
        label=_("Photos"),
        help_text=_("Without faces and number plates if you can. Not required."),
    )

    @staticmethod
    def told(draft: Draft) -> dict[str, Any]:
        del draft
        return {}


class PlacePage(forms.Form):
    words = forms.CharField(
        label=_("Describe the place in words"),
        help_text=_("Building, entrance, street, or what stands beside it."),
        max_length=300,
        required=False,
    )
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not told.get("words") and told.get("lon") is None and not self.area:
            self.add_error("words", _("Move the pin, choose a building, or say where."))
        return told

    area: int | None = None


class WordsPage(forms.Form):
    text = forms.CharField(
        label=_("What is wrong?"),
        help_text=_("One or two sentences. Leave out who you are."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say what is wrong.")},
    )


class TextPage(WordsPage):
    """With a list of who works there."""

    against = forms.ChoiceField(
        label=_("Is it about a body that works here?"),
        help_text=_(
            "Then it does not see your report until somebody lifts that on purpose. "
            "Not in the list? Name it above."
        ),
        required=False,
    )

    def among(self, bodies: list[Any]) -> None:
        """Let one choose from these."""
        cast(forms.ChoiceField, self.fields["against"]).choices = bodies


class LaterTextPage(WordsPage):
    """Answered without a network, so without a list of who works there."""

    about = forms.CharField(max_length=80, required=False)


DISCLOSURES = (
    ("nobody", _("Nobody: report without a name")),
    ("platform", _("The platform only")),
    ("unit", _("The unit that does the work may know")),
)


class ConsentForm(forms.Form):
    """Who may know, and whether there is news."""

    disclosure = forms.ChoiceField(
        label=_("Who may know how to reach you?"),
        choices=(
            *DISCLOSURES[1:],
            ("erase", _("Nobody: erase what I left")),
        ),
        widget=forms.RadioSelect,
    )
    news = forms.BooleanField(
        label=_("Send me news of this report"), required=False, initial=True
    )


class LeaveForm(forms.Form):
    """A follower has had enough of it."""


class ContactPage(forms.Form):
    disclosure = forms.ChoiceField(
        label=_("Who may know how to reach you?"),
        choices=DISCLOSURES,
        widget=forms.RadioSelect,
        initial="platform",
    )
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Only if you want news by message."),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "tel", "autocomplete": "tel"}
        ),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Ten letters and figures, as on your receipt: QH7K 3M9 WT2."),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "short",
                "autocomplete": "off",
                "autocapitalize": "characters",
            }
        ),
    )


RATINGS = tuple((n, str(n)) for n in range(1, 6))


def _words(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Is it solved?"),
        choices=(("solved", _("Solved")), ("partly-solved", _("Partly solved"))),
        widget=forms.RadioSelect,
    )
    rating = forms.TypedChoiceField(
        label=_("How well was it done? 5 is best"),
        choices=RATINGS,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    text = _words(_("Anything to add?"), required=False)


class NotSolvedForm(forms.Form):
    """Said where the time to reopen is over: the word still counts."""

    verdict = forms.CharField(widget=forms.HiddenInput, initial="not-solved")
    text = _words(_("What is still wrong?"))


class ReopenForm(forms.Form):
    text = _words(_("What is still wrong?"))
    photos = Photos(label=_("Photos"))


class AnswerForm(forms.Form):
    text = _words(_("Your answer"))
    photos = Photos(label=_("Photos"))


class ConfirmForm(forms.Form):
    """The reporter verifies: what they see counts."""

    text = _words(_("Anything to add?"), required=False)


class WithdrawForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you withdraw it?"),
        choices=(
            ("solved-itself", _("It has solved itself")),
            ("by-mistake", _("I reported it by mistake")),
            ("other-way", _("It was settled another way")),
        ),
        widget=forms.RadioSelect,
    )


class UrgeForm(forms.Form):
    text = _words(_("What should we know?"), required=False)
