"""How a field is written on a page."""

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html


class Asked(forms.Form):
    plain = forms.CharField(help_text="Ít hơn 3 <b>dòng</b> & ngắn.")
    made = forms.CharField(help_text=format_html("<b>{}</b>", "Một < hai"))


def test_a_hint_is_escaped_unless_it_was_made_as_html():
    form = Asked()
    plain, made = (render_to_string("_components/field.html", {"field": form[name]}) for name in ("plain", "made"))
    assert "Ít hơn 3 &lt;b&gt;dòng&lt;/b&gt; &amp; ngắn." in plain
    assert "<b>Một &lt; hai</b>" in made
