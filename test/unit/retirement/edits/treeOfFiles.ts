import type {
  EditInput,
  EditStep,
  FileEdit,
  Prepared,
  StepParams,
  Tree,
} from '../../../../src/retirement/edits/lines/edit';

/** A tree of texts by their paths, and the paths that were read. */
export function treeOfFiles(files: Readonly<Record<string, string>>): Tree & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    read: (path) => {
      reads.push(path);
      return Promise.resolve(Object.hasOwn(files, path) ? files[path] : undefined);
    },
    list: (folder) =>
      Promise.resolve(
        Object.keys(files)
          .filter((path) => folder === '' || path.startsWith(`${folder}/`))
          .sort(),
      ),
  };
}

/** What a rule reads, about repositories of the namespace openstack. */
export function inputOf(step: EditStep, names: readonly string[], params: StepParams = {}): EditInput {
  return { step, repo: `openstack/${step}`, params, repositories: names.map((name) => `openstack/${name}`) };
}

/** The texts after the edits, of the files that change. */
export function after({ edits }: Prepared): Record<string, string | null> {
  return Object.fromEntries(edits.map(({ path, content }) => [path, content]));
}

/** What the hunks of an edit make of the text before it. */
export function applied({ before = '', hunks }: FileEdit): string {
  const lines = before === '' ? [] : before.replace(/\n$/, '').split('\n');
  for (const { line, removed, added } of [...hunks].reverse()) lines.splice(line, removed, ...added);
  return lines.map((line) => `${line}\n`).join('');
}
