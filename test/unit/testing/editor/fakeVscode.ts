/** Stands in for the module `vscode` in plain Node: as much of it as the items of the Testing view need. */

export class Uri {
  private constructor(readonly fsPath: string) {}

  static file(path: string): Uri {
    return new Uri(path);
  }

  toString(): string {
    return `file://${this.fsPath}`;
  }
}

export class Range {
  constructor(
    readonly startLine: number,
    readonly startCharacter: number,
    readonly endLine: number,
    readonly endCharacter: number,
  ) {}
}

export class FakeItem {
  readonly children = new FakeItems();
  canResolveChildren = false;
  description = '';
  sortText = '';
  range: Range | undefined;
  error: unknown;

  constructor(
    readonly id: string,
    readonly label: string,
    readonly uri: Uri | undefined,
  ) {}
}

export class FakeItems {
  private readonly byId = new Map<string, FakeItem>();

  get size(): number {
    return this.byId.size;
  }

  add(item: FakeItem): void {
    this.byId.set(item.id, item);
  }

  delete(id: string): void {
    this.byId.delete(id);
  }

  get(id: string): FakeItem | undefined {
    return this.byId.get(id);
  }

  [Symbol.iterator](): IterableIterator<[string, FakeItem]> {
    return this.byId[Symbol.iterator]();
  }
}

export class FakeController {
  readonly items = new FakeItems();

  createTestItem(id: string, label: string, uri: Uri | undefined): FakeItem {
    return new FakeItem(id, label, uri);
  }
}
