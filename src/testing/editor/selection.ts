import type * as vscode from 'vscode';
import type { Selection } from '../run/command';
import type { ProjectTests } from './projectTests';
import type { TestItems } from './testItems';

/** The tests of one root that were asked for. */
export interface RootSelection {
  readonly project: ProjectTests;
  readonly selection: Selection;
  /** What was asked for, to be shown as waiting. */
  readonly items: readonly vscode.TestItem[];
}

/** What a request of the Testing view means, root by root; without `include` it means all that there is. */
export async function selectionsOf(
  request: Pick<vscode.TestRunRequest, 'include' | 'exclude'>,
  items: TestItems,
  all: readonly vscode.TestItem[],
): Promise<RootSelection[]> {
  const byProject = new Map<ProjectTests, vscode.TestItem[]>();
  for (const item of request.include ?? all) {
    const project = items.meaningOf(item)?.project;
    if (project) byProject.set(project, [...(byProject.get(project) ?? []), item]);
  }
  const excluded = request.exclude ?? [];
  return Promise.all(
    [...byProject].map(async ([project, included]) => {
      const without = excluded.filter((item) => items.meaningOf(item)?.project === project);
      return { project, selection: await selectionOf(project, included, without, items), items: included };
    }),
  );
}

async function selectionOf(
  { tree }: ProjectTests,
  included: readonly vscode.TestItem[],
  excluded: readonly vscode.TestItem[],
  items: TestItems,
): Promise<Selection> {
  const meanings = included.flatMap((item) => items.meaningOf(item) ?? []);
  if (excluded.length === 0) {
    if (meanings.some(({ kind }) => kind === 'root')) return { kind: 'all' };
    const [only, ...others] = meanings;
    if (only && others.length === 0 && (only.kind === 'module' || only.kind === 'class')) {
      // Ids that are only read from the text may lack what a decorator makes of them: none is expected then.
      const { ids, exact } = await tree.testsBelow(only.node);
      return exact ? { kind: 'module', name: only.node, ids } : { kind: 'module', name: only.node };
    }
  }
  const below = async (nodes: typeof meanings): Promise<string[]> => {
    const parts: (readonly string[])[] = [];
    for (const { node } of nodes) {
      const { ids } = await tree.testsBelow(node);
      parts.push(ids.length > 0 ? ids : [node]); // a scenario that only a run told of
    }
    return parts.flat();
  };
  const without = new Set(await below(excluded.flatMap((item) => items.meaningOf(item) ?? [])));
  const ids = [...new Set(await below(meanings))].filter((id) => !without.has(id));
  return { kind: 'ids', ids };
}
