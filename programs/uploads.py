"""The form field for several files, on partners' pages and in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.uploads import Upload
from programs.answers import UploadField

MOST_ATTACHED = 5


class ManyFiles(forms.ClearableFileInput):
    """A file input that accepts several files."""

    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files; its value is a list of ``Upload``."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Each file as an ``Upload``."""
        sent = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(sent) > MOST_ATTACHED:
            raise ValidationError(_("Send at most %(most)s files at once."), params={"most": MOST_ATTACHED})
        return [super(UploadsField, self).clean(file, initial) for file in sent]
