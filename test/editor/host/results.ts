/** What the extension host tells the outer runner, as JSON. */
export interface HostResults {
  /** False while tests are still running, and for ever when the extension host died. */
  readonly ended: boolean;
  readonly tests: readonly TestOutcome[];
}

/** A test that passed has a duration; one that failed, or a hook that did, has an error. */
export type TestOutcome =
  | { readonly title: string; readonly ms: number }
  | { readonly title: string; readonly error: string };
