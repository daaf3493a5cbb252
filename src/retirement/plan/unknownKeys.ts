import type * as v from 'valibot';
import type { ValuePath } from './planRules';

/** The keys of a value that its shape does not have, in their order; a part that has another shape has none. */
export function unknownKeys(shape: v.GenericSchema, value: unknown, path: ValuePath = []): ValuePath[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = (part: unknown, of: unknown, key: string | number): ValuePath[] =>
    isShape(part) ? unknownKeys(part, of, [...path, key]) : [];
  if ('wrapped' in shape) return isShape(shape.wrapped) ? unknownKeys(shape.wrapped, value, path) : [];
  if ('item' in shape) return Array.isArray(value) ? value.flatMap((of: unknown, i) => inner(shape.item, of, i)) : [];
  const entries = entriesOf(shape);
  if (!entries || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, of]: [string, unknown]) => {
    const part = entries.get(key);
    return part === undefined ? [[...path, key]] : inner(part, of, key);
  });
}

/** The keys of an object's shape, also of one that may be missing or null; undefined for other shapes. */
export function entriesOf(shape: v.GenericSchema): ReadonlyMap<string, v.GenericSchema> | undefined {
  if ('wrapped' in shape && isShape(shape.wrapped)) return entriesOf(shape.wrapped);
  if (!('entries' in shape) || typeof shape.entries !== 'object' || shape.entries === null) return undefined;
  return new Map(Object.entries(shape.entries as Record<string, v.GenericSchema>));
}

const isShape = (part: unknown): part is v.GenericSchema =>
  typeof part === 'object' && part !== null && 'kind' in part && part.kind === 'schema';
