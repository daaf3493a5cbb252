/**
 * The repository itself: README.rst says that it is retired, .gitreview stays for the tools of the release team, and all
 * else goes. Source: infra manual, drivers.rst, "Step 2: Remove Project Content"; governance's validate-legacy.py.
 */
import { type EditInput, EditRefused, type FileEdit, type Note, type Prepared, type Tree } from './lines/edit';
import { README, retiredReadme, sameWords } from './readme';
import { retiredRepositories } from './retired';

const GITREVIEW = '.gitreview';

/**
 * A README.rst that is a link gives way to a file: its edit has no text before.
 * @throws EditRefused when the step is about another repository, or for an alternative or channel that is not safe
 */
export async function contentEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  if (!retiredRepositories(input, README).includes(input.repo)) {
    throw new EditRefused('not-as-expected', README, undefined, `${input.repo} is not among those that are retired`);
  }
  const paths = await tree.list('');
  const notes = await gitreviewNotes(input.repo, paths, tree);
  const edits = paths.filter((path) => path !== README && path !== GITREVIEW).map(deleted);
  const readme = await readmeEdit(input, tree);
  if (readme) edits.push(readme);
  return { edits: edits.sort((a, b) => (a.path < b.path ? -1 : 1)), questions: [], notes };
}

function deleted(path: string): FileEdit {
  return {
    path,
    before: '',
    content: null,
    hunks: [],
    reason: 'A retired repository keeps only .gitreview and README.rst',
  };
}

async function readmeEdit(input: EditInput, tree: Tree): Promise<FileEdit | undefined> {
  const content = retiredReadme(input);
  const before = await tree.read(README);
  if (before !== undefined && sameWords(before, content)) return undefined;
  const reason = 'README.rst says that the project is retired and where its content is';
  const removed = before === undefined ? 0 : linesOf(before).length;
  return { path: README, before, content, hunks: [{ line: 0, removed, added: linesOf(content), reason }], reason };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

async function gitreviewNotes(repo: string, paths: readonly string[], tree: Tree): Promise<Note[]> {
  if (!paths.includes(GITREVIEW)) {
    const text = 'There is none. Tools of the release team need one, on retired repositories too.';
    return [{ path: GITREVIEW, text }];
  }
  for (const [line, content] of ((await tree.read(GITREVIEW)) ?? '').split('\n').entries()) {
    const project = /^\s*project\s*[=:](.*)$/
      .exec(content)?.[1]
      ?.trim()
      .replace(/\.git$/, '');
    if (project === undefined || project === repo) continue;
    return [
      { path: GITREVIEW, line: line + 1, text: `It names another project than ${repo}. Is this the right clone?` },
    ];
  }
  return [];
}
