"""A form whose words are looked through for marks of secrecy before anything of it is kept."""

from __future__ import annotations

from typing import Any

from django import forms

from qingdan.entry.dispatch.services.feedback import MARKED
from qingdan.foundation.documents.secrecy import marked


class WordsForm(forms.Form):
    """Refuses words with a mark of a secret or internal paper, at their field; files of the form are then not stored either."""

    def clean(self) -> dict[str, Any]:
        """The words, if none of them is marked."""
        said: dict[str, Any] = super().clean() or {}
        for name in [name for name, words in said.items() if isinstance(words, str) and marked(words)]:
            self.add_error(name, MARKED)
        return self.cleaned_data
