"""What each answer of Slack means for the message that was being posted (requirement A12).

A code that is not in the table is tried again and given up after a day, never for ever.
"""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What the poster does next.

    WAIT obeys Retry-After. IN_DOUBT: Slack may have stored it; it is posted again, since a message twice is better
    than a message lost. SPLIT posts it in pieces, TEXT_ONLY without blocks and metadata.
    """

    WAIT = "wait"
    RETRY = "retry"
    IN_DOUBT = "in_doubt"
    SPLIT = "split"
    TEXT_ONLY = "text_only"
    PAUSE_CHANNEL = "pause_channel"
    PAUSE_WORKSPACE = "pause_workspace"
    DEAD = "dead"


CODES: dict[Action, str] = {
    Action.WAIT: "ratelimited rate_limited message_limit_exceeded",
    Action.RETRY: """
        service_unavailable request_timeout team_added_to_org org_login_required external_channel_migrating
        update_failed streaming_state_conflict
    """,
    Action.IN_DOUBT: "fatal_error internal_error",
    Action.SPLIT: "msg_too_long msg_blocks_too_long",
    Action.TEXT_ONLY: """
        invalid_blocks invalid_blocks_format block_mismatch invalid_attachments too_many_attachments
        attachment_payload_limit_exceeded too_many_contact_cards markdown_text_conflict metadata_too_large
        invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app
        slack_connect_file_link_sharing_blocked slack_connect_canvas_sharing_blocked
        slack_connect_lists_sharing_blocked slack_connect_clip_sharing_blocked slack_connect_blocked_file_type
    """,
    Action.PAUSE_CHANNEL: """
        channel_not_found not_in_channel is_archived is_inactive restricted_action
        restricted_action_read_only_channel restricted_action_thread_only_channel restricted_action_thread_locked
        restricted_action_non_threadable_channel messages_tab_disabled ekm_access_denied access_denied
        user_not_found cannot_dm_bot duplicate_channel_not_found
    """,
    Action.PAUSE_WORKSPACE: """
        invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission
        not_allowed_token_type team_not_found team_access_not_granted enterprise_is_restricted
        two_factor_setup_required accesslimited app_missing_action_url is_bot method_deprecated deprecated_endpoint
    """,
    Action.DEAD: """
        no_text message_not_found cant_update_message edit_window_closed cant_broadcast_message
        no_dual_broadcast_content_update cannot_reply_to_message thread_not_found duplicate_message_not_found
        as_user_not_supported invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data
        invalid_post_type missing_post_type invalid_json json_not_object file_not_found
    """,
}

ANSWERS: dict[str, Action] = {code: action for action, codes in CODES.items() for code in codes.split()}

# What a person has to do; shown once in the log and on /healthz.
ADVICE: dict[Action, str] = {
    Action.PAUSE_CHANNEL: "Invite the bot to the channel again, or remove the channel from config.toml.",
    Action.PAUSE_WORKSPACE: "Install the app again and put its new token into SIGNALS_SLACK__BOT_TOKEN.",
}
ADVICE_ELSEWHERE = "Install the app there again, at /slack/install."


def action_for(code: str) -> Action:
    """Look an error code of Slack up; an unknown one is tried again until the message is a day old."""
    return ANSWERS.get(code, Action.RETRY)
