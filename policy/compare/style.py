"""The style sheet of redlines in HTML: insertions and deletions are told apart without colour, too."""

from __future__ import annotations

REDLINE_STYLE = """\
.redline { --come: #0b5d1e; --come-ground: #e3f6e6; --gone: #8f1d1d; --gone-ground: #fdeaea; --quiet: #57606a;
  --line: #c9d1d9; line-height: 1.55; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) {
  .redline { --come: #8ae09b; --come-ground: #10301a; --gone: #ffb3ad; --gone-ground: #3d1512; --quiet: #a6b0ba;
    --line: #3d444d; } }
.redline ins { color: var(--come); background: var(--come-ground); text-decoration: underline; text-decoration-thickness: 2px; }
.redline del { color: var(--gone); background: var(--gone-ground); text-decoration: line-through; }
.redline ins::before, .redline ins::after, .redline del::before, .redline del::after { position: absolute; width: 1px;
  height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.redline ins::before { content: " [added: "; } .redline del::before { content: " [removed: "; }
.redline ins::after, .redline del::after { content: "] "; }
.redline .redline-choice { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.redline .redline-tab { display: inline-block; padding: .35em .9em; margin: 0 .3em .8em 0; border: 1px solid var(--line);
  border-radius: 999px; cursor: pointer; }
.redline .redline-choice:checked + .redline-tab { font-weight: 700; border-color: currentColor; }
.redline .redline-choice:focus-visible + .redline-tab { outline: 3px solid currentColor; outline-offset: 2px; }
.redline .redline-side { display: none; }
.redline .redline-choice-side:checked ~ .redline-side { display: block; }
.redline .redline-choice-side:checked ~ .redline-inline { display: none; }
.redline .redline-change { border-left: 4px solid var(--line); padding: .1em 0 .1em .9em; margin: 1em 0; }
.redline .redline-where { font-size: .875em; font-weight: 600; margin: 0 0 .25em; color: var(--quiet); }
.redline .redline-heading { font-weight: 700; margin: 1.4em 0 .4em; }
.redline .redline-block { margin: .35em 0; }
.redline .redline-label { color: var(--quiet); margin-right: .4em; }
.redline details { color: var(--quiet); margin: .8em 0; } .redline summary { cursor: pointer; }
.redline .redline-side { overflow-x: auto; }
.redline table { border-collapse: collapse; width: 100%; table-layout: fixed; min-width: 34em; }
.redline th, .redline td { border: 1px solid var(--line); padding: .5em .7em; vertical-align: top; text-align: left; width: 50%; }
.redline td.redline-where, .redline td.redline-same { color: var(--quiet); font-size: .875em; }
@media print { .redline .redline-tab { display: none; } .redline .redline-change, .redline tr { break-inside: avoid; } }
"""
