/** Programs in place of the real tools of the style checks, which do what a test needs and nothing else. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { removeFolder } from '../../../scripts/lib/removeFolder';

/** A script that stands behind a setting of the extension, until it is put away. */
export class Stand {
  readonly folder = mkdtempSync(join(tmpdir(), 'stand-'));
  private readonly settings = vscode.workspace.getConfiguration('openstackContributor');

  constructor(private readonly setting: 'style.flake8' | 'tox.path') {}

  /** @param lines of a script of the shell, whose `$folder` is the folder */
  async is(...lines: string[]): Promise<void> {
    const file = join(this.folder, this.setting === 'tox.path' ? 'tox' : 'flake8');
    writeFileSync(file, ['#!/bin/sh', `folder='${this.folder}'`, ...lines, ''].join('\n'), { mode: 0o755 });
    await this.settings.update(this.setting, file, vscode.ConfigurationTarget.Global);
  }

  read(name: string): string {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  async putAway(): Promise<void> {
    await this.settings.update(this.setting, undefined, vscode.ConfigurationTarget.Global);
    removeFolder(this.folder);
  }
}

/** Runs the whole pep8 environment, whose tox prints these lines and fails as one whose command has failed. */
export async function runPep8(...lines: string[]): Promise<void> {
  const tox = new Stand('tox.path');
  try {
    await tox.is("cat <<'END'", ...lines, 'pep8: exit 1 (0.40 seconds) /cloudlet> x pid=7', 'END', 'exit 1');
    await vscode.commands.executeCommand('openstackContributor.style.runPep8');
  } finally {
    await tox.putAway();
  }
}
