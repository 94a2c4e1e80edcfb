"""What a checker types from a paper."""

from __future__ import annotations

import re
import unicodedata

from django import forms

from qingdan.foundation.web.text import clean_words

LONGEST_NAME = 60
_FOUR = re.compile(r"[0-9]{3}[0-9X]|[0-9A-Z]{4}")


class PaperForm(forms.Form):
    """Name and the last four signs of the identity number."""

    name = forms.CharField(
        label="姓名", max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请照着纸上填姓名。", "max_length": f"姓名最多 {LONGEST_NAME} 个字。"},
    )  # fmt: skip
    last_four = forms.CharField(
        label="证件号后四位", max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "maxlength": 4}),
        error_messages={"required": "请填证件号的最后四位。", "max_length": "只填证件号的最后四位。"},
    )  # fmt: skip

    def clean_name(self) -> str:
        """The name without characters that no name has."""
        name = clean_words(self.cleaned_data["name"], longest=LONGEST_NAME)
        if not name:
            raise forms.ValidationError("请照着纸上填姓名。")
        return name

    def clean_last_four(self) -> str:
        """Four signs; the last may be X."""
        signs = "".join(unicodedata.normalize("NFKC", self.cleaned_data["last_four"]).split()).upper()
        if not _FOUR.fullmatch(signs):
            raise forms.ValidationError("请填证件号的最后四位，最后一位可能是 X。")
        return signs
