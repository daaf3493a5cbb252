import type { UserError } from '../../base/errors';

/** How the checks of a root stand. */
export type CheckState =
  | { readonly kind: 'checking' }
  /** `by` says which tools looked; `missing` which one of the project could not, as it is not there. */
  | { readonly kind: 'done'; readonly by: string; readonly missing: UserError | undefined }
  | { readonly kind: 'failed'; readonly error: unknown };

/** How the checks of all roots stand. */
export class CheckStates {
  private readonly states = new Map<string, CheckState>();

  constructor(private readonly changed: () => void) {}

  of(root: string): CheckState | undefined {
    return this.states.get(root);
  }

  forget(root: string): void {
    this.set(root, undefined);
  }

  /**
   * The root is being checked until `check` has ended, however that ends.
   * @param check gives its result and how the root stands now; undefined where it was broken off, which says nothing
   */
  async during<Result>(
    root: string,
    check: () => Promise<{ readonly result: Result; readonly state: CheckState | undefined }>,
  ): Promise<Result> {
    const before = this.states.get(root);
    this.set(root, { kind: 'checking' });
    try {
      const { result, state } = await check();
      this.set(root, state ?? before);
      return result;
    } catch (error) {
      this.set(root, { kind: 'failed', error });
      throw error;
    }
  }

  private set(root: string, state: CheckState | undefined): void {
    if (state) this.states.set(root, state);
    else this.states.delete(root);
    this.changed();
  }
}
