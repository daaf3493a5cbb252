import {
  EDIT_STEPS,
  type EditInput,
  type EditStep,
  type FileEdit,
  type Prepared,
  type Tree,
} from '../edits/lines/edit';

/** What may stand at the top of a repository that is retired. Source: tools/validate-legacy.py of governance. */
const MAY_STAY: ReadonlySet<string> = new Set(['.gitreview', 'README.rst', '.gitignore']);
const README = 'README.rst';
/** A line of a file that is shown, in UTF-16 units. */
const LONGEST = 80;

/**
 * What a merged step left undone in the tree of the branch: its own rules find nothing more to change where it did all.
 * @returns a line for each thing that is left, without a full stop, none where all is done; undefined for a step that has
 *   no rules, and where the rules would have to ask a person
 * @throws what the rules throw
 */
export async function leftOver(
  step: string,
  inputOf: (step: EditStep) => EditInput,
  tree: Tree,
  prepare: (input: EditInput, tree: Tree) => Promise<Prepared>,
): Promise<string[] | undefined> {
  const kind = EDIT_STEPS.find((each) => each === step);
  if (kind === undefined) return undefined;
  if (kind === 'remove-content') return leftOfContent(tree);
  const { edits, questions } = await prepare(inputOf(kind), tree);
  if (edits.length === 0 && questions.length > 0) return undefined;
  return edits.map(wordsOf);
}

/** By what governance asks for, and not by our text of the README: people write their own. */
async function leftOfContent(tree: Tree): Promise<string[]> {
  const names = new Set((await tree.list('')).map((path) => path.split('/', 1)[0] ?? ''));
  const left = [...names].filter((name) => !MAY_STAY.has(name)).sort();
  const readme = await tree.read(README);
  const says =
    readme === undefined
      ? [`${README} is missing`]
      : /no longer maintained|\bretired\b/i.test(readme)
        ? []
        : [`${README} does not say that the project is retired`];
  return [...left.map((name) => `${name} is still there`), ...says];
}

function wordsOf({ path, before, content, hunks }: FileEdit): string {
  if (content === null) return `${path} is still there`;
  if (before === undefined) return `${path} is missing`;
  const [hunk] = hunks;
  if (!hunk) return `${path} is not as it should be`;
  const more = hunks.length > 1 ? `, and ${hunks.length - 1} more` : '';
  const gone = before.split('\n').slice(hunk.line, hunk.line + hunk.removed);
  const first = gone.findIndex((line, i) => line.trim() !== '' && line !== hunk.added[i]);
  if (first >= 0) return `${path} still has "${shown(gone[first])}" in line ${hunk.line + first + 1}${more}`;
  const missing = hunk.added.find((line, i) => line.trim() !== '' && line !== gone[i]);
  return `${path} lacks "${shown(missing)}"${more}`;
}

function shown(line = ''): string {
  const text = line.trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
