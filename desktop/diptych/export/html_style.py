"""The look of the HTML report: light, dark and on paper. Colours are those of the window.

Relations differ by line and sign as well as by colour.
"""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark;
  --paper: #fffdf8; --desk: #f4f2ec; --ink: #22262b; --dim: #666b72;
  --border: #cfcabf; --converge: #216cab; --diverge: #98531a; --partial: #7a4fa3; --only: #666b72; }
@media (prefers-color-scheme: dark) { :root { --paper: #1b1e22; --desk: #1f2226; --ink: #e4e2dc;
  --dim: #a3a9b0; --border: #4c525a; --converge: #85b0ea; --diverge: #e59a4f; --partial: #c1a6e8;
  --only: #a9afb6; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1rem 1.5rem; background: var(--desk);
  color: var(--ink); font: 0.95rem/1.5 Inter, system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h1 span { color: var(--dim); font-weight: normal; }
h2 { font-size: 1.15rem; margin: 0; } h3 { font-size: 1rem; margin: 0 0 0.25rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { padding: 0.2rem 0.9rem 0.2rem 0; border-bottom: 1px solid var(--border);
  text-align: right; }
th:first-child { text-align: left; font-weight: normal; }
.texts, .sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1rem; }
.text { background: var(--paper); border: 1px solid var(--border); border-radius: 6px;
  padding: 1rem 1.5rem; max-height: 85vh; overflow: auto; }
.text > :not(h2, .path) { font-family: "EB Garamond", Georgia, serif; font-size: 1.15rem;
  line-height: 1.65; margin: 0 0 0.8rem; }
.text > h3 { font-weight: bold; } .text > blockquote { padding-left: 1.5rem; }
.text > address, .text > pre { white-space: pre-line; font-style: normal; }
.text > .list-item { padding-left: 1.2rem; }
.text > .furniture { color: var(--dim); font-size: 0.9rem; }
.path, .label { color: var(--dim); font-size: 0.85rem; margin: 0.2rem 0; }
.converge { --line: var(--converge); } .diverge { --line: var(--diverge); }
.partial { --line: var(--partial); } .only { --line: var(--only); }
.not-a-pair { --line: var(--dim); }
.mark { text-decoration: underline 2px var(--line); text-underline-offset: 0.2em;
  text-decoration-skip-ink: none; }
.mark.depth-1 { text-underline-offset: 0.4em; } .mark.depth-2 { text-underline-offset: 0.6em; }
.mark.diverge { text-decoration-style: wavy; text-decoration-thickness: 1.5px; }
.mark.partial { text-decoration-style: dashed; }
.mark.only { text-decoration-style: dotted; }
.mark.unsure { text-decoration-color: color-mix(in srgb, var(--line) 40%, transparent); }
.badge { font: 600 0.75rem/1 Inter, system-ui, sans-serif; text-decoration: none;
  border: 1px solid; border-radius: 1em; padding: 0.05em 0.45em; margin-right: 0.3em;
  vertical-align: 0.1em; white-space: nowrap; }
article > h3, th[class], a.badge { color: var(--line); }
.findings { margin-top: 1.5rem; }
article { background: var(--paper); border: 1px solid var(--border); border-radius: 6px;
  padding: 0.8rem 1.2rem; margin: 0.8rem 0; break-inside: avoid; }
article p { margin: 0.2rem 0; } article ul { margin: 0.4rem 0; padding-left: 1.2rem; }
article blockquote { margin: 0 0 0.5rem 1rem; font: 1.1rem/1.5 "EB Garamond", Georgia, serif; }
.label a { color: inherit; }
:target { outline: 2px solid var(--dim); outline-offset: 2px; }
.note { white-space: pre-wrap; border-left: 3px solid var(--border); padding-left: 0.8rem; }
@media (max-width: 50rem) { .texts, .sides { grid-template-columns: minmax(0, 1fr); } }
@media print { body { background: none; padding: 0; max-width: none; }
  .text { max-height: none; overflow: visible; border: 0; padding: 0; } .texts { gap: 2em; } }
"""
