import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { eventually } from '../../../scripts/lib/eventually';
import type { Api, TestEnvironment } from '../../../src/api';

/** What a person chose there, with the members of the real API that are used. Source: PythonExtension.environments. */
class FakeEnvironments {
  private readonly changed = new vscode.EventEmitter<unknown>();
  readonly onDidChangeActiveEnvironmentPath = this.changed.event;
  private chosen: string | undefined;

  choose(python: string | undefined): void {
    this.chosen = python;
    this.changed.fire({ path: python });
  }

  getActiveEnvironmentPath(): { path: string } {
    return { path: this.chosen ?? 'python' };
  }

  resolveEnvironment(): Promise<{ executable: { uri: vscode.Uri | undefined } } | undefined> {
    return Promise.resolve(
      this.chosen === undefined ? undefined : { executable: { uri: vscode.Uri.file(this.chosen) } },
    );
  }
}

describe('the interpreter of the Python extension (a fake one, which only says what was chosen)', () => {
  const environments = new FakeEnvironments();
  let api: Api;
  let folder: vscode.Uri;
  let python: string;
  const becomes = (
    what: string,
    isRight: (found: TestEnvironment | undefined) => boolean,
  ): Promise<TestEnvironment | undefined> => eventually(what, () => api.testing.environment(folder), isRight);

  before(async () => {
    const extension = vscode.extensions.getExtension<object>('ms-python.python')!;
    Object.assign(await extension.activate(), { environments });
    api = await vscode.extensions.getExtension<Api>('openstack-contributor.openstack-contributor')!.activate();
    folder = vscode.workspace.workspaceFolders![0]!.uri;
    const tox = vscode.workspace.getConfiguration('openstackContributor').get<string>('tox.path')!;
    python = join(dirname(tox), 'python');
  });

  it('the interpreter of the Python extension runs the tests if tox created no environment', async () => {
    environments.choose(python);
    const found = await becomes('the interpreter', (each) => each !== undefined);
    assert.deepEqual([found!.source, found!.python.fsPath], ['python-extension', python]);
  });

  it('the interpreter of the Python extension precedes .venv, and is followed when it changes', async () => {
    writeFileSync(join(folder.fsPath, '.venv'), dirname(dirname(python)));
    environments.choose(undefined);
    await becomes('.venv', (each) => each?.source === '.venv');
    environments.choose(python);
    await becomes('the interpreter again', (each) => each?.source === 'python-extension');
    rmSync(join(folder.fsPath, '.venv'));
  });
});
