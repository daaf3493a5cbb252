/**
 * tox's settings in TOML form: tox.toml, or [tool.tox] of pyproject.toml.
 * Source: tox 4, tox/config/source/toml_pyproject.py and tox/config/loader/toml.
 */
import { resolve } from 'node:path';
import { type Tox, type ToxEnvironment, type ToxName, toxNames } from './tox';
import { environmentFolderOf, type Place, placeOf } from './toxPlaces';
import { substitute } from './toxText';

type Table = Record<string, unknown>;

/** References inside references; a circle ends here. */
const MAX_DEPTH = 10;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export class TomlTox implements Tox {
  /** @param path where `table` stands in its file: references are written from the file's top */
  constructor(
    private readonly root: string,
    readonly file: string,
    private readonly table: Table,
    private readonly path: readonly string[],
  ) {}

  names(): ToxName[] {
    return toxNames(asList(this.table.env_list).filter(isText), Object.keys(tableAt(this.table, 'env')));
  }

  environment(name: string): ToxEnvironment | undefined {
    const environments = tableAt(this.table, 'env');
    const listed = Array.isArray(this.table.env_list) && this.table.env_list.includes(name);
    if (!isTable(environments[name]) && !listed) return undefined;
    const base = tableAt(this.table, 'env_run_base');
    const own = { ...base, ...tableAt(environments, name) };
    const place: Place = { root: this.root, name };
    const list = (key: string): unknown[] => asList(this.resolve(own[key], place, 0));
    return {
      name,
      file: this.file,
      commands: ['commands_pre', 'commands', 'commands_post']
        .flatMap(list)
        .map((command) => ({ args: withoutPrefix(asList(command).filter(isText)), line: undefined }))
        .filter(({ args }) => args.length > 0),
      allowlist: list('allowlist_externals').filter(isText),
      variables: this.variables(tableAt(own, 'set_env'), place),
      folder: resolve(this.root, textOf(this.resolve(own.change_dir, place, 0)) ?? '.'),
      environmentFolder: resolve(this.root, textOf(this.resolve(own.env_dir, place, 0)) ?? environmentFolderOf(place)),
    };
  }

  private variables(table: Table, place: Place): Map<string, string> {
    const found = new Map<string, string>();
    for (const [key, value] of Object.entries(table)) {
      const text = this.resolve(value, place, 0);
      if (isText(text)) found.set(key, text);
    }
    return found;
  }

  /** A value with its references replaced; a list takes in the lists that stand for `extend` entries. */
  private resolve(value: unknown, place: Place, depth: number): unknown {
    if (depth > MAX_DEPTH) return undefined;
    if (isText(value)) return substitute(value, (reference) => placeOf(reference, place));
    if (Array.isArray(value)) {
      return value.flatMap((entry: unknown) => {
        const resolved = this.resolve(entry, place, depth + 1);
        if (resolved === undefined) return [];
        return isTable(entry) && entry.extend === true ? asList(resolved) : [resolved];
      });
    }
    if (!isTable(value)) return undefined;
    switch (value.replace) {
      case 'posargs':
      case 'env':
        return this.resolve(value.default ?? (value.replace === 'env' ? '' : []), place, depth + 1);
      case 'ref':
        return this.resolve(this.referred(value), place, depth + 1);
      default:
        return undefined;
    }
  }

  private referred(reference: Table): unknown {
    if (isText(reference.env) && isText(reference.key)) {
      return tableAt(tableAt(this.table, 'env'), reference.env)[reference.key] ??
        tableAt(this.table, 'env_run_base')[reference.key];
    }
    const parts = asList(reference.of).filter(isText);
    if (!this.path.every((part, i) => parts[i] === part)) return undefined;
    let found: unknown = this.table;
    for (const part of parts.slice(this.path.length)) {
      found = isTable(found) && Object.hasOwn(found, part) ? found[part] : undefined;
    }
    return found;
  }
}

/** A table inside a table; empty when there is none. Only own properties: the keys are the project's. */
function tableAt(table: Table, key: string): Table {
  const found = Object.hasOwn(table, key) ? table[key] : undefined;
  return isTable(found) ? found : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function withoutPrefix(args: string[]): string[] {
  return args[0] === '-' || args[0] === '!' ? args.slice(1) : args;
}
