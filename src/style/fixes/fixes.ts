import { type PythonText, pythonText } from '../../project/python/text';
import type { Finding } from '../findings/finding';
import { nameException, nameRegex, nameWarning, trimDocstring } from './code';
import { apply, type Fix, fits, type Problem, type Replacement, toEdit } from './fix';
import { sortImports, splitImport } from './imports';
import { noqa } from './noqa';
import { removeUnusedImport } from './unusedImport';
import {
  addLineEnd,
  oneSpace,
  removeBlankLinesAtEnd,
  removeSpaces,
  removeTrailingSpaces,
  spaceAfterComma,
  spaceInComment,
  spacesAroundOperator,
  spacesBeforeComment,
} from './whitespace';

export type { Fix } from './fix';

export interface FixOptions {
  /** flake8's `max-line-length` in this project; 79 when not given. */
  readonly maxLineLength?: number;
  /** `__init__.py`: an import that looks unused is what others import from here. */
  readonly isPackageInit?: boolean;
}

/**
 * What can be done about a finding of flake8, best first, `noqa` last.
 *
 * A fix is offered only where it surely ends the finding and makes no new one; the tests hold it to that with flake8
 * itself. Where the text has changed since the check so that the finding does not fit any more, there is none.
 *
 * @param text the document's text, or its `pythonText` when several findings ask
 */
export function fixesFor(
  finding: Pick<Finding, 'code' | 'message' | 'range' | 'tool' | 'fix'>,
  text: string | PythonText,
  options: FixOptions = {},
): Fix[] {
  const { code } = finding;
  if (code === undefined || (finding.tool !== 'flake8' && finding.tool !== 'ruff')) return [];
  const python = typeof text === 'string' ? pythonText(text) : text;
  const problem: Problem = { finding, python, maxLineLength: options.maxLineLength ?? 79 };
  const fixes: Fix[] = [];
  const kept = options.isPackageInit === true && code === 'F401';
  // The tool knows its own rule best.
  if (finding.fix) {
    fixes.push({
      title: `Fix with ${finding.tool}: ${finding.fix.title}`,
      code,
      kind: 'fix',
      edits: finding.fix.edits,
    });
  }
  const codeFix = !kept && !finding.fix && Object.hasOwn(codeFixes, code) ? codeFixes[code] : undefined;
  const replacement = python.isComplete ? codeFix?.make(problem) : undefined;
  if (codeFix && replacement && changes(python, replacement) && fits(problem, replacement)) {
    fixes.push({ title: codeFix.title, code, kind: 'fix', edits: [toEdit(python, replacement)] });
  }
  const comment = noqa(problem);
  if (comment) {
    fixes.push({ title: `Hide with # noqa: ${code}`, code, kind: 'noqa', edits: [toEdit(python, comment)] });
  }
  return fixes;
}

function changes(python: PythonText, replacement: Replacement): boolean {
  return apply(python.text, [replacement]) !== python.text;
}

interface CodeFix {
  readonly title: string;
  readonly make: (problem: Problem) => Replacement | undefined;
}

const split: CodeFix = { title: 'One import per line', make: splitImport };
const except: CodeFix = { title: 'Catch Exception instead of everything', make: nameException };
const spaces: CodeFix = { title: 'Remove the spaces', make: removeSpaces };
const one: CodeFix = { title: 'Leave one space', make: oneSpace };
const trailing: CodeFix = { title: 'Remove the trailing spaces', make: removeTrailingSpaces };
const comment: CodeFix = { title: 'Start the comment with one space', make: spaceInComment };

const codeFixes: Readonly<Record<string, CodeFix>> = {
  E201: spaces,
  E202: spaces,
  E203: spaces,
  E211: spaces,
  E221: one,
  E222: one,
  E223: one,
  E224: one,
  E225: { title: 'Put spaces around the operator', make: spacesAroundOperator },
  E231: { title: 'Put a space after the comma', make: spaceAfterComma },
  E241: one,
  E242: one,
  E251: spaces,
  E261: { title: 'Put two spaces before the comment', make: spacesBeforeComment },
  E262: comment,
  E265: comment,
  E271: one,
  E272: one,
  E273: one,
  E274: one,
  E401: split,
  E722: except,
  F401: { title: 'Remove the unused import', make: removeUnusedImport },
  H201: except,
  H213: { title: 'Use assertRaisesRegex', make: nameRegex },
  H301: split,
  H306: { title: 'Sort the imports of this block', make: sortImports },
  H401: { title: 'Remove the space at the start', make: trimDocstring },
  H906: { title: 'Use LOG.warning', make: nameWarning },
  W291: trailing,
  W292: { title: 'End the file with a line end', make: addLineEnd },
  W293: trailing,
  W391: { title: 'Remove the blank lines at the end', make: removeBlankLinesAtEnd },
};
