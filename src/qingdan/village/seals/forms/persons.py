"""Naming a person in a form: one of the village's accounts, a name that is on record, or another name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from qingdan.foundation.orgs.models import Account
from qingdan.village.seals.rules import Who

OTHER = "other"


def choices_of(people: Sequence[Account], names: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Accounts, names on record that no account has, and another."""
    known = {str(person) for person in people}
    return [
        *((f"a{person.pk}", str(person)) for person in people),
        *((f"n{name}", name) for name in dict.fromkeys(names) if name not in known),
        (OTHER, "别人（在下面写姓名）"),
    ]


def add_person(
    form: forms.Form,
    name: str,
    label: str,
    people: Sequence[Account],
    names: Sequence[str],
    initial: str,
    help_: str = "",
) -> None:
    """Two fields for one person: the choice, and the name of another."""
    choices = choices_of(people, names)
    form.fields[name] = forms.ChoiceField(
        label=label, choices=choices, initial=_initial(choices, initial), help_text=help_
    )
    form.fields[f"{name}_other"] = forms.CharField(label="选了“别人”的，写姓名", max_length=60, required=False)


def _initial(choices: Sequence[tuple[str, str]], name: str) -> str:
    return next((value for value, label in choices if label == name), choices[0][0])


def person_of(said: dict[str, Any], name: str, people: Sequence[Account]) -> Who:
    """The person that a valid form names."""
    value = said[name]
    if value == OTHER:
        return Who(None, said[f"{name}_other"])
    if value.startswith("n"):
        return Who(None, value[1:])
    return next(Who(person.pk, str(person)) for person in people if f"a{person.pk}" == value)
