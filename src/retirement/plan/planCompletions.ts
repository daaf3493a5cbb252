/** What may stand at a place of a plan in YAML, from the schema of the file. JSON is completed by the editor itself. */

/** The part of JSON Schema, draft 7, that the plan's schema uses. */
export interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

export interface PlanCompletion {
  readonly label: string;
  /** Undefined for a value that the schema does not explain. */
  readonly description: string | undefined;
  readonly kind: 'key' | 'value';
}

/**
 * @param lines of the text; each may have a carriage return at its end
 * @param line 0-based, the one that is typed in
 * @param before what stands before the cursor in it
 */
export function planCompletions(
  schema: Schema,
  lines: readonly string[],
  line: number,
  before: string,
): PlanCompletion[] {
  const [, indent = '', key, typed] = /^( *(?:- +)?)(?:([\w-]+):( *[\w.+-]*))?/.exec(before) ?? [];
  const place = mappingAt(schema, lines, line, indent.length);
  if (!place) return [];
  if (key !== undefined && typed !== undefined) {
    const of = resolved(schema, place.properties?.[key]);
    return (of?.enum ?? []).map((value) => ({ label: String(value), description: undefined, kind: 'value' }));
  }
  if (!/^ *(?:- +)?[\w-]*$/.test(before)) return [];
  const present = keysBeside(lines, line, indent.length);
  return Object.entries(place.properties ?? {})
    .filter(([name]) => !present.has(name))
    .map(([name, of]) => ({ label: name, description: resolved(schema, of)?.description, kind: 'key' }));
}

/** The schema of the mapping whose keys stand at a column. */
function mappingAt(schema: Schema, lines: readonly string[], line: number, column: number): Schema | undefined {
  const path: string[] = [];
  let wanted = column;
  for (let at = line; at >= 0 && wanted > 0; at--) {
    const text = at === line ? (lines[at] ?? '').slice(0, column) : (lines[at] ?? '');
    const item = /^( *)- +/.exec(text);
    if (item?.[0].length === wanted) {
      path.unshift('[]');
      // A list may stand at the column of its own key.
      wanted = (item[1]?.length ?? 0) + 1;
      if (at === line) continue;
    }
    const [, indent, key] = /^( *)(?:- +)?([\w-]+): *(?:#.*)?\r?$/.exec(text) ?? [];
    if (key === undefined || indent === undefined) continue;
    const own = /^ *- +/.exec(text)?.[0].length ?? indent.length;
    if (own >= wanted) continue;
    path.unshift(key);
    wanted = own;
    if (item && own > 0) {
      path.unshift('[]');
      wanted = (item[1]?.length ?? 0) + 1;
    }
  }
  let found = resolved(schema, schema);
  for (const part of path) found = resolved(schema, part === '[]' ? found?.items : found?.properties?.[part]);
  return found;
}

function resolved(schema: Schema, of: Schema | undefined): Schema | undefined {
  const name = of?.$ref?.startsWith('#/definitions/') ? of.$ref.slice('#/definitions/'.length) : undefined;
  return name === undefined ? of : schema.definitions?.[name];
}

/** The keys of the same mapping, above and below. */
function keysBeside(lines: readonly string[], line: number, column: number): Set<string> {
  const found = new Set<string>();
  const look = (at: number): boolean => {
    const text = lines[at] ?? '';
    if (text.trim() === '' || text.trimStart().startsWith('#')) return true;
    const own = /^ *(?:- +)?/.exec(text)?.[0].length ?? 0;
    if (own < column) return false;
    if (own === column) {
      const [, key] = /^ *(?:- +)?([\w-]+):/.exec(text) ?? [];
      if (key !== undefined) found.add(key);
    }
    return true;
  };
  const startsItem = (at: number): boolean => /^ *- +/.exec(lines[at] ?? '')?.[0].length === column;
  for (let at = line - 1; at >= 0 && !startsItem(line) && look(at); at--) if (startsItem(at)) break;
  for (let at = line + 1; at < lines.length && !startsItem(at) && look(at); at++);
  return found;
}
