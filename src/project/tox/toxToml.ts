/**
 * tox's settings in TOML form: tox.toml, or [tool.tox] of pyproject.toml.
 * Source: tox 4, tox/config/source/toml_pyproject.py and tox/config/loader/toml.
 */
import { resolve } from 'node:path';
import { isPythonFactor, type ProcessVariables, type ReadEnvironment, type Tox, type ToxName, toxNames } from './tox';
import { envDirOf, exportedVariables, type Place, placeOf } from './toxPlaces';
import { isReference, substitute } from './toxText';
import { ToxVariables } from './toxVariables';

type Table = Record<string, unknown>;

/** References inside references; a circle ends here. */
const MAX_DEPTH = 10;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

export class TomlTox implements Tox {
  /**
   * @param path where `table` stands in its file: references are written from the file's top
   * @param process variables of the process that would run tox
   */
  constructor(
    readonly root: string,
    readonly file: string,
    readonly table: Table,
    private readonly path: readonly string[],
    readonly process: ProcessVariables = {},
  ) {}

  names(): ToxName[] {
    return toxNames(asList(this.table.env_list).filter(isText), Object.keys(tableAt(this.table, 'env')));
  }

  environment(name: string): ReadEnvironment | undefined {
    const names = this.names().map((each) => each.name);
    const factors = new Set(names.flatMap((each) => each.split('-')));
    const isNamed = name.split('-').every((factor) => isPythonFactor(factor) || factors.has(factor));
    return names.includes(name) || isNamed ? new TomlEnvironment(name, this).read() : undefined;
  }

  /** What an environment is described by: what it lacks comes from the base of all that run something. */
  settingsOf(name: string): Table {
    return { ...tableAt(this.table, 'env_run_base'), ...tableAt(tableAt(this.table, 'env'), name) };
  }

  /** The value that `of = […]` or `env = …, key = …` names; undefined where there is none. */
  referred(reference: Table): unknown {
    if (isText(reference.env) && isText(reference.key)) return this.settingsOf(reference.env)[reference.key];
    const parts = asList(reference.of).filter(isText);
    if (!this.path.every((part, i) => parts[i] === part)) return undefined;
    let found: unknown = this.table;
    for (const part of parts.slice(this.path.length)) {
      found = isTable(found) && Object.hasOwn(found, part) ? found[part] : undefined;
    }
    return found;
  }
}

/** One environment while it is read: whether something could not be replaced is remembered. */
class TomlEnvironment {
  private readonly settings: Table;
  private place: Place;
  private variables: ToxVariables;
  private isCertain = true;

  constructor(
    private readonly name: string,
    private readonly tox: TomlTox,
  ) {
    this.settings = tox.settingsOf(name);
    this.place = { root: tox.root, name };
    // tox's own settings see the variables of the process alone.
    this.variables = this.variablesOf(new Map());
    this.place = { ...this.place, workDir: this.folder(tox.table.work_dir) };
    const written = new Map<string, unknown>();
    this.assign(written, this.settings.set_env, 0);
    this.variables = this.variablesOf(written);
    this.place = { ...this.place, envDir: this.folder(this.settings.env_dir) };
  }

  read(): ReadEnvironment {
    const list = (key: string): unknown[] => asList(this.resolved(this.settings[key], 0));
    const environment = {
      name: this.name,
      file: this.tox.file,
      commands: ['commands_pre', 'commands', 'commands_post']
        .flatMap(list)
        .map((command) => ({ args: withoutPrefix(asList(command).filter(isText)) }))
        .filter(({ args }) => args.length > 0),
      allowlist: list('allowlist_externals').filter(isText),
      setEnv: this.variables.all(),
      passEnv: ['*'],
      envDir: envDirOf(this.place),
      changeDir: this.folder(this.settings.change_dir) ?? this.tox.root,
    };
    return { ...environment, isCertain: this.isCertain && this.settings.base === undefined };
  }

  private variablesOf(written: ReadonlyMap<string, unknown>): ToxVariables {
    const exported = (): Record<string, string> => exportedVariables(this.place);
    return new ToxVariables(written, exported, this.tox.process, (value) => textOf(this.resolved(value, 0)) ?? '');
  }

  /** A table of variables, a reference to one, or a list of both; values stay as they are written. */
  private assign(written: Map<string, unknown>, value: unknown, depth: number): void {
    if (Array.isArray(value)) {
      value.forEach((entry) => this.assign(written, entry, depth + 1));
    } else if (isTable(value) && value.replace === 'ref' && depth < MAX_DEPTH) {
      this.assign(written, this.tox.referred(value), depth + 1);
    } else if (isTable(value) && value.replace === undefined) {
      for (const [key, each] of Object.entries(value)) {
        const isMarked = isTable(each) && each.replace === undefined;
        written.set(key, isMarked ? each.value : each);
        if (isMarked || key === 'file') this.isCertain = false;
      }
    } else if (value !== undefined) {
      this.isCertain = false;
    }
  }

  private folder(value: unknown): string | undefined {
    const text = textOf(this.resolved(value, 0));
    return text && resolve(this.tox.root, text);
  }

  /** A value with its references replaced; a list takes in the lists that stand for `extend` entries. */
  private resolved(value: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH) return undefined;
    if (isText(value)) return this.substituted(value);
    if (Array.isArray(value)) {
      return value.flatMap((entry: unknown) => {
        const found = this.resolved(entry, depth + 1);
        if (found === undefined) return [];
        return isTable(entry) && entry.extend === true ? asList(found) : [found];
      });
    }
    if (!isTable(value)) return undefined;
    switch (value.replace) {
      case 'posargs':
        return this.resolved(value.default ?? [], depth + 1);
      case 'env':
        return this.variables.value(textOf(value.name) ?? '') ?? this.resolved(value.default ?? '', depth + 1);
      case 'ref':
        return this.resolved(this.tox.referred(value), depth + 1);
      default:
        this.isCertain = false;
        return undefined;
    }
  }

  private substituted(text: string): string {
    return substitute(text, (reference) => {
      const found = placeOf(reference, this.place) ?? this.variables.referred(reference);
      if (found === undefined && isReference(reference)) this.isCertain = false;
      return found;
    });
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
