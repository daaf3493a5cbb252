import { isBlank, LineColumns, scanLines, Unexpected } from './coberturaLines';
import { branchesMeasured, countOfHeader, type ReadFile, type ReadReport } from './readReport';
import { tooManyFiles } from './reportError';

/**
 * Reads a Cobertura report as coverage.py 5 to 7 writes it, with attributes in any order, in one pass over its bytes.
 *
 * The grammar is narrower than XML: what is accepted here, the reference reads with the same result; everything else
 * is the reference's to judge. Source of the form: coverage.py xmlreport.py and the standard library's xml.dom.minidom.
 * @throws Unexpected at anything else; ReportError `too-large`
 */
export function scanCobertura(bytes: Buffer, mostFiles: number): ReadReport {
  const scan = new Scan(bytes);
  scan.declaration();
  const header = ['version', 'branches-valid', 'branch-rate', 'lines-valid'];
  const [version, branchesValid, branchRate, linesValid] = scan.open('<coverage', ...header);
  while (scan.take('<!--')) scan.comment();
  const sources = scan.sources();
  const files: (Omit<ReadFile, 'lines' | 'hits' | 'branches'> & { to: number; branchesTo: number })[] = [];
  const columns = new LineColumns(bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

  scan.expect('<packages>');
  while (scan.take('<package ')) {
    scan.attributes([]);
    scan.expect('<classes>');
    while (scan.take('<class ')) {
      const [name] = scan.attributes(['filename']);
      if (name === undefined || name === '') throw new Unexpected(scan.at);
      if (files.length === mostFiles) throw tooManyFiles(mostFiles);
      scan.take('<methods/>');
      if (!scan.take('<lines/>')) {
        scan.expect('<lines>');
        scan.at = scanLines(bytes, view, scan.at, columns);
      }
      scan.expect('</class>');
      files.push({ name, to: columns.count, branchesTo: columns.branchCount });
    }
    scan.expect('</classes>');
    scan.expect('</package>');
  }
  scan.expect('</packages>');
  scan.expect('</coverage>');
  scan.end();

  const { lines, hits, branches } = columns;
  let from = 0;
  let branchesFrom = 0;
  return {
    format: 'cobertura',
    toolVersion: version,
    hasBranches: branchesMeasured(branchesValid, branchRate, columns.branchCount > 0),
    countedLines: countOfHeader(linesValid),
    sources,
    files: files.map(({ name, to, branchesTo }) => {
      const file = {
        name,
        lines: lines.subarray(from, to),
        hits: hits.subarray(from, to),
        branches: branches.subarray(branchesFrom, branchesTo),
      };
      from = to;
      branchesFrom = branchesTo;
      return file;
    }),
  };
}

const DECLARATION = /^<\?xml version="1\.0"(?: encoding="(?:utf-8|UTF-8)")? ?\?>/;
const LONGEST_DECLARATION = 64;
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const GT = 0x3e;
const LT = 0x3c;
const AMPERSAND = 0x26;
const QUOTE = 0x22;
const EQUALS = 0x3d;
const HYPHEN = 0x2d;

function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || byte === HYPHEN;
}

/** Everything but the lines: few elements, so clearness comes before speed. */
class Scan {
  at = 0;

  constructor(private readonly bytes: Buffer) {}

  declaration(): void {
    const start = this.bytes.toString('latin1', 0, LONGEST_DECLARATION);
    if (start.startsWith('<?')) this.at = DECLARATION.exec(start)?.[0].length ?? this.fail();
  }

  /** Passes spaces and this text, if it is next. */
  take(text: string): boolean {
    while (isBlank(this.bytes[this.at]!)) this.at++;
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text.charCodeAt(i)) return false;
    this.at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail();
  }

  /** A start tag that has attributes, to after its `>`: the values of the wanted ones, in their order. */
  open(tag: string, ...wanted: readonly string[]): (string | undefined)[] {
    this.expect(tag);
    if (!isBlank(this.bytes[this.at]!)) this.fail();
    return this.attributes(wanted);
  }

  /** The same, from after the tag's name. */
  attributes(wanted: readonly string[]): (string | undefined)[] {
    const values = wanted.map((): string | undefined => undefined);
    const { bytes } = this;
    for (;;) {
      while (isBlank(bytes[this.at]!)) this.at++;
      if (bytes[this.at] === GT) break;
      const which = wanted.findIndex((name) => this.isAttribute(name));
      if (which < 0) this.passName();
      else this.at += wanted[which]!.length + 2;
      const value = this.value(QUOTE, which >= 0);
      if (which >= 0) {
        if (values[which] !== undefined) this.fail();
        values[which] = value;
      }
      this.at++;
      if (!isBlank(bytes[this.at]!) && bytes[this.at] !== GT) this.fail();
    }
    this.at++;
    return values;
  }

  /** From after `<!--` to after `-->`; XML allows no other `--` in between. */
  comment(): void {
    const end = this.bytes.indexOf('--', this.at);
    if (end < 0 || this.bytes[end + 2] !== GT) this.fail();
    this.at = end + 3;
  }

  sources(): string[] {
    const sources: string[] = [];
    this.expect('<sources>');
    for (;;) {
      if (this.take('<source/>')) {
        sources.push('');
      } else if (this.take('<source>')) {
        sources.push(this.value(LT).trim());
        this.expect('</source>');
      } else {
        break;
      }
    }
    this.expect('</sources>');
    return sources;
  }

  end(): void {
    this.take('');
    if (this.at !== this.bytes.length) this.fail();
  }

  /** The text up to a byte that ends it, with its references resolved; only looked over if it is not needed. */
  private value(end: number, needed = true): string {
    const start = this.at;
    let plain = true;
    for (; ; this.at++) {
      const byte = this.bytes[this.at];
      if (byte === end) break;
      if (byte === undefined || byte < 0x20 || byte === LT || byte === GT) this.fail();
      if (byte === AMPERSAND) plain = false;
    }
    if (plain && !needed) return '';
    const text = this.bytes.toString('utf8', start, this.at);
    return plain ? text : text.replace(/&([^;]*;?)/g, (_, name: string) => this.character(name));
  }

  /** The character of a reference such as `amp;`, `#233;` or `#xe9;`. */
  private character(reference: string): string {
    const named = ENTITIES.get(reference.slice(0, -1));
    if (reference.endsWith(';') && named !== undefined) return named;
    const code = /^#(?:([1-9][0-9]{0,6})|x([1-9a-f][0-9a-f]{0,5}));$/i.exec(reference);
    const point = code?.[1] !== undefined ? Number(code[1]) : Number.parseInt(code?.[2] ?? '', 16);
    // Below are the characters that XML 1.0 allows only in part; above, what UTF-16 needs pairs for.
    return point >= 0x20 && point < 0xd800 ? String.fromCharCode(point) : this.fail();
  }

  private isAttribute(name: string): boolean {
    const end = this.at + name.length;
    if (this.bytes[end] !== EQUALS || this.bytes[end + 1] !== QUOTE) return false;
    for (let i = 0; i < name.length; i++) if (this.bytes[this.at + i] !== name.charCodeAt(i)) return false;
    return true;
  }

  /** Passes the name of an attribute and its `="`. */
  private passName(): void {
    if (!isNameByte(this.bytes[this.at]!) || this.bytes[this.at] === HYPHEN) this.fail();
    while (isNameByte(this.bytes[this.at]!)) this.at++;
    if (this.bytes[this.at] !== EQUALS || this.bytes[this.at + 1] !== QUOTE) this.fail();
    this.at += 2;
  }

  private fail(): never {
    throw new Unexpected(this.at);
  }
}
