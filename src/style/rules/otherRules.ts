/** pycodestyle, pyflakes, mccabe and the checkers of documents, in a sentence each. */
interface RuleFamily {
  readonly tool: string;
  readonly source: string;
}

const pycodestyle: RuleFamily = {
  tool: 'pycodestyle',
  source: 'https://pycodestyle.pycqa.org/en/latest/intro.html#error-codes',
};
const flake8: RuleFamily = { tool: 'flake8', source: 'https://flake8.pycqa.org/en/latest/user/error-codes.html' };
const doc8: RuleFamily = { tool: 'doc8', source: 'https://doc8.readthedocs.io/en/latest/readme.html' };

/** The longest prefix of a code that stands here explains it. */
const sentences: Readonly<Record<string, readonly [title: string, family: RuleFamily]>> = {
  C901: ['The function has more branches than max-complexity allows.', flake8],
  E1: ['The indentation is not what Python readers expect: four spaces for each level.', pycodestyle],
  E101: ['The indentation mixes tabs and spaces.', pycodestyle],
  E12: ['A continuation line is not aligned with its opening bracket, nor hanging by one level.', pycodestyle],
  E131: ['A continuation line hangs at a column that nothing above gives.', pycodestyle],
  E2: ['There are too many or too few spaces.', pycodestyle],
  E201: ['No space after an opening bracket.', pycodestyle],
  E202: ['No space before a closing bracket.', pycodestyle],
  E203: ['No space before a comma, a semicolon or a colon.', pycodestyle],
  E211: ['No space between a name and its bracket.', pycodestyle],
  E22: ['One space on each side of an operator.', pycodestyle],
  E231: ['A space after a comma, a semicolon or a colon.', pycodestyle],
  E251: ['No spaces around = of a keyword argument.', pycodestyle],
  E26: ['A comment starts with # and one space; after code, two spaces come before it.', pycodestyle],
  E27: ['One space beside a keyword.', pycodestyle],
  E3: ['Blank lines: two around functions and classes of a module, one around methods, never more.', pycodestyle],
  E401: ['One import per line.', pycodestyle],
  E402: ['Imports stand at the top of a file, before other code.', pycodestyle],
  E501: ['The line is longer than max-line-length, 79 characters when the project says nothing.', pycodestyle],
  E502: ['Inside brackets a line goes on without a backslash.', pycodestyle],
  E7: ['There is a clearer way to write this statement.', pycodestyle],
  E70: ['One statement per line.', pycodestyle],
  E711: ['Compare with None by is or is not.', pycodestyle],
  E712: ['Do not compare with True or False: use the value, or is.', pycodestyle],
  E713: ['Write "a not in b".', pycodestyle],
  E714: ['Write "a is not b".', pycodestyle],
  E721: ['Compare types with isinstance, or by is.', pycodestyle],
  E722: ['A bare except also catches SystemExit and KeyboardInterrupt.', pycodestyle],
  E731: ['A lambda with a name is a function: use def.', pycodestyle],
  E741: ['l, O and I look like digits in many fonts.', pycodestyle],
  E9: ['The file cannot be read or does not parse; no other check has looked at it.', flake8],
  W1: ['The indentation uses tabs.', pycodestyle],
  W2: ['There are spaces at the end of the line.', pycodestyle],
  W292: ['The last line has no line end.', pycodestyle],
  W293: ['A blank line holds spaces.', pycodestyle],
  W391: ['The file ends with blank lines.', pycodestyle],
  W503: ['A line breaks before a binary operator. Its opposite is W504: a project chooses one.', pycodestyle],
  W504: ['A line breaks behind a binary operator. Its opposite is W503: a project chooses one.', pycodestyle],
  W505: ['A comment or docstring is longer than max-doc-length.', pycodestyle],
  W605: ['The backslash starts no escape sequence: use a raw string or a double backslash.', pycodestyle],
  F401: ['Nothing uses what this imports.', flake8],
  F402: ['A loop variable hides an import.', flake8],
  F403: ['A wildcard import: undefined names cannot be found any more.', flake8],
  F404: ['Imports from __future__ stand before all other code.', flake8],
  F405: ['The name may come from a wildcard import, or from nowhere.', flake8],
  F5: ['The format string and its arguments do not fit.', flake8],
  F541: ['An f-string without a placeholder.', flake8],
  F60: ['A key of the dictionary stands twice: the last one wins.', flake8],
  F631: ['The assertion is about a tuple, which is always true: the brackets are too many.', flake8],
  F632: ['Compare values with ==: is asks for the same object.', flake8],
  F63: ['The condition does not mean what it looks like.', flake8],
  F70: ['The statement stands where Python does not allow it.', flake8],
  F811: ['The name is defined again before anything used it.', flake8],
  F821: ['No such name is defined.', flake8],
  F822: ['__all__ lists a name that is not defined.', flake8],
  F823: ['The local name is used before it has a value.', flake8],
  F841: ['The local name gets a value that nothing uses.', flake8],
  F901: ['raise NotImplemented raises a TypeError: NotImplementedError is meant.', flake8],
  D000: ['The document is not valid reStructuredText.', doc8],
  D001: ['The line is longer than the project allows, 79 characters by default.', doc8],
  D002: ['There are spaces at the end of the line.', doc8],
  D003: ['The indentation uses tabs.', doc8],
  D004: ['The file has Windows line ends.', doc8],
  D005: ['The last line has no line end.', doc8],
};

/** A sentence about a code of pycodestyle, pyflakes, mccabe or doc8, and the page that says more. */
export function sentenceFor(code: string): { title: string; tool: string; source: string } | undefined {
  for (let length = code.length; length >= 2; length -= 1) {
    const prefix = code.slice(0, length);
    const known = Object.hasOwn(sentences, prefix) ? sentences[prefix] : undefined;
    if (known) return { title: known[0], ...known[1] };
  }
  return undefined;
}

/** The page about a code of a tool that has one page per rule, or one for all. */
export function pageOf(tool: string, code: string): string | undefined {
  switch (tool) {
    case 'ruff':
      return /^[A-Z]+\d+$/.test(code) ? `https://docs.astral.sh/ruff/rules/${code}` : undefined;
    case 'mypy':
      return `https://mypy.readthedocs.io/en/stable/_refs.html#code-${encodeURIComponent(code)}`;
    case 'pylint':
      return 'https://pylint.readthedocs.io/en/stable/user_guide/messages/messages_overview.html';
    case 'bandit':
      return 'https://bandit.readthedocs.io/en/latest/plugins/index.html';
    case 'bashate':
      return 'https://docs.openstack.org/bashate/latest/readme.html';
    case 'sphinx-lint':
      return 'https://github.com/sphinx-contrib/sphinx-lint';
    default:
      return undefined;
  }
}
