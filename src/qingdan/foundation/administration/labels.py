"""Recorded acts in Chinese; a verb that has no word here is shown as recorded."""

from __future__ import annotations

VERB_LABELS = {
    "sign_in": "登录",
    "enter_demo": "进入演示账号",
    "create_account": "建账号",
    "set_active": "启用或停用账号",
    "change_password": "改密码",
    "reset_password": "重置密码",
    "grant_role": "授权",
    "revoke_role": "撤销授权",
    "make_token": "建接口令牌",
    "revoke_token": "撤销接口令牌",
    "load_divisions": "装入区划",
    "enter_calendar_day": "录入调整日",
    "remove_calendar_day": "删除调整日",
    "confirm_calendar_year": "确认年份",
    "attach": "传附件",
    "install_pack": "安装政策包",
    "publish_edition": "发布清单",
    "draft_edition": "生成清单草稿",
}
