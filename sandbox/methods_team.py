"""auth.*, team.*, users.*, dnd.* and views.*"""

from __future__ import annotations

from sandbox import shapes
from sandbox.api import Api, Args, Method
from sandbox.blocks import check_view
from sandbox.errors import ApiError
from sandbox.model import Json, OpenView


def auth_test(api: Api, args: Args) -> Json:
    """auth.test."""
    team = api.slack.team
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": api.slack.users[team.bot_user].name,
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def team_info(api: Api, args: Args) -> Json:
    """team.info."""
    team = api.slack.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain}}


def users_info(api: Api, args: Args) -> Json:
    """users.info."""
    user = api.user(args.need("user"))
    return {"user": shapes.user_object(user, api.slack.clock.now())}


def users_list(api: Api, args: Args) -> Json:
    """users.list, everybody on one page."""
    now = api.slack.clock.now()
    people = [shapes.user_object(user, now) for user in api.slack.users.values()]
    return {"members": people, "response_metadata": {"next_cursor": ""}}


def dnd_info(api: Api, args: Args) -> Json:
    """dnd.info: nobody here has do-not-disturb hours."""
    api.user(args.text("user") or api.bot)
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


def views_open(api: Api, args: Args) -> Json:
    """views.open."""
    view = check_view(args.json("view"), ("modal",))
    user = api.tickets.use_trigger(args.need("trigger_id"))
    return _shown(api, api.slack.views.open(user, view))


def views_push(api: Api, args: Args) -> Json:
    """views.push."""
    view = check_view(args.json("view"), ("modal",))
    user = api.tickets.use_trigger(args.need("trigger_id"))
    if api.slack.view_of(user) is None:
        raise ApiError("not_found", "that person has no view open to push onto")
    return _shown(api, api.slack.views.push(user, view))


def views_update(api: Api, args: Args) -> Json:
    """views.update, by view_id or external_id; a `hash` must be the current one."""
    opened = api.slack.views.find(args.text("view_id") or None, args.text("external_id") or None)
    view = check_view(args.json("view"), (opened.view["type"],))
    return _shown(api, api.slack.views.update(opened, view, args.text("hash") or None))


def views_publish(api: Api, args: Args) -> Json:
    """views.publish: somebody's Home tab."""
    if not api.manifest.home_tab:
        raise ApiError("not_enabled", "the manifest has home_tab_enabled: false")
    user = api.user(args.need("user_id"))
    view = check_view(args.json("view"), ("home",))
    return _shown(api, api.slack.views.publish(user.id, view, args.text("hash") or None))


def _shown(api: Api, opened: OpenView) -> Json:
    return {"view": shapes.view_object(opened, api.slack.team)}


METHODS: dict[str, Method] = {
    "auth.test": auth_test,
    "team.info": team_info,
    "users.info": users_info,
    "users.list": users_list,
    "dnd.info": dnd_info,
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
}
