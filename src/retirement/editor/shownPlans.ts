import type * as vscode from 'vscode';

const KEY = 'retirement.plans';
const MOST = 10;

/**
 * The plan files that the view shows, most recently opened first: remembered for the person and not for the workspace,
 * because a retirement outlives the folders that are open. Absolute paths.
 */
export class ShownPlans {
  constructor(private readonly memory: vscode.Memento) {}

  get(): readonly string[] {
    const kept: unknown = this.memory.get(KEY);
    return Array.isArray(kept) ? kept.filter((file): file is string => typeof file === 'string').slice(0, MOST) : [];
  }

  async add(file: string): Promise<void> {
    await this.memory.update(KEY, [file, ...this.get().filter((other) => other !== file)].slice(0, MOST));
  }

  async remove(file: string): Promise<void> {
    await this.memory.update(
      KEY,
      this.get().filter((other) => other !== file),
    );
  }
}
