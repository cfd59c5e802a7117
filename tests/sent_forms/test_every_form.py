"""The walk that looks for the key of every form (tests/hostile/test_pages.py) sees a form without one."""

from tests.sent_forms.pages import forms_in
from web.sent_forms import FORM_KEY


def test_control_a_form_without_a_key_is_seen():
    (form,) = forms_in('<form method="post"><input type="hidden" name="x" value="1"></form>', at="/here/")
    assert (form.action, FORM_KEY in form.fields) == ("/here/", False)
