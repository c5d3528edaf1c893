"""How forms are drawn: label, hint, error, input; the same words on top."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draw forms and fields with the templates of the look."""

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"
