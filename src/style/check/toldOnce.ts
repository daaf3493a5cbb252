import { messageOf, UserError } from '../../base/errors';

/**
 * Tells of failures that nobody asked about, such as those of a check at saving: each only once, until a check of the
 * same root went well. A project without an environment is no failure; the language status says it.
 */
export class ToldOnce {
  private readonly told = new Map<string, string>();

  constructor(private readonly tell: (error: unknown) => void) {}

  /** @param check gives undefined when a newer one took its place: how that one goes is not known yet */
  async listen(root: string, check: Promise<unknown>): Promise<void> {
    try {
      if ((await check) !== undefined) this.told.delete(root);
    } catch (error) {
      const text = messageOf(error);
      if (this.told.get(root) === text) return;
      this.told.set(root, text);
      if (error instanceof UserError && ['flake8-missing', 'hooks-missing'].includes(String(error.reason))) return;
      this.tell(error);
    }
  }
}
