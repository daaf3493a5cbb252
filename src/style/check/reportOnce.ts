import { messageOf, UserError } from '../../base/errors';

/**
 * Reports failures of work that nobody started by hand, such as a check on save: each only once, until a check of the
 * same root succeeds. A project without an environment is not a failure; the language status shows it.
 */
export class ReportOnce {
  private readonly reported = new Map<string, string>();

  constructor(private readonly report: (error: unknown) => void) {}

  /** @param check gives undefined when a newer one took its place, whose outcome is not known yet */
  async listen(root: string, check: Promise<unknown>): Promise<void> {
    try {
      if ((await check) !== undefined) this.reported.delete(root);
    } catch (error) {
      const text = messageOf(error);
      if (this.reported.get(root) === text) return;
      this.reported.set(root, text);
      if (error instanceof UserError && ['flake8-missing', 'hooks-missing'].includes(String(error.reason))) return;
      this.report(error);
    }
  }
}
