/**
 * The codes of checks that walk Python's syntax tree, whose `col_offset` counts bytes of UTF-8: pyflakes, mccabe and
 * hacking's H210. All others of pycodestyle and hacking look at the text. Seen with flake8 7.3: after `s = "äöü"; ` an
 * F821 stands three columns further right than an E225 of the same place.
 */
export const astColumns = /^(?:F\d|C90|H210)/;
