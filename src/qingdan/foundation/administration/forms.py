"""Forms of the administration pages."""

from __future__ import annotations

from django import forms

from qingdan.foundation.orgs.choices import Role, TokenScope
from qingdan.foundation.orgs.divisions import BadDivisionCode, full_code
from qingdan.foundation.orgs.models import Body, Division
from qingdan.foundation.web.widgets import DayInput


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = forms.CharField(
        label="原密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text="至少 10 个字符，不能全是数字，不能是常见密码，不能和姓名、用户名相近。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍新密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both new passwords must be the same."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError("两次输入的新密码不一样。")
        return again


class AccountForm(forms.Form):
    """A new account."""

    username = forms.CharField(label="用户名", max_length=60, help_text="字母、数字或汉字，不分大小写，建成后不能改。")
    display_name = forms.CharField(label="姓名", max_length=60)
    password = forms.CharField(
        label="初始密码",
        max_length=200,
        strip=False,
        help_text="至少 10 个字符。本人第一次登录时必须改掉。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PasswordResetForm(forms.Form):
    """A first password for somebody else."""

    password = AccountForm.base_fields["password"]


class AccountFilter(forms.Form):
    """Narrows the list of accounts."""

    q = forms.CharField(label="用户名或姓名", required=False, max_length=60)
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部"), *Role.choices])
    active = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("1", "启用"), ("0", "停用")])


class GrantForm(forms.Form):
    """A role in a scope."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    division = forms.CharField(
        label="在哪里有效（区划代码）",
        max_length=12,
        help_text="这个区划和它下面的全部区划。例如 120117 是全区，120117001 是一个镇街。",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    body = forms.ModelChoiceField(
        label="代表哪个单位", queryset=Body.objects.filter(valid_to=None), required=False, empty_label="不限定单位"
    )
    until = forms.DateField(label="到哪一天为止", required=False, widget=DayInput())

    def clean_role(self) -> Role:
        """The role as its own type."""
        return Role(self.cleaned_data["role"])

    def clean_division(self) -> Division:
        """A loaded division."""
        try:
            return Division.objects.get(code=full_code(self.cleaned_data["division"]))
        except BadDivisionCode as error:
            raise forms.ValidationError(str(error)) from error
        except Division.DoesNotExist as error:
            raise forms.ValidationError("没有装入这个区划，请到“行政区划”里核对代码。") from error


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label="用在哪里", max_length=60, help_text="例如：区政务服务平台同步清单。")
    scope = forms.ChoiceField(
        label="能做什么",
        choices=TokenScope.choices,
        initial=TokenScope.READ,
        widget=forms.RadioSelect,
        help_text="只取数据就选“只读”。",
    )
    expires_on = forms.DateField(label="有效到", widget=DayInput(), help_text="最长一年，到期要另建。")

    def clean_scope(self) -> TokenScope:
        """The scope as its own type."""
        return TokenScope(self.cleaned_data["scope"])


class TokenFilter(forms.Form):
    """Narrows the list of everybody's tokens."""

    q = forms.CharField(label="账号、用途或令牌开头", required=False, max_length=60)
    live = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("1", "有效"), ("0", "已撤销或过期")])


class CalendarDayForm(forms.Form):
    """A day that the State Council's notice sets differently from its weekday."""

    day = forms.DateField(label="日期", widget=DayInput())
    is_work = forms.TypedChoiceField(
        label="安排",
        choices=[("0", "放假"), ("1", "调休上班")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="说明", max_length=100, help_text="什么节日，或者为哪个节日调休。")
    source = forms.CharField(label="通知文号", max_length=200, help_text="国务院办公厅当年的节假日安排通知。")


class CalendarNoticeForm(forms.Form):
    """The notice of a year."""

    source = forms.CharField(
        label="通知文号", max_length=200, help_text="放假和调休的每一天都录入以后再确认；确认后这一年不再是暂定。"
    )
