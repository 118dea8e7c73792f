"""Every answer of Slack has its row, and every failure is read for what it proves."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from handlers.answers import ADVICE, ANSWERS, CODES, Action, action_for
from handlers.trouble import Trouble, read_trouble
from tests.make import NOW

# What Slack's reference lists for chat.postMessage and chat.update.
PUBLISHED = """
    access_denied account_inactive accesslimited as_user_not_supported block_mismatch cant_broadcast_message
    cant_update_message channel_not_found deprecated_endpoint edit_window_closed ekm_access_denied
    enterprise_is_restricted external_channel_migrating fatal_error file_not_found internal_error
    invalid_arg_name invalid_arguments invalid_array_arg invalid_attachments invalid_auth invalid_blocks
    invalid_blocks_format invalid_charset invalid_form_data invalid_metadata_format invalid_metadata_schema
    invalid_post_type is_archived is_inactive markdown_text_conflict message_limit_exceeded message_not_found
    messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large method_deprecated missing_post_type
    missing_scope msg_blocks_too_long msg_too_long no_dual_broadcast_content_update no_permission no_text
    not_allowed_token_type not_authed not_in_channel org_login_required rate_limited ratelimited request_timeout
    restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel service_unavailable
    slack_connect_file_link_sharing_blocked streaming_state_conflict team_access_not_granted team_added_to_org
    team_not_found token_expired token_revoked too_many_attachments two_factor_setup_required update_failed
""".split()  # noqa: SIM905  (a list of sixty is easier to read so)


def test_every_published_code_has_its_row() -> None:
    assert [code for code in PUBLISHED if code not in ANSWERS] == []


def test_no_code_stands_in_two_rows() -> None:
    codes = [code for row in CODES.values() for code in row.split()]
    assert len(codes) == len(set(codes)) == len(ANSWERS)


def test_an_unknown_code_is_tried_again() -> None:
    assert action_for("invented_tomorrow") is Action.RETRY


def test_whatever_needs_a_person_says_what_to_do() -> None:
    assert set(ADVICE) == {Action.PAUSE_CHANNEL, Action.PAUSE_WORKSPACE}


class Answer:
    """What the SDK hands over with its error."""

    def __init__(self, status: int, data: object, retry_after: str | None = None) -> None:
        self.status_code = status
        self.data = data
        self.headers = {"Retry-After": retry_after} if retry_after else {}


class RawAnswer:
    """What it hands over when the body was not JSON: aiohttp's response."""

    status = 429
    headers = {"Retry-After": "7"}  # noqa: RUF012  (the shape of aiohttp's)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(200, {"ok": False, "error": "is_archived"}), Trouble(Action.PAUSE_CHANNEL, "is_archived")),
        (Answer(200, {"ok": False, "error": "ratelimited"}, "9"), Trouble(Action.WAIT, "ratelimited", 9.0)),
        (Answer(429, "", "3"), Trouble(Action.WAIT, "ratelimited", 3.0)),
        (Answer(429, {}), Trouble(Action.WAIT, "ratelimited", 30.0)),
        (RawAnswer(), Trouble(Action.WAIT, "ratelimited", 7.0)),
        (Answer(503, {}), Trouble(Action.RETRY, "http_503")),
        (Answer(413, {}), Trouble(Action.SPLIT, "http_413")),
        (Answer(200, {}), Trouble(Action.RETRY, "http_200")),
        (Answer(200, {"ok": False, "error": None}), Trouble(Action.RETRY, "http_200")),
    ],
)
def test_a_refusal_is_read_from_whatever_shape_it_has(answer: object, trouble: Trouble) -> None:
    error = SlackApiError("no", answer)  # type: ignore[no-untyped-call]  # the SDK leaves it so
    assert read_trouble(error, NOW) == trouble


@pytest.mark.parametrize(
    ("make", "action"),
    [
        (lambda: TimeoutError(), Action.IN_DOUBT),
        (lambda: aiohttp.ServerDisconnectedError(), Action.IN_DOUBT),
        (lambda: ConnectionResetError(), Action.IN_DOUBT),
        (lambda: aiohttp.ClientPayloadError(), Action.IN_DOUBT),
        (lambda: aiohttp.ConnectionTimeoutError(), Action.RETRY),
        (lambda: AttributeError("'str' object has no attribute 'get'"), Action.RETRY),
    ],
)
def test_a_broken_connection_is_in_doubt_unless_it_was_never_made(
    make: Callable[[], Exception], action: Action
) -> None:
    assert read_trouble(make(), NOW).action is action


async def test_a_refused_connection_proves_that_nothing_was_posted() -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorError) as refused:
            await session.post("http://127.0.0.1:1/api/chat.postMessage")
    assert read_trouble(refused.value, NOW).action is Action.RETRY
