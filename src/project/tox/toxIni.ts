/** tox's settings in INI form: tox.ini, setup.cfg, and the text that pyproject.toml may carry. */
import { resolve } from 'node:path';
import { type Ini, type IniValue } from '../../base/ini';
import { type Tox, type ToxCommand, type ToxEnvironment, type ToxName, toxNames } from './tox';
import { environmentFolderOf, type Place, placeOf } from './toxPlaces';
import { environmentNames, linesFor, type SettingLine, splitCommand, substitute } from './toxText';

/** New and old spelling of the same option. Source: tox 4, tox/tox_env/api.py and runner.py. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  allowlist: ['allowlist_externals', 'whitelist_externals'],
  variables: ['set_env', 'setenv'],
  folder: ['change_dir', 'changedir'],
  environmentFolder: ['env_dir', 'envdir'],
  names: ['env_list', 'envlist'],
  workFolder: ['work_dir', 'toxworkdir'],
};

export class IniTox implements Tox {
  constructor(
    private readonly root: string,
    readonly file: string,
    private readonly ini: Ini,
    private readonly coreSection = 'tox',
  ) {}

  names(): ToxName[] {
    const sections = this.ini.sectionNames
      .filter((section) => section.startsWith('testenv:'))
      .flatMap((section) => environmentNames(section.slice('testenv:'.length)));
    return toxNames(this.listed(), sections);
  }

  environment(name: string): ToxEnvironment | undefined {
    const section = this.sectionOf(name);
    if (section === undefined && !this.listed().includes(name)) return undefined;
    const sections = section === undefined ? ['testenv'] : [section, 'testenv'];
    const workFolder = this.single(SPELLINGS.workFolder!, [this.coreSection], { root: this.root, name });
    const place: Place = { root: this.root, name, ...(workFolder && { workFolder: resolve(this.root, workFolder) }) };
    const folder = this.single(SPELLINGS.folder!, sections, place);
    const environmentFolder = this.single(SPELLINGS.environmentFolder!, sections, place);
    return {
      name,
      file: this.file,
      commands: ['commands_pre', 'commands', 'commands_post'].flatMap((key) => this.commands(key, sections, place)),
      allowlist: this.lines(SPELLINGS.allowlist!, sections, place).flatMap(({ text }) => text.split(/,\s*/)),
      variables: this.variables(sections, place),
      folder: resolve(this.root, folder ?? '.'),
      environmentFolder: resolve(this.root, environmentFolder ?? environmentFolderOf(place)),
    };
  }

  /** `[testenv:cover]`, or a section of several such as `[testenv:{cover,functional}]`. */
  private sectionOf(name: string): string | undefined {
    return this.ini.sectionNames.find(
      (section) => section.startsWith('testenv:') && environmentNames(section.slice('testenv:'.length)).includes(name),
    );
  }

  private listed(): string[] {
    const list = firstValue(this.ini, SPELLINGS.names!, [this.coreSection])?.text ?? '';
    return list.split('\n').flatMap((line) => environmentNames(line.replace(/#.*/, '')));
  }

  private commands(key: string, sections: readonly string[], place: Place): ToxCommand[] {
    return this.lines([key], sections, place)
      .map(({ text, line }) => ({ args: splitCommand(text), line }))
      .filter(({ args }) => args.length > 0);
  }

  private variables(sections: readonly string[], place: Place): Map<string, string> {
    const found = new Map<string, string>();
    for (const { text } of this.lines(SPELLINGS.variables!, sections, place)) {
      const at = text.indexOf('=');
      if (at > 0) found.set(text.slice(0, at).trim(), text.slice(at + 1).trim());
    }
    return found;
  }

  private single(keys: readonly string[], sections: readonly string[], place: Place): string | undefined {
    return this.lines(keys, sections, place)[0]?.text;
  }

  /** The lines of an option, references replaced; a reference to a setting of several lines gives several. */
  private lines(keys: readonly string[], sections: readonly string[], place: Place): SettingLine[] {
    const value = firstValue(this.ini, keys, sections);
    if (!value) return [];
    return linesFor(linesOf(value), place.name).flatMap(({ text, line }) =>
      substitute(text, (reference) => this.lookup(reference, place))
        .split('\n')
        .map((part) => ({ text: part.trim(), line }))
        .filter((part) => part.text !== ''),
    );
  }

  /** `[section]key`, `[section]key:default`, or what tox itself knows. */
  private lookup(reference: string, place: Place): string | undefined {
    const found = /^\[([^\]]+)\]([\w-]+)(?::([^]*))?$/.exec(reference);
    if (!found) return placeOf(reference, place);
    const value = this.ini.value(found[1]!, found[2]!.toLowerCase());
    if (!value) return found[3];
    return linesFor(linesOf(value), place.name).map(({ text }) => text).join('\n');
  }
}

function firstValue(ini: Ini, keys: readonly string[], sections: readonly string[]): IniValue | undefined {
  for (const section of sections) {
    for (const key of keys) {
      const value = ini.value(section, key);
      if (value) return value;
    }
  }
  return undefined;
}

function linesOf(value: IniValue): SettingLine[] {
  return value.text.split('\n').map((text, i) => ({ text, line: value.lines[i]! }));
}
