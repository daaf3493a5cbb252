/**
 * Measures inside the extension host of a real VS Code: from saving a file to what flake8 finds in it being in
 * Problems, and what flake8 itself takes for the same file right after. Bundled by style.bench.ts.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

export interface StyleRound {
  readonly file: string;
  readonly lines: number;
  /** From the start of saving to Problems. */
  readonly savedMs: number;
  /** flake8 from its start to its end. */
  readonly flake8Ms: number;
}

/**
 * @param results absolute path of the file that gets them
 * @param program the flake8 that the settings name, absolute
 * @param files relative to the folder
 */
export async function styleProbe(
  results: string,
  program: string,
  files: readonly string[],
  rounds: number,
): Promise<void> {
  const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
  await vscode.extensions.getExtension('openstack-contributor.openstack-contributor')!.activate();
  const measured: StyleRound[] = [];
  for (const file of files) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, file)));
    await vscode.window.showTextDocument(document);
    for (let round = 0; round < rounds; round++) {
      // Each text has one finding more than the one before.
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, `x${round}=1\n`);
      await vscode.workspace.applyEdit(edit);
      const found = findingsOf(document.uri, round + 1);
      const started = performance.now();
      await document.save();
      await found;
      const savedMs = performance.now() - started;
      measured.push({ file, lines: document.lineCount, savedMs, flake8Ms: await flake8(program, folder, file) });
    }
  }
  writeFileSync(results, JSON.stringify(measured));
}

function findingsOf(uri: vscode.Uri, count: number): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      const own = vscode.languages
        .getDiagnostics(uri)
        .filter(({ message }) => message.startsWith('missing whitespace around'));
      if (own.length < count) return;
      listener.dispose();
      resolve();
    });
  });
}

function flake8(program: string, folder: string, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    const child = spawn(program, [file], { cwd: folder, env });
    child.stdout.resume();
    child.stderr.resume();
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - started));
  });
}
