import type * as vscode from 'vscode';
import type { Selection } from '../../runners/selection';
import { withoutScenario } from '../../subunit/pseudoTests';
import type { ProjectTests } from './projectTests';
import type { ItemMeaning, TestItems } from './testItems';

/** The tests of one root that were asked for. */
export interface RootSelection {
  readonly project: ProjectTests;
  readonly selection: Selection;
  /** What was asked for. */
  readonly items: readonly vscode.TestItem[];
  /** What of it is not to be run. */
  readonly without: readonly vscode.TestItem[];
}

/** The items of one root that a request names. */
export interface RootItems {
  readonly project: ProjectTests;
  readonly included: readonly vscode.TestItem[];
  readonly excluded: readonly vscode.TestItem[];
}

/** The items of a request of the Testing view, root by root; without `include` it means all that there is. */
export function itemsByRoot(
  request: Pick<vscode.TestRunRequest, 'include' | 'exclude'>,
  items: TestItems,
  all: readonly vscode.TestItem[],
): RootItems[] {
  const byProject = new Map<ProjectTests, vscode.TestItem[]>();
  for (const item of request.include ?? all) {
    const project = items.meaningOf(item)?.project;
    if (project) byProject.set(project, [...(byProject.get(project) ?? []), item]);
  }
  return [...byProject].map(([project, included]) => {
    const excluded = (request.exclude ?? []).filter((item) => items.meaningOf(item)?.project === project);
    return { project, included, excluded };
  });
}

/** What a request of the Testing view means, root by root. */
export function selectionsOf(...[request, items, all]: Parameters<typeof itemsByRoot>): Promise<RootSelection[]> {
  return Promise.all(
    itemsByRoot(request, items, all).map(async ({ project, included, excluded }) => {
      return {
        project,
        selection: await selectionOf(project, included, excluded, items),
        items: included,
        without: excluded,
      };
    }),
  );
}

/** What is shown below items, at its ends: tests, and what nobody has expanded yet. */
export function* leavesOf(
  items: Iterable<vscode.TestItem>,
  without: readonly vscode.TestItem[] = [],
): Generator<vscode.TestItem> {
  for (const item of items) {
    if (without.includes(item)) continue;
    if (item.children.size === 0) {
      yield item;
    } else {
      yield* leavesOf(
        [...item.children].map(([, child]) => child),
        without,
      );
    }
  }
}

/** Matches the ids of all tests at or below a node. What ddt and parameterized make is numbered: `test_x_1_value`. */
function patternOf({ node, kind }: ItemMeaning, multiplies: boolean): string {
  const name = node.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (kind === 'variant') return `^${name}$`;
  if (kind !== 'test') return `^${name}\\.`;
  return multiplies ? `^${name}(_\\d.*|[([].*)?$` : `^${name}([([].*)?$`;
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
      const { ids, exact, leavesOut } = await tree.testsBelow(only.node);
      // By its name all that is in it would run.
      if (leavesOut) return { kind: 'ids', ids };
      // Listed without any scenario it has nothing that a load_tests made.
      const isPlain = exact && ids.every((id) => withoutScenario(id) === id);
      const loadTests = !isPlain && (await tree.needsDiscovery(only.node));
      return { kind: 'module', name: only.node, loadTests, ...(exact ? { ids } : {}) };
    }
    // The ids of tests that ddt or parameterized make are only known once they are listed: until then names are matched.
    const below = await Promise.all(meanings.map(({ node }) => tree.testsBelow(node)));
    if (below.some(({ multiplies }) => multiplies) && !below.some(({ leavesOut }) => leavesOut)) {
      return { kind: 'matching', patterns: meanings.map((each, i) => patternOf(each, below[i]!.multiplies)) };
    }
  }
  const idsOf = async (nodes: typeof meanings): Promise<string[]> => {
    const parts: (readonly string[])[] = [];
    for (const { node } of nodes) {
      const { ids } = await tree.testsBelow(node);
      parts.push(ids.length > 0 ? ids : [node]); // a scenario that only a run told of
    }
    return parts.flat();
  };
  const without = new Set(await idsOf(excluded.flatMap((item) => items.meaningOf(item) ?? [])));
  const ids = [...new Set(await idsOf(meanings))].filter((id) => !without.has(id));
  return { kind: 'ids', ids };
}
