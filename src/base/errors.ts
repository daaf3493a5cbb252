/**
 * An error that a person can act on: what happened, why, and what to do.
 * Code that handles it looks at `reason`, never at the text.
 */
export class UserError<Reason extends string = string> extends Error {
  override readonly name = 'UserError';
  /** For the command of the button that goes with it, such as the folder that it is about; none where it needs none. */
  readonly actionArgs: readonly unknown[];

  constructor(
    readonly reason: Reason,
    /** One sentence a person reads, without a stack trace. */
    message: string,
    options: { cause?: unknown; actionArgs?: readonly unknown[] } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.actionArgs = options.actionArgs ?? [];
  }
}

/**
 * Why something is not done in Restricted Mode. Its message offers the trust dialog (editor/commands.ts).
 * @param what cannot be done, as the subject of a sentence: `Running tests`
 */
export function untrusted(what: string): UserError<'untrusted'> {
  return new UserError('untrusted', `${what} can run code of this folder, which needs a trusted workspace.`);
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The message of the UserError that a check throws; undefined where it passes. Any other error is thrown on. */
export function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** Whether an error of Node's file system has this code, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
