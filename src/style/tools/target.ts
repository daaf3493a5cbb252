import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * What to check: files on disk, one text that is not saved, or the whole project, which is what the command that
 * checks it names as operands, with the project's own excludes.
 */
export type Target =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | { readonly kind: 'root'; readonly operands?: readonly string[] };

/** Relative to the root, as excludes and per-file-ignores of the project expect. A leading `-` is no option. */
export function inRoot(file: string, root: string): string {
  const path = relative(root, resolve(root, file));
  if (path.startsWith('..') || isAbsolute(path)) return resolve(root, file);
  return path.startsWith('-') ? `.${sep}${path}` : path;
}

/** A target that its asker may give up on its own, such as a check of the whole project with a Cancel button. */
export type CancellableTarget = Target & { readonly signal?: AbortSignal };

/** What to check next in one root, one target after the other. */
export interface CheckRequest {
  /** Absolute path. */
  readonly root: string;
  readonly targets: readonly CancellableTarget[];
}

/** Whether all that `running` looks at is looked at again by `newer`, so that its result is of no use to anyone. */
export function covers(newer: CheckRequest, running: CheckRequest): boolean {
  return running.targets.every((target) => newer.targets.some((other) => coversTarget(other, target)));
}

/** Whether it takes minutes on a project of nova's size: what a person has just saved does not wait for it. */
export function isLong({ targets }: CheckRequest): boolean {
  return targets.some(({ kind }) => kind === 'root');
}

/** One request for both: what the newer one looks at anyway is left out, and saved files are one run of flake8. */
export function mergeRequests(waiting: CheckRequest, newer: CheckRequest): CheckRequest {
  const left = waiting.targets.filter((target) => !newer.targets.some((other) => coversTarget(other, target)));
  const files = new Set<string>();
  const others: CancellableTarget[] = [];
  for (const target of [...left, ...newer.targets]) {
    if (target.kind === 'files' && !target.signal) target.files.forEach((file) => files.add(file));
    else others.push(target);
  }
  const saved: CancellableTarget[] = files.size > 0 ? [{ kind: 'files', files: [...files] }] : [];
  return { root: newer.root, targets: [...saved, ...others] };
}

function coversTarget(newer: CancellableTarget, older: CancellableTarget): boolean {
  switch (older.kind) {
    case 'root':
      return newer.kind === 'root';
    case 'files':
      return newer.kind === 'files' && older.files.every((file) => newer.files.includes(file));
    case 'text':
      return (
        (newer.kind === 'text' && newer.file === older.file) ||
        (newer.kind === 'files' && newer.files.includes(older.file))
      );
  }
}
