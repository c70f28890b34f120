"""Which permission each method of the pretended Web API asks for, as Slack documents them.

https://docs.slack.dev/reference/methods, "Required scopes" of each method. "" needs none beyond a valid token.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.sandbox.methods import ApiError

SCOPE_OF_METHOD: Final = {
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "auth.test": "",
    "bots.info": "users:read",
    "chat.getPermalink": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.unfurl": "links:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
    "views.open": "",
    "views.publish": "",
    "views.push": "",
    "views.update": "",
}


def check_scope(method: str, provided: Collection[str]) -> None:
    """Refuse a call whose token lacks the method's scope: `missing_scope`, with what is needed and what there is."""
    needed = SCOPE_OF_METHOD[method]
    if needed and needed not in provided:
        raise ApiError("missing_scope", needed=needed, provided=",".join(sorted(provided)))
