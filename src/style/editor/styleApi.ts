import * as vscode from 'vscode';
import type * as api from '../../api';
import { UserError } from '../../base/errors';
import { groupBy } from '../../base/groupBy';
import type { StyleChecks } from './checks';
import { toRange } from './problems';

/** The feature's main job without its views; see src/api.ts for what it promises. */
export function styleApi(checks: StyleChecks): api.StyleApi {
  return {
    async check(files) {
      const found = await Promise.all(
        [...groupBy(files, rootOf)].map(async ([root, uris]) => {
          const paths = new Set(uris.map((uri) => uri.fsPath));
          const findings = await checks.check(root, { kind: 'files', files: [...paths] });
          if (!findings) {
            throw new UserError('superseded', 'A newer check of the same files took the place of this one.');
          }
          return findings.filter(({ file }) => paths.has(file));
        }),
      );
      return found.flat().map(({ file, range, code, message, tool, severity }) => ({
        file: vscode.Uri.file(file),
        range: toRange(range),
        code,
        message,
        tool,
        severity,
      }));
    },
  };
}

function rootOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder?.uri.scheme === 'file') return folder.uri.fsPath;
  const words = `${uri.fsPath} is in no folder of the workspace, so no project says how to check it.`;
  throw new UserError('no-folder', words);
}
