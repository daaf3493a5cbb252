import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../../../../src/base/errors';
import type { FileEdit } from '../../../../src/retirement/edits/lines/edit';
import { GitRepository } from '../../change/gitRepository';

/** An edit without hunks, which nothing in a clone reads. */
export const editOf = (path: string, before: string | undefined, content: string | null): FileEdit => ({
  path,
  before,
  content,
  hunks: [],
  reason: '',
});

/** A clone whose commits a remote has. */
export class Clone extends GitRepository {
  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Commits these files, as if they had been fetched; gives the full id. */
  fetched(files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) {
      this.write(path, text);
      this.git('add', '-f', '--', path);
    }
    return this.fetchedIndex();
  }

  /** The same on a branch of a remote of its own. */
  fetchedAs(name: string, files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.git('commit', '-q', '-a', '-m', name);
    this.git('update-ref', `refs/remotes/gerrit/${name}`, 'HEAD');
  }

  /** Runs git where it ends with an error. */
  refused(...args: string[]): void {
    assert.throws(() => execFileSync('git', args, { cwd: this.root, stdio: 'ignore' }), args.join(' '));
  }

  /** Commits what is staged, as if it had been fetched. */
  fetchedIndex(): string {
    this.git('commit', '-q', '--allow-empty', '-m', 'Fetched');
    this.git('update-ref', 'refs/remotes/gerrit/master', 'HEAD');
    return this.git('rev-parse', 'HEAD');
  }
}

/** The reason of the UserError that a promise rejects with; undefined where it does not. */
export const reasonOf = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof UserError) return String(error.reason);
      throw error;
    },
  );
