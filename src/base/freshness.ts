/**
 * How old an answer may be before it is asked for again, in milliseconds. Until the new one is there, the old one is
 * shown; so these bound how long something changed goes unnoticed, not how long anybody waits.
 */
export const FRESH_MS = {
  /** What git and `.gitreview` say of a working tree: local and cheap, and read while a person types. */
  workingTree: 10_000,
  /** The state of a change: votes and merges come minutes apart, and one request serves everything that is open. */
  change: 60_000,
  /** A pull request: without a sign-in GitHub answers 60 questions an hour. */
  pullRequest: 5 * 60_000,
  /** How a project is set up, and which branches it has: administrators change that a few times a year. */
  project: 60 * 60_000,
} as const;

/** How long what failed is not tried again, in milliseconds: each try on a dead server waits for its time-out. */
export const RETRY_MS = 60_000;
