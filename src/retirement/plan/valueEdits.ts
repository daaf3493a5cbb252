/** The difference of two plans as edits of single places: whatever else is in the file of one stays as it is. */
import { isDeepStrictEqual } from 'node:util';
import type { ValuePath } from './planRules';

export type ValueEdit =
  | {
      readonly kind: 'set';
      /** Of the mapping. */
      readonly path: ValuePath;
      readonly key: string;
      /** Undefined: the key is removed. */
      readonly value: unknown;
      /** The keys that come before it: a new one is put after the last of them that is there. */
      readonly follows: readonly string[];
    }
  | {
      readonly kind: 'insert' /** Of the list. */;
      readonly path: ValuePath;
      readonly at: number;
      readonly value: unknown;
    }
  | { readonly kind: 'remove'; readonly path: ValuePath; readonly at: number };

type Mapping = Readonly<Record<string, unknown>>;

/** To be made one after the other. Keys that neither has are not touched. */
export function valueEdits(before: Mapping, after: Mapping, path: ValuePath = []): ValueEdit[] {
  const keys = Object.keys(after);
  return [...new Set([...keys, ...Object.keys(before)])].flatMap((key): ValueEdit[] => {
    const [old, now] = [ownOf(before, key), ownOf(after, key)];
    if (isDeepStrictEqual(old, now)) return [];
    if (isMapping(old) && isMapping(now)) return valueEdits(old, now, [...path, key]);
    if (isMappings(old) && isMappings(now)) return listEdits(old, now, [...path, key]);
    return [{ kind: 'set', path, key, value: now, follows: keys.slice(0, Math.max(keys.indexOf(key), 0)) }];
  });
}

/** Every object has a `constructor`, which is none of its own. */
const ownOf = (of: Mapping, key: string): unknown => (Object.hasOwn(of, key) ? of[key] : undefined);

function listEdits(before: readonly Mapping[], after: readonly Mapping[], path: ValuePath): ValueEdit[] {
  const isSame = (i: number, j: number): boolean => isDeepStrictEqual(before.at(i), after.at(j));
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(start, start)) start++;
  let end = 0;
  while (end < shorter - start && isSame(-1 - end, -1 - end)) end++;
  const [gone, come] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const both = Math.min(gone.length, come.length);
  return [
    ...come.slice(0, both).flatMap((now, i) => valueEdits(gone[i] ?? {}, now, [...path, start + i])),
    ...gone.slice(both).map((): ValueEdit => ({ kind: 'remove', path, at: start + both })),
    ...come.slice(both).map((value, i): ValueEdit => ({ kind: 'insert', path, at: start + both + i, value })),
  ];
}

/** A value with an edit made; objects and lists on the way to it are new. */
export function withEdit(value: unknown, edit: ValueEdit, path: ValuePath = edit.path): unknown {
  const [first, ...rest] = path;
  if (first !== undefined) {
    if (Array.isArray(value)) return value.map((of: unknown, i) => (i === first ? withEdit(of, edit, rest) : of));
    if (!isMapping(value)) return value;
    return fromEntries(
      Object.entries(value).map(([key, of]) => [key, key === first ? withEdit(of, edit, rest) : of] as const),
    );
  }
  if (edit.kind !== 'set') {
    if (!Array.isArray(value)) return value;
    return edit.kind === 'insert' ? value.toSpliced(edit.at, 0, edit.value) : value.toSpliced(edit.at, 1);
  }
  return isMapping(value) ? withKey(value, edit) : value;
}

function withKey(value: Mapping, { key, value: now, follows }: Extract<ValueEdit, { kind: 'set' }>): Mapping {
  const entries = Object.entries(value);
  const place = entries.findIndex(([name]) => name === key);
  if (place >= 0) return fromEntries(now === undefined ? entries.toSpliced(place, 1) : entries.with(place, [key, now]));
  if (now === undefined) return value;
  const after = Math.max(...follows.map((name) => entries.findIndex(([other]) => other === name)), -1);
  return fromEntries(entries.toSpliced(after < 0 ? entries.length : after + 1, 0, [key, now]));
}

/** Also for a key such as `__proto__`, which an assignment would take for something else. */
const fromEntries = (entries: readonly (readonly [string, unknown])[]): Mapping => Object.fromEntries(entries);

const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isMappings = (value: unknown): value is readonly Mapping[] =>
  Array.isArray(value) && value.length > 0 && value.every(isMapping);
