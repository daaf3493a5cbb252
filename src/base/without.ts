/** A copy of an object without one of its fields. */
export function without<T extends object>(object: T, field: keyof T): Partial<T> {
  const copy: Partial<T> = { ...object };
  delete copy[field];
  return copy;
}
