/** tox's settings in INI form: tox.ini, setup.cfg, and the text that pyproject.toml may carry. */
import { resolve } from 'node:path';
import { type Ini, type IniValue } from '../../base/ini';
import {
  isPythonFactor,
  type ProcessVariables,
  type ReadEnvironment,
  type Tox,
  type ToxCommand,
  type ToxName,
  toxNames,
} from './tox';
import { envDirOf, exportedVariables, type Place, placeOf } from './toxPlaces';
import {
  conditionOf,
  environmentNames,
  isReference,
  linesFor,
  type SettingLine,
  splitCommand,
  substitute,
} from './toxText';
import { readAssignment, ToxVariables } from './toxVariables';

/** New and old spelling of the same option. Source: tox 4, tox/tox_env/api.py and runner.py. */
const SPELLINGS = {
  allowlist: ['allowlist_externals', 'whitelist_externals'],
  setEnv: ['set_env', 'setenv'],
  changeDir: ['change_dir', 'changedir'],
  envDir: ['env_dir', 'envdir'],
  envList: ['env_list', 'envlist'],
  workDir: ['work_dir', 'toxworkdir'],
} as const satisfies Record<string, readonly string[]>;

/** How far one set_env may take in another. */
const MAX_DEPTH = 10;

export class IniTox implements Tox {
  private readonly placing = new Set<string>();

  /**
   * @param process variables of the process that would run tox
   * @param core name of the section with tox's own settings
   */
  constructor(
    private readonly root: string,
    readonly file: string,
    private readonly ini: Ini,
    readonly process: ProcessVariables = {},
    readonly core = 'tox',
  ) {}

  names(): ToxName[] {
    const listed = this.listed();
    const sections = this.ini.sectionNames
      .filter((section) => section.startsWith('testenv:'))
      .flatMap((section) => environmentNames(section.slice('testenv:'.length)));
    const known = new Set([...listed, ...sections].flatMap((name) => name.split('-')));
    const conditional = this.conditions().filter((name) => name.split('-').some((factor) => !known.has(factor)));
    return toxNames(listed, [...sections, ...conditional]);
  }

  environment(name: string): ReadEnvironment | undefined {
    const section = this.sectionOf(name);
    if (section === undefined && !this.isNamed(name)) return undefined;
    return new IniEnvironment(this.root, name, this, this.sectionsOf(section)).read();
  }

  value(keys: readonly string[], sections: readonly string[]): IniValue | undefined {
    for (const section of sections) {
      for (const key of keys) {
        const value = this.ini.value(section, key);
        if (value) return value;
      }
    }
    return undefined;
  }

  /** Where an environment is; undefined in a circle of environments that each name the other's folder. */
  placeFor(name: string): Place | undefined {
    if (this.placing.has(name)) return undefined;
    this.placing.add(name);
    try {
      return new IniEnvironment(this.root, name, this, this.sectionsOf(this.sectionOf(name))).place;
    } finally {
      this.placing.delete(name);
    }
  }

  /** `[testenv:cover]`, or a section of several such as `[testenv:{cover,functional}]`. */
  private sectionOf(name: string): string | undefined {
    return this.ini.sectionNames.find(
      (section) => section.startsWith('testenv:') && environmentNames(section.slice('testenv:'.length)).includes(name),
    );
  }

  /** The section, then those that it takes what it lacks from. */
  private sectionsOf(section: string | undefined): string[] {
    const base = this.ini.get(section ?? '', 'base') ?? 'testenv';
    const bases = base.split(/[,\n]/).flatMap((each) => [each.trim(), `testenv:${each.trim()}`]);
    return [...(section === undefined ? [] : [section]), ...bases];
  }

