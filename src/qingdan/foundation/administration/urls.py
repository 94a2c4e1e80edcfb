"""Addresses of the administration pages."""

from datetime import date

from django.urls import path, register_converter

from qingdan.foundation.administration.views import (
    accounts,
    audit,
    bodies,
    calendar,
    divisions,
    messages,
    session,
    tokens,
)


class DayConverter:
    """A day in an address: 2026-01-31."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; an impossible one is no address."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The day as written in addresses."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "administration"
urlpatterns = [
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.leave, name="sign_out"),
    path("password/", session.password, name="password"),
    path("demo/", session.demo, name="demo"),
    path("divisions/", divisions.divisions, name="divisions"),
    path("divisions/<str:code>/", divisions.division, name="division"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("calendar/", calendar.this_year, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="calendar_year"),
    path("calendar/<int:year>/day/", calendar.enter_day, name="calendar_enter"),
    path("calendar/<int:year>/notice/", calendar.confirm_notice, name="calendar_notice"),
    path("calendar/days/<day:day>/remove/", calendar.remove_day, name="calendar_remove"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.new_account, name="new_account"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/grant/", accounts.grant, name="grant"),
    path("accounts/<int:pk>/switch/", accounts.switch, name="switch_account"),
    path("accounts/<int:pk>/password/", accounts.reset_password, name="reset_password"),
    path("accounts/grants/<int:pk>/revoke/", accounts.revoke, name="revoke"),
    path("messages/", messages.inbox, name="messages"),
    path("messages/read/", messages.read_all, name="read_messages"),
    path("messages/<int:pk>/open/", messages.open_message, name="open_message"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new_token, name="new_token"),
    path("tokens/all/", tokens.all_tokens, name="all_tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.verify_audit, name="verify_audit"),
]
