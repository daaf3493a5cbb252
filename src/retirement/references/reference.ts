/** What is found in other repositories about a project that is retired. */

/**
 * - required-project: a job of Zuul checks it out, which is a configuration error once Zuul no longer knows it
 * - zuul: another line of Zuul's configuration, or of what its jobs run
 * - requirement: a Python package that something needs
 * - test-dependency: the same, for tests only
 * - devstack-plugin
 * - documentation
 * - history: tells what was, and stays: release notes, governance's legacy.yaml, gerrit/projects.yaml
 * - planned: another step of a retirement edits it
 * - other
 */
export type ReferenceKind =
  | 'required-project'
  | 'zuul'
  | 'requirement'
  | 'test-dependency'
  | 'devstack-plugin'
  | 'documentation'
  | 'history'
  | 'planned'
  | 'other';

export interface Reference {
  /** The repository that has the line. */
  readonly repo: string;
  /** Absolute top of its clone. */
  readonly root: string;
  /** Relative to the top, with `/`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Without spaces at its ends and control characters, at most 300 UTF-16 units. */
  readonly text: string;
  /** The repository that it names; the first one in the line where it names several. */
  readonly retired: string;
  readonly kind: ReferenceKind;
  /** The branch, tag or commit that was searched; missing for the working tree. */
  readonly branch?: string;
}
