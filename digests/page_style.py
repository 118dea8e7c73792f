"""The look of the HTML preview: Slack's light theme, drawn with our own rules and no file from outside."""

from __future__ import annotations

CSS = """
:root { --ink: #1d1c1d; --grey: #616061; --faint: #ddd; --link: #1264a3; --side: #3f0e40; --hover: #f8f8f8; }
* { box-sizing: border-box; }
html, body { margin: 0; height: 100%; }
body {
  color: var(--ink); background: #fff; overflow-wrap: anywhere;
  font: 15px/1.46668 "Slack-Lato", Lato, "Helvetica Neue", Helvetica, "Segoe UI", Arial, "Noto Color Emoji", sans-serif;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
.house { display: flex; min-height: 100%; }
.side { flex: 0 0 236px; background: var(--side); color: #d1c4d2; padding: 0 0 24px; }
.side .stay { position: sticky; top: 0; }
.side h1 { margin: 0; padding: 13px 18px; height: 50px; font-size: 18px; line-height: 24px; font-weight: 900;
  color: #fff; border-bottom: 1px solid rgba(255,255,255,.12); white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.side h2 { margin: 18px 18px 4px; font-size: 14px; font-weight: 400; color: #b6a3b7; }
.side a { display: block; margin: 0 8px; padding: 3px 10px; border-radius: 6px; color: #d9cdda; white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.side a:first-of-type { background: #1164a3; color: #fff; }
.side a:hover { text-decoration: none; background: rgba(255,255,255,.12); }
.side a:first-of-type:hover { background: #1164a3; }
.main { flex: 1 1 auto; min-width: 0; }
.channel > h2 { position: sticky; top: 0; z-index: 2; margin: 0; padding: 12px 20px; height: 50px; font-size: 18px;
  line-height: 26px; font-weight: 900; background: #fff; border-bottom: 1px solid var(--faint); white-space: nowrap;
  overflow: hidden; text-overflow: ellipsis; }
.channel { padding-bottom: 26px; }
.hash { color: var(--grey); font-weight: 400; padding-right: 5px; }
.date { position: relative; margin: 14px 20px 8px; text-align: center; }
.date::before { content: ""; position: absolute; left: -20px; right: -20px; top: 50%;
  border-top: 1px solid var(--faint); }
.date span { position: relative; display: inline-block; padding: 2px 16px; font-size: 13px; font-weight: 700;
  background: #fff; border: 1px solid var(--faint); border-radius: 24px; }
.message { display: flex; gap: 8px; padding: 8px 20px; }
.message:hover { background: var(--hover); }
.face { flex: 0 0 36px; width: 36px; height: 36px; border-radius: 6px; margin-top: 4px; }
.said { flex: 1 1 auto; min-width: 0; max-width: 760px; }
.who { font-weight: 900; }
.app { margin: 0 4px; padding: 1px 3px; font-size: 10px; font-weight: 700; line-height: 1.25; color: var(--grey);
  background: #e8e8e8; border-radius: 2px; vertical-align: 1px; }
.time { font-size: 12px; color: var(--grey); }
.header { margin: 8px 0 4px; font-size: 18px; line-height: 1.33334; font-weight: 900; }
.text { margin: 4px 0; white-space: pre-line; }
.quote { margin: 4px 0; padding-left: 12px; border-left: 4px solid var(--faint); border-radius: 2px;
  white-space: pre-line; }
.said ul { margin: 2px 0 4px; padding-left: 26px; }
.said li { padding-left: 2px; margin: 1px 0; }
.context { margin: 6px 0; font-size: 13px; line-height: 1.38463; color: var(--grey); }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px 16px; margin: 8px 0;
  max-width: 520px; white-space: pre-line; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
.button { padding: 3px 11px; font-size: 13px; font-weight: 700; border: 1px solid #bbb; border-radius: 4px; }
hr { margin: 12px 0; border: 0; border-top: 1px solid var(--faint); }
b { font-weight: 700; }
.replies { display: flex; align-items: center; gap: 6px; margin: 6px 0 2px; font-size: 13px; color: var(--link);
  font-weight: 700; }
.replies .face { flex-basis: 24px; width: 24px; height: 24px; margin: 0; border-radius: 4px; }
.thread { margin-left: 17px; border-left: 2px solid #ececec; padding-left: 13px; }
.thread .message { padding: 4px 0; }
.thread .face { flex-basis: 24px; width: 24px; height: 24px; border-radius: 4px; }
@media (max-width: 800px) {
  .side { display: none; }
  .channel > h2, .message { padding-left: 14px; padding-right: 14px; }
}
@media (max-width: 480px) { .thread { margin-left: 4px; padding-left: 10px; } }
@media print { .side { display: none; } .channel > h2 { position: static; } }
"""

# A rising line on aubergine: the bot's face.
AVATAR = (
    '<svg class="face" viewBox="0 0 36 36" role="img" aria-label="Talent Signals">'
    '<rect width="36" height="36" fill="#4a154b"/>'
    '<path d="M6 25l7-7 5 4 10-12" fill="none" stroke="#ecb22e" stroke-width="3.4" stroke-linecap="round"'
    ' stroke-linejoin="round"/><circle cx="28.5" cy="9.5" r="3.6" fill="#2eb67d"/></svg>'
)
