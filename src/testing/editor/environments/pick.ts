/** The list in which a person chooses the Python that runs the tests. */
import { relative } from 'node:path';
import * as vscode from 'vscode';
import { type PickItem, showQuickPick } from '../../../base/editor/quickInput';
import type { MissingEnvironment, TestEnvironment } from '../../environments/findEnvironment';
import { RUNNER_NAMES } from '../../runners';
import { environmentName, missingText, sourceText } from './wording';

export interface EnvironmentOffer {
  readonly chosen: { readonly python: string } | undefined;
  readonly found: readonly TestEnvironment[];
  readonly missing: readonly MissingEnvironment[];
  /** Whether the present one was chosen by the person. */
  readonly remembered: boolean;
}

export type EnvironmentPick =
  | { readonly kind: 'python'; readonly python: string }
  /** Let the best one be found. */
  | { readonly kind: 'automatic' };

type Item = PickItem & { readonly pick?: () => Promise<EnvironmentPick | undefined> };

export async function pickEnvironment(root: string, offer: EnvironmentOffer): Promise<EnvironmentPick | undefined> {
  const item = await showQuickPick<Item>(itemsOf(root, offer), {
    title: 'Python That Runs the Tests',
    placeHolder: offer.missing[0] ? missingText(offer.missing[0], root) : 'Choose an environment',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return item?.pick?.();
}

function itemsOf(root: string, { chosen, found, missing, remembered }: EnvironmentOffer): Item[] {
  const items: Item[] = found.map((environment) => ({
    ...(environment.python === chosen?.python && { icon: 'check' }),
    label: environmentName(environment),
    description: sourceText(environment.source),
    detail: `${shortPath(root, environment.python)} · ${environment.runners.join(' and ') || `neither ${RUNNER_NAMES.join(' nor ')}`}`,
    pick: () => Promise.resolve({ kind: 'python', python: environment.python }),
  }));
  const create = missing.find(({ reason }) =>
    ['no-environment', 'broken-environment', 'moved-environment', 'no-runner'].includes(reason),
  );
  if (missing.some(({ reason }) => reason === 'no-tox')) {
    items.push({
      icon: 'gear',
      label: 'Name the program of tox',
      description: 'in the settings',
      pick: async () => {
        await vscode.commands.executeCommand('workbench.action.openSettings', 'openstackContributor.tox.path');
        return undefined;
      },
    });
  } else if (create?.tox !== undefined) {
    const name = create.tox;
    items.push({
      icon: 'add',
      label: `Create the ${name} environment`,
      description: 'with tox',
      pick: async () => {
        await vscode.commands.executeCommand('openstackContributor.testing.createEnvironment', root, name);
        return undefined;
      },
    });
  }
  items.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
  if (remembered) {
    items.push({
      icon: 'discard',
      label: 'Find the best one',
      description: 'forget the choice',
      pick: () => Promise.resolve({ kind: 'automatic' }),
    });
  }
  items.push({
    icon: 'folder-opened',
    label: 'Browse…',
    description: 'a Python interpreter on this machine',
    pick: browse,
  });
  return items;
}

async function browse(): Promise<EnvironmentPick | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Python That Runs the Tests',
    openLabel: 'Use This Python',
    canSelectFiles: true,
    ...(process.platform === 'win32' && { filters: { Programs: ['exe'] } }),
  });
  return chosen?.[0] && { kind: 'python', python: chosen[0].fsPath };
}

function shortPath(root: string, path: string): string {
  const inside = relative(root, path);
  return inside.startsWith('..') ? path : inside;
}
