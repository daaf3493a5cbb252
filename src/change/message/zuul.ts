import type { KeptLine } from './message';

/** What a `Depends-On:` value means to Zuul. */
export type Dependency =
  | { readonly kind: 'gerrit'; readonly host: string; readonly number: number; readonly project?: string }
  | { readonly kind: 'github'; readonly owner: string; readonly repository: string; readonly number: number }
  /** A bare Change-Id: Zuul still reads it, but calls it deprecated (zuul doc/source/gating.rst). */
  | { readonly kind: 'change-id'; readonly changeId: string }
  /** An address whose host only Zuul's own configuration can judge. */
  | { readonly kind: 'other-host'; readonly host: string }
  /** Zuul takes the text for an address, finds no change, and goes on without the dependency. */
  | { readonly kind: 'unreadable' };

/** A pull request on GitHub, as a Depends-On names it. */
export type PullRequestOf = Extract<Dependency, { kind: 'github' }>;

export interface DependsOn {
  /** 0-based line in the document; columns of the value in it. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly dependency: Dependency;
}

/** Gerrit hosts of OpenStack's Zuul. */
export const OPENDEV_GERRIT = 'review.opendev.org';

/**
 * Every Depends-On as Zuul finds it: at the start of any line of the message, in any case
 * (zuul/lib/dependson.py: `^Depends-On:(.*?)\s*$`).
 */
export function zuulDependencies(kept: readonly KeptLine[], gerritHost = OPENDEV_GERRIT): DependsOn[] {
  return kept.flatMap(({ line, text }) => {
    const found = /^depends-on:(.*)$/i.exec(text);
    if (!found) {
      return [];
    }
    const value = (found[1] ?? '').trim();
    const start = text.length - (found[1] ?? '').trimStart().length;
    return [{ line, start, end: start + value.length, value, dependency: readDependency(value, gerritHost) }];
  });
}

/** The changes that wait for this one as people write them: as in a Depends-On, or a number alone. No machine reads it. */
export function neededBy(
  kept: readonly KeptLine[],
  gerritHost = OPENDEV_GERRIT,
): { readonly line: number; readonly dependency: Dependency }[] {
  return kept.flatMap(({ line, text }) => {
    const value = /^needed-by:(.*)$/i.exec(text)?.[1]?.trim();
    if (value === undefined) return [];
    const number = /^#?(\d{4,7})(?:,\d+)?$/.exec(value)?.[1];
    return [
      {
        line,
        dependency:
          number === undefined
            ? readDependency(value, gerritHost)
            : { kind: 'gerrit', host: gerritHost, number: Number(number) },
      },
    ];
  });
}

/** gerritsource.py, githubsource.py and gerritconnection.py of Zuul; only the start of the path has to match. */
export function readDependency(value: string, gerritHost = OPENDEV_GERRIT): Dependency {
  if (/^I[0-9a-f]{40}$/.test(value)) {
    return { kind: 'change-id', changeId: value };
  }
  const url = /^https?:\/\/([^/\s?#]+)(\/.*)?$/i.exec(value);
  if (!url) {
    return { kind: 'unreadable' };
  }
  const host = (url[1] ?? '').toLowerCase();
  const path = (url[2] ?? '').replace(/\?[^#]*/, '');
  if (host === gerritHost || host === OPENDEV_GERRIT) {
    const change = /^\/(?:#\/c\/|c\/(.*)\/\+\/)?(\d+)/.exec(path);
    const project = change?.[1];
    return change
      ? { kind: 'gerrit', host, number: Number(change[2]), ...(project ? { project } : {}) }
      : { kind: 'unreadable' };
  }
  if (host === 'github.com') {
    const pull = /^\/([^/]+)\/([^/]+)\/pull\/(\d+)/.exec(path);
    return pull
      ? { kind: 'github', owner: pull[1] ?? '', repository: pull[2] ?? '', number: Number(pull[3]) }
      : { kind: 'unreadable' };
  }
  return { kind: 'other-host', host };
}

/**
 * The address both directions of Zuul match: it resolves it, and its search for changes that depend on this one
 * looks for this very text (gerritmodel.py), so no trailing slash.
 */
export const dependsOnUrl = (project: string, number: number, host = OPENDEV_GERRIT): string =>
  `https://${host}/c/${project}/+/${number}`;
