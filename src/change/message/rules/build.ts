import type { Finding, Fix, Severity } from '../finding';

/** Sources of rules, as a hover names them. */
export const SOURCE = {
  guide: 'contributor-guide, doc/source/common/git.rst',
  dco: 'contributor-guide, doc/source/common/dco.rst; Gerrit, CommitValidators.java',
  changeId: 'Gerrit, CommitValidators.java (ChangeIdValidator)',
  hook: "Gerrit's commit-msg hook and git interpret-trailers",
  zuul: 'Zuul, zuul/lib/dependson.py and doc/source/gating.rst',
  launchpad: 'jeepyb, update_bug.py (the Launchpad hook of the Gerrit server)',
  launchpadBlueprints: 'jeepyb, update_blueprint.py (the Launchpad hook of the Gerrit server)',
  merges: 'Gerrit, Documentation/access-control.txt (Push Merge Commit)',
} as const;

/** How many findings of a kind are given: each brings edits that go through the whole message. */
export const MOST_OF_A_KIND = 50;

export interface Place {
  readonly line: number;
  readonly start?: number;
  readonly end: number;
}

export function finding(
  code: string,
  severity: Severity,
  place: Place,
  message: string,
  source: string,
  ...fixes: Fix[]
): Finding {
  return {
    code,
    severity,
    line: place.line,
    startColumn: place.start ?? 0,
    endColumn: place.end,
    message,
    source,
    fixes,
  };
}

/** A whole line. */
export const wholeLine = (at: { readonly line: number; readonly text: string }): Place => ({
  line: at.line,
  end: at.text.length,
});
