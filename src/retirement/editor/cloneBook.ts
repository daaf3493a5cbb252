import { join } from 'node:path';
import * as vscode from 'vscode';
import { cancellable } from '../../base/editor/cancellation';
import { openFolders } from '../../base/editor/pickFolder';
import { showQuickPick } from '../../base/editor/quickInput';
import { cloneRepository, type FoundClone, findClones, namedClones } from '../clones';
import { baseNameOf } from '../edits';

const CLONES = 'retirement.clones';
const PARENTS = 'retirement.cloneParents';

/**
 * Where the clones of a retirement's repositories are on this machine. A plan never says: it comes from anybody, and goes
 * to other machines.
 */
export class CloneBook {
  constructor(private readonly memory: vscode.Memento) {}

  /** The clone that is remembered, or the only one that is found; else the person chooses. Undefined on Escape. */
  async get(repository: string, server: string): Promise<FoundClone | undefined> {
    const found = await this.candidates(repository);
    const remembered = this.remembered()[repository];
    const known = found.find(({ root }) => root === remembered) ?? (found.length === 1 ? found[0] : undefined);
    return known ?? this.choose(repository, server, found);
  }

  /** Without asking anybody. */
  async known(repository: string): Promise<FoundClone | undefined> {
    const found = await this.candidates(repository);
    const remembered = this.remembered()[repository];
    return found.find(({ root }) => root === remembered) ?? found[0];
  }

  /** Every clone that is open or remembered, with the repository that its `.gitreview` names. */
  async all(): Promise<{ readonly root: string; readonly repository: string }[]> {
    const folders = [...Object.values(this.remembered()), ...openFolders().map(({ path }) => path)];
    return namedClones([...new Set(folders)]);
  }

  async choose(repository: string, server: string, found?: readonly FoundClone[]): Promise<FoundClone | undefined> {
    const clones = found ?? (await this.candidates(repository));
    const chosen = await showQuickPick(
      [
        ...clones.map((clone) => ({ label: clone.root, description: clone.notes.join(', '), clone, action: 'use' })),
        { label: 'Choose a Folder…', description: 'of a clone, or one that has clones in it', action: 'browse' },
        { label: 'Clone It…', description: `${server}${repository}`, action: 'clone' },
      ].map((item) => ({ clone: undefined, ...item })),
      { title: `Clone of ${repository}`, placeHolder: 'Which clone is worked in?' },
    );
    if (!chosen) return undefined;
    if (chosen.clone) return this.remember(repository, chosen.clone);
    return chosen.action === 'browse' ? this.browse(repository, server) : this.clone(repository, server);
  }

  private async browse(repository: string, server: string): Promise<FoundClone | undefined> {
    const [folder] = (await vscode.window.showOpenDialog({
      title: `Folder of the Clone of ${repository}`,
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Choose',
    })) ?? [undefined];
    if (!folder) return undefined;
    await this.memory.update(PARENTS, [...new Set([folder.fsPath, ...this.parents()])].slice(0, 20));
    const found = await this.candidates(repository);
    const inFolder = found.find(({ root }) => root.startsWith(folder.fsPath));
    return inFolder ? this.remember(repository, inFolder) : this.choose(repository, server, found);
  }

  private async clone(repository: string, server: string): Promise<FoundClone | undefined> {
    const [parent] = (await vscode.window.showOpenDialog({
      title: `Where Is ${repository} Cloned to?`,
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Clone Here',
    })) ?? [undefined];
    if (!parent) return undefined;
    const root = join(parent.fsPath, baseNameOf(repository));
    await cancellable(`Cloning ${repository}`, (signal, report) =>
      cloneRepository(`${server}${repository}`, root, { signal, onProgress: (message) => report({ message }) }),
    );
    await this.memory.update(PARENTS, [...new Set([parent.fsPath, ...this.parents()])].slice(0, 20));
    const [clone] = (await this.candidates(repository)).filter((each) => each.root === root);
    return clone && this.remember(repository, clone);
  }

  private candidates(repository: string): Promise<FoundClone[]> {
    const open = openFolders().map(({ path }) => path);
    return findClones(repository, [...Object.values(this.remembered()), ...open], this.parents());
  }

  private async remember(repository: string, clone: FoundClone): Promise<FoundClone> {
    await this.memory.update(CLONES, { ...this.remembered(), [repository]: clone.root });
    return clone;
  }

  private remembered(): Readonly<Record<string, string>> {
    const kept: unknown = this.memory.get(CLONES);
    const entries = typeof kept === 'object' && kept !== null ? Object.entries(kept) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  }

  private parents(): readonly string[] {
    const kept: unknown = this.memory.get(PARENTS);
    return Array.isArray(kept) ? kept.filter((folder): folder is string => typeof folder === 'string') : [];
  }
}
