/** One row of an SQLite table. Source: https://www.sqlite.org/fileformat2.html, section 2.1, "Record Format". */
import { damaged } from './error';

export type SqliteValue = null | number | string | Uint8Array;

const text = new TextDecoder('utf-8');

export class SqliteRecord {
  /** The record is `bytes` from `start` to `end`; `view` shows the same bytes. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly view: DataView,
    private readonly start: number,
    private readonly end: number,
  ) {}

  values(): SqliteValue[] {
    const values: SqliteValue[] = [];
    const header = readVarint(this.bytes, this.start);
    const headerEnd = this.start + header.value;
    let at = headerEnd;
    for (let next = header.end; next < headerEnd; ) {
      const type = readVarint(this.bytes, next);
      values.push(this.valueAt(at, type.value));
      at += lengthOf(type.value);
      next = type.end;
    }
    return values;
  }

  /** The first column when it is a number; undefined for any other value. Much faster than `values`. */
  firstNumber(): number | undefined {
    const header = readVarint(this.bytes, this.start);
    const type = readVarint(this.bytes, header.end).value;
    if (type === 0 || type > 9) return undefined;
    return this.valueAt(this.start + header.value, type) as number;
  }

  private valueAt(at: number, type: number): SqliteValue {
    const { view } = this;
    const length = lengthOf(type);
    if (at + length > this.end) throw damaged('column');
    switch (type) {
      case 0:
        return null;
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getInt16(at);
      case 3:
        return view.getInt8(at) * 0x10000 + view.getUint16(at + 1);
      case 4:
        return view.getInt32(at);
      case 5:
        return view.getInt16(at) * 0x100000000 + view.getUint32(at + 2);
      case 6:
        return Number(view.getBigInt64(at));
      case 7:
        return view.getFloat64(at);
      case 8:
        return 0;
      case 9:
        return 1;
      default: {
        const content = this.bytes.subarray(at, at + length);
        return type % 2 === 0 ? content : text.decode(content);
      }
    }
  }
}

/** Bytes of a column of a serial type. */
function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  const length = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type];
  if (length === undefined) throw damaged('column type');
  return length;
}

export interface Varint {
  readonly value: number;
  /** Offset behind it. */
  readonly end: number;
}

/** One to nine bytes, seven bits each, the most significant first; the ninth gives eight. Source: section 1.6. */
export function readVarint(bytes: Uint8Array, at: number): Varint {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw damaged('number');
    if (i === 8) return { value: value * 256 + byte, end: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end: at + i + 1 };
  }
  throw damaged('number');
}
