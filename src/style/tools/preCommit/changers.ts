import type { Hook } from './hooks';

/** Hooks that write whatever their arguments are. Source: the hooks' own lists of pre-commit.com. */
const writingHooks = new Set([
  ...['trailing-whitespace', 'end-of-file-fixer', 'fix-byte-order-marker', 'requirements-txt-fixer', 'pyupgrade'],
  ...['double-quote-string-fixer', 'file-contents-sorter', 'sort-simple-yaml', 'remove-tabs', 'ruff-format', 'black'],
  ...['isort', 'autopep8', 'reorder-python-imports', 'reno-fixer', 'add-trailing-comma', 'remove-crlf', 'yapf'],
]);

const comparing = /^--(?:check|diff|check-only)$/;
const writing = /^(?:--fix(?:=(?!no$).*)?|--write-changes|--in-place|-w|-i)$/;

/** Whether a hook changes files, by what it is and what it is told. */
export function changesFiles({ id, args, entry }: Hook): boolean {
  const told = [...(entry?.split(/\s+/).slice(1) ?? []), ...args];
  if (writingHooks.has(id)) return !told.some((word) => comparing.test(word));
  if (id === 'mixed-line-ending') return !/--fix[ =]no(?: |$)/.test(told.join(' '));
  return told.some((word) => writing.test(word));
}
