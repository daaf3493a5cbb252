/** The interpreter that a person chose in the Python extension, through its public API. */
import * as vscode from 'vscode';
import { messageOf } from '../../../base/errors';
import type { Log } from '../../../base/log';

/**
 * The part of the API of `ms-python.python` that is used here.
 * Source: microsoft/vscode-python, pythonExtensionApi, PythonExtension.environments.
 */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      path: string,
    ): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

const EXTENSION = 'ms-python.python';

export class PythonExtension implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private subscription: vscode.Disposable | undefined;

  constructor(private readonly log: Log) {}

  /** Absolute path of the interpreter for a folder; undefined without the extension, or where it has chosen none. */
  async interpreterFor(root: string): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<unknown>(EXTENSION);
    if (!extension) return undefined;
    try {
      const api = await extension.activate();
      if (!isPythonApi(api)) return undefined;
      this.subscription ??= api.environments.onDidChangeActiveEnvironmentPath?.(() => this.changed.fire());
      const { path } = api.environments.getActiveEnvironmentPath(vscode.Uri.file(root));
      // The path may be the folder of an environment, and of a conda environment without a Python.
      return (await api.environments.resolveEnvironment(path))?.executable.uri?.fsPath;
    } catch (error) {
      this.log.warn(`The Python extension did not say which interpreter is chosen: ${messageOf(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }
}

function isPythonApi(api: unknown): api is PythonApi {
  if (typeof api !== 'object' || api === null || !('environments' in api)) return false;
  const { environments } = api;
  return (
    typeof environments === 'object' &&
    environments !== null &&
    'getActiveEnvironmentPath' in environments &&
    typeof environments.getActiveEnvironmentPath === 'function' &&
    'resolveEnvironment' in environments &&
    typeof environments.resolveEnvironment === 'function'
  );
}