  private listed(): string[] {
    const list = this.value(SPELLINGS.envList, [this.core])?.text ?? '';
    return list.split('\n').flatMap((line) => environmentNames(line.replace(/#.*/, '')));
  }

  /** tox also makes environments of Python's versions, and of the factors that the file has. */
  private isNamed(name: string): boolean {
    const names = this.names().map((each) => each.name);
    if (names.includes(name)) return true;
    const factors = new Set(names.flatMap((each) => each.split('-')));
    return name.split('-').every((factor) => isPythonFactor(factor) || factors.has(factor));
  }

  /** What lines are about that do not hold everywhere. Source: tox 4, tox/config/source/ini.py, _discover_from_section. */
  private conditions(): string[] {
    return this.ini.sectionNames
      .filter((section) => section === this.core || section === 'testenv' || section.startsWith('testenv:'))
      .flatMap((section) => this.ini.options(section).map((option) => this.ini.get(section, option) ?? ''))
      .flatMap((value) => value.split('\n'))
      .flatMap((line) => environmentNames(conditionOf(line)?.condition.replaceAll('!', '') ?? ''));
  }
}

/** One environment while it is read: whether something could not be replaced is remembered. */
class IniEnvironment {
  /** Known better with each of the first steps: what moves the environment may refer to what was read before. */
  place: Place;
  private variables: ToxVariables<string>;
  private isCertain = true;

  constructor(
    root: string,
    private readonly name: string,
    private readonly tox: IniTox,
    private readonly sections: readonly string[],
  ) {
    this.place = { root, name };
    // tox's own settings see the variables of the process alone.
    this.variables = this.variablesOf(new Map());
    this.place = { ...this.place, workDir: this.folder(SPELLINGS.workDir, [tox.core]) };
    this.variables = this.variablesOf(this.assignments(SPELLINGS.setEnv, sections, 0));
    this.place = { ...this.place, envDir: this.folder(SPELLINGS.envDir, sections) };
  }

  read(): ReadEnvironment {
    const environment = {
      name: this.name,
      file: this.tox.file,
      commands: ['commands_pre', 'commands', 'commands_post'].flatMap((key) => this.commands(key)),
      allowlist: this.lines(SPELLINGS.allowlist, this.sections).flatMap(({ text }) => text.split(/,\s*/)),
      setEnv: this.variables.all(),
      passEnv: ['*'],
      envDir: envDirOf(this.place),
      changeDir: this.folder(SPELLINGS.changeDir, this.sections) ?? this.place.root,
    };
    return { ...environment, isCertain: this.isCertain };
  }

  private variablesOf(written: ReadonlyMap<string, string>): ToxVariables<string> {
    const exported = (): Record<string, string> => exportedVariables(this.place);
    return new ToxVariables(written, exported, this.tox.process, (value) => this.substituted(value));
  }

  private commands(key: string): ToxCommand[] {
    return this.lines([key], this.sections)
      .map(({ text, line }) => ({ args: splitCommand(text), line }))
      .filter(({ args }) => args.length > 0);
  }

  /** What a set_env assigns, unresolved. Its own lines go before those that it takes in, wherever they stand. */
  private assignments(keys: readonly string[], sections: readonly string[], depth: number): Map<string, string> {
    const own = new Map<string, string>();
    const takenIn = new Map<string, string>();
    const value = this.tox.value(keys, sections);
    for (const { text } of value ? linesFor(linesOf(value), this.name) : []) {
      const assignment = readAssignment(text);
      if (assignment) {
        own.set(assignment.name, assignment.value);
        if (assignment.marker !== undefined) this.isCertain = false;
        continue;
      }
      const reference = /^\{\[([^\]]+)\]([\w-]+)(?::[^{}]*)?\}$/.exec(text.trim());
      if (!reference || depth === MAX_DEPTH) {
        this.isCertain = false;
        continue;
      }
      const key = reference[2]!.toLowerCase();
      const isSetEnv = (SPELLINGS.setEnv as readonly string[]).includes(key);
      for (const each of this.assignments(isSetEnv ? SPELLINGS.setEnv : [key], [reference[1]!], depth + 1)) {
        takenIn.set(...each);
      }
    }
    return new Map([...takenIn, ...own]);
  }

  private folder(keys: readonly string[], sections: readonly string[]): string | undefined {
    const [first] = this.lines(keys, sections);
    return first && resolve(this.place.root, first.text);
  }

  /** The lines of an option, references replaced; a reference to a setting of several lines gives several. */
  private lines(keys: readonly string[], sections: readonly string[]): SettingLine[] {
    const value = this.tox.value(keys, sections);
    if (!value) return [];
    return linesFor(linesOf(value), this.name).flatMap(({ text, line }) =>
      this.substituted(text)
        .split('\n')
        .map((part) => ({ text: part.trim(), line }))
        .filter((part) => part.text !== ''),
    );
  }

  private substituted(text: string): string {
    return substitute(text, (reference) => {
      const found = this.lookup(reference);
      if (found === undefined && isReference(reference)) this.isCertain = false;
      return found;
    });
  }

  /** `[section]key`, `[section]key:default`, `env:NAME:default`, `posargs:default`, or what tox itself knows. */
  private lookup(reference: string): string | undefined {
    const known = placeOf(reference, this.place) ?? this.variables.referred(reference);
    if (known !== undefined) return known;
    const found = /^(?:\[([^\]]+)\])?([\w-]+)(?::([^]*))?$/.exec(reference);
    if (!found || /^(?:glob|factor):/.test(reference)) return undefined;
    const [, section, key = '', otherwise] = found;
    const value = this.tox.value([key.toLowerCase()], section === undefined ? this.sections : [section]);
    if (value) {
      return linesFor(linesOf(value), this.name)
        .map(({ text }) => text)
        .join('\n');
    }
    return this.placeIn(section, key) ?? otherwise;
  }

  /** Folders of tox, or of another environment: `{[testenv:venv]envdir}`. */
  private placeIn(section: string | undefined, key: string): string | undefined {
    if (section === this.tox.core) return placeOf(key, this.place);
    const name = section?.startsWith('testenv:') ? section.slice('testenv:'.length) : undefined;
    const place = name === undefined || name === this.name ? undefined : this.tox.placeFor(name);
    return place && placeOf(key, place);
  }
}

function linesOf(value: IniValue): SettingLine[] {
  return value.text.split('\n').map((text, i) => ({ text, line: value.lines[i]! }));
}
