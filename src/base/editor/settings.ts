import * as vscode from 'vscode';

const SECTION = 'openstackContributor';

/** The settings as package.json declares them; the defaults stand there, once. */
export interface Settings {
  'coverage.reports': string[];
  'coverage.highlight': 'untestedAndPartial' | 'untested' | 'none';
  'coverage.base': string;
  'coverage.notify': boolean;
  'coverage.showInExplorer': boolean;
  'style.checkOnSave': boolean;
  'style.severity': Record<string, 'error' | 'warning' | 'information' | 'hint'>;
  'style.flake8': string;
  'change.check': 'gerrit' | 'always' | 'never';
  'change.signOff': 'auto' | 'required' | 'notRequired';
  'preflight.checks': Record<string, boolean>;
  'tox.path': string;
  'testing.python': string;
  'testing.showTestsInHover': boolean;
  'testing.codeLens': boolean;
  'testing.keepRuns': boolean;
  'retirement.python': string;
}

/** Reads one setting as it holds for a file or folder. */
export function setting<Key extends keyof Settings>(key: Key, scope?: vscode.Uri): Settings[Key] {
  const value = vscode.workspace.getConfiguration(SECTION, scope).get<Settings[Key]>(key);
  if (value === undefined) throw new Error(`package.json does not declare the setting ${SECTION}.${key}`);
  return value;
}

/** Writes a setting where the person would look for it: in the workspace when one is open. */
export async function changeSetting<Key extends keyof Settings>(
  key: Key,
  value: Settings[Key],
  scope?: vscode.Uri,
): Promise<void> {
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(SECTION, scope).update(key, value, target);
}

/** Calls back when one of the settings changes. */
export function onSettingChange(keys: readonly (keyof Settings)[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (keys.some((key) => event.affectsConfiguration(`${SECTION}.${key}`))) changed();
  });
}
