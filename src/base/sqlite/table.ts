/**
 * Reads whole tables of an SQLite database file: no SQL, no index, no writing.
 *
 * Ours because the data of coverage.py and of pre-commit ask no more than a walk over a few tables, and the choices
 * were: `node:sqlite`, which VS Code 1.100 (Node 20) does not have; `sql.js` 1.16, whose WebAssembly (688 kB, 337 kB
 * zipped) would be two thirds of what the whole extension may weigh; Python of the environment, which needs a trusted
 * workspace and a process for each question. The format is stable since 2004.
 * Source: https://www.sqlite.org/fileformat2.html, sections 1.3, 1.6 and 2.1.
 *
 * Everything in the file is hostile: each offset is checked, each page is visited once.
 */

import { damaged, notSqlite, unsupported } from './error';
import { readVarint, SqliteRecord, type SqliteValue } from './record';

const MAGIC = 'SQLite format 3\0';
const INTERIOR_TABLE = 0x05;
const LEAF_TABLE = 0x0d;
/** Far deeper than any file can be: a page of 512 bytes holds dozens of children. */
const MAX_DEPTH = 40;

const text = new TextDecoder('utf-8');

export class SqliteFile {
  private readonly view: DataView;
  private readonly pageSize: number;
  /** Bytes of a page that hold content; the rest is reserved for extensions. */
  private readonly usable: number;
  private readonly roots = new Map<string, number>();

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 100 || text.decode(bytes.subarray(0, 16)) !== MAGIC) {
      throw notSqlite();
    }
    const size = this.view.getUint16(16);
    this.pageSize = size === 1 ? 65536 : size;
    if (this.pageSize < 512 || (this.pageSize & (this.pageSize - 1)) !== 0) throw damaged('page size');
    this.usable = this.pageSize - bytes[20]!;
    if (this.usable < 480) throw damaged('reserved space');
    if (bytes[18] === 2) throw unsupported('a write-ahead log'); // rows can stand in a second file then
    const encoding = this.view.getUint32(56);
    if (encoding > 1) throw unsupported('text in UTF-16');
    for (const cell of this.cells(1)) {
      const [type, name, , root] = this.recordOf(cell).values();
      if (type === 'table' && typeof name === 'string' && typeof root === 'number') this.roots.set(name, root);
    }
  }

  hasTable(name: string): boolean {
    return this.roots.has(name);
  }

  /**
   * The rows of a table by rowid, columns in the order of its `create table`. An `integer primary key` reads as null
   * in the file, its value is the rowid, so that comes as `key`. With `first`, only rows whose first column is that
   * number: the others are passed over without being decoded.
   */
  *rows(table: string, first?: number): Generator<{ key: number; values: SqliteValue[] }> {
    const root = this.roots.get(table);
    if (root === undefined) throw damaged(`no table ${table}`);
    for (const cell of this.cells(root)) {
      const record = this.recordOf(cell);
      if (first === undefined || record.firstNumber() === first) yield { key: cell.key, values: record.values() };
    }
  }

  /** The cells of a table's leaf pages, walked from its root page. */
  private *cells(root: number): Generator<Cell> {
    const visited = new Set<number>();
    const stack: { page: number; depth: number }[] = [{ page: root, depth: 0 }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { page, depth } = next;
      if (depth > MAX_DEPTH || visited.has(page)) throw damaged('pages in a circle');
      visited.add(page);
      const start = this.pageStart(page);
      const header = page === 1 ? start + 100 : start; // page 1 begins with the header of the file
      const kind = this.bytes[header]!;
      const count = this.view.getUint16(header + 3);
      const pointers = header + (kind === INTERIOR_TABLE ? 12 : 8);
      if (pointers + 2 * count > start + this.usable) throw damaged('cell count');
      if (kind === LEAF_TABLE) {
        for (let i = 0; i < count; i++) yield this.leafCell(start, this.view.getUint16(pointers + 2 * i));
      } else if (kind === INTERIOR_TABLE) {
        stack.push({ page: this.view.getUint32(header + 8), depth: depth + 1 });
        for (let i = count - 1; i >= 0; i--) {
          const at = this.view.getUint16(pointers + 2 * i);
          if (at + 4 > this.usable) throw damaged('child pointer');
          stack.push({ page: this.view.getUint32(start + at), depth: depth + 1 });
        }
      } else {
        throw damaged('page kind');
      }
    }
  }

  private leafCell(pageStart: number, at: number): Cell {
    if (at >= this.usable) throw damaged('cell pointer');
    const size = readVarint(this.bytes, pageStart + at);
    const key = readVarint(this.bytes, size.end);
    return { size: size.value, key: key.value, at: key.end, pageEnd: pageStart + this.usable };
  }

  /** A row: in its page, and in a chain of overflow pages when it is long. Source: section 1.6. */
  private recordOf({ size, at, pageEnd }: Cell): SqliteRecord {
    const most = this.usable - 35;
    if (size <= most) {
      if (at + size > pageEnd) throw damaged('row');
      return new SqliteRecord(this.bytes, this.view, at, at + size);
    }
    if (size > this.bytes.length) throw damaged('row size');
    const least = Math.floor(((this.usable - 12) * 32) / 255) - 23;
    const fitting = least + ((size - least) % (this.usable - 4));
    const local = fitting <= most ? fitting : least;
    if (at + local + 4 > pageEnd) throw damaged('row');
    const whole = new Uint8Array(size);
    whole.set(this.bytes.subarray(at, at + local));
    let next = this.view.getUint32(at + local);
    for (let filled = local; filled < size; ) {
      const start = this.pageStart(next);
      const part = this.bytes.subarray(start + 4, start + Math.min(this.usable, 4 + size - filled));
      whole.set(part, filled);
      filled += part.length;
      next = this.view.getUint32(start);
    }
    return new SqliteRecord(whole, new DataView(whole.buffer), 0, size);
  }

  private pageStart(page: number): number {
    const start = (page - 1) * this.pageSize;
    if (page < 1 || start + this.pageSize > this.bytes.length) throw damaged('page number');
    return start;
  }
}

interface Cell {
  /** Length of the row in bytes. */
  readonly size: number;
  readonly key: number;
  readonly at: number;
  readonly pageEnd: number;
}
