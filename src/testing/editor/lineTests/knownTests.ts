/** The tests of a root as the tree of the Testing view knows them, for the way from contexts to tests. */
import * as vscode from 'vscode';
import type { TestTree } from '../../discovery/tree';
import type { KnownTests } from './lineTests';

/** @param treeOf the tree of a root; undefined when neither stestr nor testr runs its tests */
export function knownTests(treeOf: (root: string) => Promise<TestTree | undefined>): KnownTests {
  return {
    byContext: async (root) => {
      const tree = await treeOf(root);
      const idsByContext = (await tree?.idsByContext()) ?? new Map<string, string[]>();
      return { idsByContext, moduleOfId: (id) => tree?.moduleOfId(id) ?? id };
    },
    definitionOf: async (root, id) => {
      const tree = await treeOf(root);
      const path = (await tree?.pathTo(id)) ?? [];
      // The scenario itself has no place of its own: its method has.
      for (const [i, node] of [...path.entries()].reverse()) {
        const found = (await tree?.childrenOf(path[i - 1]))?.find((each) => each.id === node);
        if (found?.definition) {
          const { file, line } = found.definition;
          return new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, 0));
        }
      }
      return undefined;
    },
  };
}
