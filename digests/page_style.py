"""The look of the HTML pages: Slack's light and dark theme, drawn with our own rules and no file from outside."""

from __future__ import annotations

CSS = """
:root { --ink: #1d1c1d; --grey: #616061; --faint: #ddd; --line: #868686; --link: #1264a3; --page: #fff;
  --hover: #f8f8f8; --chip: #e8e8e8; --side: #3f0e40; --mention: #e8f5fa; --private: #f6f5f2; --done: #007a5a;
  --danger: #c01343; --code: #a8153a; --backdrop: #ececec; color-scheme: light; }
html:has(#dark:checked) { --ink: #d1d2d3; --grey: #ababad; --faint: #35373b; --line: #8d8f94; --link: #5cb3e8;
  --page: #1a1d21; --hover: #222529; --chip: #35373b; --side: #19171d; --mention: #14303f; --private: #222529;
  --danger: #f27991; --code: #f2b1a0; --backdrop: #101214; color-scheme: dark; }
* { box-sizing: border-box; }
html, body { margin: 0; min-height: 100%; }
body { color: var(--ink); background: var(--page); overflow-wrap: anywhere;
  font: 15px/1.46668 "Slack-Lato", Lato, "Helvetica Neue", Helvetica, "Segoe UI", Arial, "Noto Color Emoji", sans-serif;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
main a:not(.button) { text-decoration: underline; text-underline-offset: 2px; text-decoration-thickness: 1px; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.house { display: flex; min-height: 100vh; }
.side { flex: 0 0 268px; background: var(--side); color: #e3d8e4; padding: 0 0 24px; }
.side .stay { position: sticky; top: 0; }
.side .top { padding: 13px 18px; border-bottom: 1px solid rgba(255,255,255,.12); }
.side h1 { margin: 0; font-size: 18px; line-height: 24px; font-weight: 900; color: #fff; }
.side p { margin: 18px 18px 4px; font-size: 14px; color: #cdbfce; }
.side a { display: block; margin: 0 8px; padding: 3px 10px; border-radius: 6px; color: #e3d8e4; }
.side a:hover, .side a:focus-visible { text-decoration: none; background: rgba(255,255,255,.14); outline-color: #fff; }
.many { float: right; color: #cdbfce; }
.theme { display: inline-flex; gap: 6px; align-items: center; margin-top: 6px; font-size: 13px; color: #e3d8e4; }
.theme input { width: 16px; height: 16px; margin: 0; accent-color: #1164a3; }
.main { flex: 1 1 auto; min-width: 0; }
.channel > h2 { position: sticky; top: 0; z-index: 2; margin: 0; padding: 12px 20px; font-size: 18px;
  line-height: 26px; font-weight: 900; background: var(--page); border-bottom: 1px solid var(--faint); }
.channel { padding-bottom: 26px; }
h2 small { margin-left: 6px; font-size: 13px; font-weight: 400; color: var(--grey); }
.exhibit { padding: 14px 0 10px; border-bottom: 1px solid var(--faint); }
.exhibit > h3 { margin: 0 20px 6px; font-size: 13px; font-weight: 700; color: var(--grey); }
.hash { color: var(--grey); font-weight: 400; padding-right: 5px; }
.date { position: relative; margin: 14px 20px 8px; text-align: center; }
.date::before { content: ""; position: absolute; left: -20px; right: -20px; top: 50%;
  border-top: 1px solid var(--faint); }
.date span { position: relative; display: inline-block; padding: 2px 16px; font-size: 13px; font-weight: 700;
  background: var(--page); border: 1px solid var(--faint); border-radius: 24px; }
.message { display: flex; gap: 8px; padding: 8px 20px; }
.message:hover { background: var(--hover); }
.private { background: var(--private); }
.eyes { font-size: 12px; color: var(--grey); }
.face { flex: 0 0 36px; width: 36px; height: 36px; border-radius: 6px; margin-top: 4px; }
.said { flex: 1 1 auto; min-width: 0; max-width: 760px; }
.who { font-weight: 900; }
.app { margin: 0 4px; padding: 1px 3px; font-size: 10px; font-weight: 700; line-height: 1.25; color: var(--ink);
  background: var(--chip); border-radius: 2px; vertical-align: 1px; }
.time { font-size: 12px; color: var(--grey); }
.header { margin: 8px 0 4px; font-size: 18px; line-height: 1.33334; font-weight: 900; }
.text { margin: 4px 0; white-space: pre-wrap; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 4px solid var(--faint); white-space: pre-wrap; }
pre { margin: 4px 0; padding: 8px; border: 1px solid var(--faint); border-radius: 4px; background: var(--hover);
  font: 12px/1.5 Monaco, Menlo, Consolas, monospace; white-space: pre-wrap; }
code { color: var(--code); font: 12px/1.5 Monaco, Menlo, Consolas, monospace; }
.main ul, .main ol { margin: 2px 0 4px; padding-left: 26px; }
.main li { padding-left: 2px; margin: 1px 0; white-space: pre-wrap; }
.mention { color: var(--link); background: var(--mention); border-radius: 3px; padding: 0 2px; }
.context { margin: 6px 0; font-size: 13px; line-height: 1.38463; color: var(--grey); }
.context > span + span { margin-left: 8px; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 8px 16px; margin: 8px 0;
  max-width: 520px; white-space: pre-line; }
.section { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between; }
.section > div { min-width: 0; }
.beside { flex: 0 1 auto; max-width: 50%; }
.beside .button { white-space: nowrap; }
.section > .beside:has(.button) { flex-shrink: 0; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; align-items: flex-start; }
.button { display: inline-block; padding: 4px 11px; font: inherit; font-size: 13px; font-weight: 700; cursor: pointer;
  color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 4px; max-width: 100%; }
.primary { color: var(--page); background: var(--ink); }
.buttons .primary, .done { color: #fff; background: var(--done); border-color: var(--done); }
.danger { color: var(--danger); border-color: var(--danger); }
.menu { position: relative; }
.menu summary { list-style: none; }
.menu[open] ul { margin: 4px 0 0; padding: 6px 0; list-style: none; border: 1px solid var(--faint); border-radius: 6px;
  background: var(--page); }
.menu li { padding: 3px 16px; }
.confirm { flex-basis: 100%; max-width: 400px; padding: 8px 16px; border: 1px solid var(--faint); border-radius: 8px; }
.confirm p { margin: 4px 0; }
.image { display: inline-block; padding: 2px 6px; border: 1px dashed var(--line); border-radius: 4px; }
figure { margin: 8px 0; }
.table { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; }
th, td { padding: 5px 10px; border: 1px solid var(--faint); text-align: left; vertical-align: top; }
hr { margin: 12px 0; border: 0; border-top: 1px solid var(--faint); }
b { font-weight: 700; }
.replies { display: flex; align-items: center; gap: 6px; margin: 6px 0 2px; font-size: 13px; color: var(--link);
  font-weight: 700; }
.replies .face { flex-basis: 24px; width: 24px; height: 24px; margin: 0; border-radius: 4px; }
.thread { margin-left: 17px; border-left: 2px solid var(--faint); padding-left: 13px; }
.thread .message { padding: 4px 0; }
.thread .face { flex-basis: 24px; width: 24px; height: 24px; border-radius: 4px; }
.modal, .home { margin: 6px 20px 12px; border: 1px solid var(--faint); background: var(--page); overflow: clip; }
.modal { max-width: 520px; border-radius: 8px; box-shadow: 0 0 0 10px var(--backdrop); margin: 16px 30px 22px; }
.home { max-width: 820px; border-radius: 8px; }
.modal .top, .home .top { display: flex; gap: 10px; align-items: center; padding: 14px 20px; font-size: 18px;
  line-height: 24px; border-bottom: 1px solid var(--faint); }
.home .top { border: 0; padding-bottom: 4px; }
.top b { font-weight: 900; }
.top .face { flex-basis: 28px; width: 28px; height: 28px; margin: 0; }
.tabs { display: flex; gap: 18px; padding: 0 20px; border-bottom: 1px solid var(--faint); font-size: 13px;
  color: var(--grey); }
.tabs span { padding: 6px 0; }
.tabs span:first-child { color: var(--ink); font-weight: 700; border-bottom: 2px solid var(--ink); }
.inside { padding: 10px 20px 14px; }
.foot { display: flex; flex-wrap: wrap; gap: 10px; justify-content: flex-end; padding: 14px 20px;
  border-top: 1px solid var(--faint); }
.foot .button { padding: 7px 14px; font-size: 15px; }
.field { margin: 12px 0; }
.field > label, legend { display: block; margin-bottom: 6px; padding: 0; font-weight: 700; }
.optional { font-weight: 400; color: var(--grey); }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.choice { display: flex; gap: 8px; margin: 6px 0; align-items: flex-start; }
.choice input { flex: 0 0 auto; margin: 4px 0 0; width: 16px; height: 16px; accent-color: #1164a3; }
.choice > span { min-width: 0; }
.hint { display: block; margin: 4px 0 0; font-size: 13px; color: var(--grey); }
.wrong { margin: 4px 0 0; font-size: 13px; color: var(--danger); font-weight: 700; }
.field > input, select, textarea { width: 100%; padding: 8px 10px; font: inherit; color: var(--ink);
  background: var(--page); border: 1px solid var(--line); border-radius: 4px; }
.buttons select, .beside select { width: auto; max-width: 100%; padding: 3px 8px; font-size: 13px; }
.buttons input, .beside input { padding: 3px 8px; font: inherit; font-size: 13px; color: var(--ink);
  background: var(--page); border: 1px solid var(--line); border-radius: 4px; }
[aria-invalid] { border-color: var(--danger) !important; }
::placeholder { color: var(--grey); opacity: 1; }
.unknown { margin: 8px 0; padding: 8px 12px; color: #fff; background: #a8153a; border-radius: 4px; font-weight: 700; }
@media (max-width: 800px) {
  .house { display: block; }
  .side { padding-bottom: 10px; }
  .side .stay { position: static; }
  .side a { display: inline-block; margin: 0 0 0 8px; }
  .many { float: none; }
  .channel > h2, .message { padding-left: 14px; padding-right: 14px; }
  .exhibit > h3 { margin: 0 14px 6px; }
  .modal, .home { margin: 12px 14px 14px; }
}
@media (max-width: 480px) { .thread { margin-left: 4px; padding-left: 10px; } }
@media print { .side { display: none; } .channel > h2 { position: static; } }
"""

# A rising line on aubergine: the bot's face.
AVATAR = (
    '<svg class="face" viewBox="0 0 36 36" aria-hidden="true">'
    '<rect width="36" height="36" fill="#4a154b"/>'
    '<path d="M6 25l7-7 5 4 10-12" fill="none" stroke="#ecb22e" stroke-width="3.4" stroke-linecap="round"'
    ' stroke-linejoin="round"/><circle cx="28.5" cy="9.5" r="3.6" fill="#2eb67d"/></svg>'
)
