"""The sample of a new kind of certificate as a guide: whatever is written either becomes one that fits or is refused plainly."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingdan.entry.admission.attached import Unfit, guide_content
from qingdan.policy.packs.guide_checks import content_faults

_PIECES = st.sampled_from(["兹证明", "{姓名}", "{证件号码}", "{身份证号}", "{住址}", "{name}", "{gap1}", "{ 住址 }", "{", "}", "｛户主｝", "{}", "\n", "。", "{{住址}}"])  # fmt: skip


@pytest.mark.property
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join)))
@example("{住址}和{住址}")
@example("{gap2}{住址}")
def test_whatever_is_written_becomes_a_guide_that_fits_or_is_refused(text: str) -> None:
    try:
        content = guide_content(model_text=text, procedure=["申请"], operating_rule="看")
    except Unfit as unfit:
        assert unfit.field == "model_text" and str(unfit).endswith("。")
    else:
        assert not list(content_faults(content))


def test_the_persons_own_gaps_are_set_from_what_the_counter_checked() -> None:
    content = guide_content(model_text="{姓名}，{身份证号}，{住址}，{姓名}", procedure=[], operating_rule="")
    assert content.model_text == "{name}，{id_number}，{gap3}，{name}"
    assert [(field.name, field.label) for field in content.fields] == [
        ("name", "姓名"), ("id_number", "证件号码"), ("gap3", "住址"),
    ]  # fmt: skip
