/**
 * Dotted names as a tree: which packages and modules stand right below a package. '' is the top. A name can be both: a
 * package whose `__init__.py` holds tests.
 */
import { splitLast } from '../subunit/testIds';

export class Packages {
  private readonly below = new Map<string, Set<string>>();
  private readonly modules = new Set<string>();

  add(module: string): void {
    this.modules.add(module);
    for (let child = module; child !== ''; ) {
      const [parent] = splitLast(child);
      const siblings = this.below.get(parent);
      if (siblings) {
        siblings.add(child);
        return; // whatever is above was added with the first sibling
      }
      this.below.set(parent, new Set([child]));
      child = parent;
    }
  }

  /** Takes a module out, and the packages that are empty then. */
  remove(module: string): void {
    this.modules.delete(module);
    for (let child = module; child !== '' && !this.below.has(child) && !this.modules.has(child); ) {
      const [parent] = splitLast(child);
      const siblings = this.below.get(parent);
      siblings?.delete(child);
      if (siblings?.size !== 0) return;
      this.below.delete(parent);
      child = parent;
    }
  }

  /** Whether something stands below the name. */
  has(name: string): boolean {
    return this.below.has(name);
  }

  /** Full names right below a package: packages first, then modules, each by name. */
  namesBelow(name: string): string[] {
    return [...(this.below.get(name) ?? [])].sort(
      (a, b) => Number(this.has(b)) - Number(this.has(a)) || (a < b ? -1 : 1),
    );
  }

  /** The package down to which nothing branches, such as `nova.tests.unit`: a tree begins below it. */
  top(): string {
    let top = '';
    for (;;) {
      const below = this.below.get(top);
      const [only] = below ?? [];
      if (only === undefined || below?.size !== 1 || !this.has(only) || this.modules.has(top)) return top;
      top = only;
    }
  }
}
