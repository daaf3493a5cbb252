/**
 * INI text, read as Python's `configparser` reads it: tox, coverage.py, stestr and flake8 all use that reader.
 *
 * Options are in lower case, values may go on over indented lines, `#` and `;` start a comment only at the beginning
 * of a line, and sections inherit from `[DEFAULT]`. Source: Lib/configparser.py of CPython 3.11, RawConfigParser._read.
 *
 * Where configparser refuses a text (an option given twice, a line that is no option) this reader goes on: the last
 * value counts and the line is left out. It shows what a file says; the tool itself will tell what is wrong with it.
 */
import { UserError } from './errors';

/** Longest text that is read, in UTF-16 units. The longest tox.ini of an OpenStack project has 20,000. */
const MAX_LENGTH = 1 << 20;

export interface IniValue {
  /** Lines joined with `\n`, each without the spaces around it; empty lines inside are kept. */
  readonly text: string;
  /** 1-based line in the file of each line of `text`. */
  readonly lines: readonly number[];
}

export class Ini {
  constructor(
    private readonly sections: ReadonlyMap<string, ReadonlyMap<string, IniValue>>,
    private readonly defaults: ReadonlyMap<string, IniValue>,
  ) {}

  /** Names of the sections in the order of the file, without `DEFAULT`. */
  get sectionNames(): string[] {
    return [...this.sections.keys()];
  }

  has(section: string): boolean {
    return this.sections.has(section);
  }

  /** Names of the options of a section, those of `[DEFAULT]` included; empty when there is no such section. */
  options(section: string): string[] {
    const own = this.sections.get(section);
    return own ? [...new Set([...own.keys(), ...this.defaults.keys()])] : [];
  }

  /** An option of a section that exists; `DEFAULT` may be asked for by name. */
  value(section: string, option: string): IniValue | undefined {
    const own = section === 'DEFAULT' ? this.defaults : this.sections.get(section);
    return own && (own.get(option) ?? this.defaults.get(option));
  }

  get(section: string, option: string): string | undefined {
    return this.value(section, option)?.text;
  }
}

/**
 * @param file name of the file for the error's text
 * @throws UserError `too-big` when the text is longer than 1 MiB; nothing else, whatever the text
 */
export function parseIni(text: string, file: string): Ini {
  if (text.length > MAX_LENGTH) {
    throw new UserError('too-big', `${file} is longer than 1 MiB, which no configuration file is.`);
  }
  const sections = new Map<string, Map<string, OpenValue>>();
  const defaults = new Map<string, OpenValue>();
  let section: Map<string, OpenValue> | undefined;
  let option: OpenValue | undefined;
  let optionIndent = 0;

  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((line, index) => {
      const content = line.trim();
      if (content.startsWith('#') || content.startsWith(';')) return;
      if (content === '') {
        option?.add('', index + 1);
        return;
      }
      const indent = line.length - line.trimStart().length;
      if (option && indent > optionIndent) {
        option.add(content, index + 1);
        return;
      }
      optionIndent = indent;
      option = undefined;
      const header = sectionName(content);
      if (header !== undefined) {
        section = header === 'DEFAULT' ? defaults : getOrAdd(sections, header);
      } else if (section) {
        const found = splitOption(content);
        if (!found) return;
        option = new OpenValue(found.value, index + 1);
        section.set(found.name, option);
      }
    });
  return new Ini(mapValues(sections, closeAll), closeAll(defaults));
}

/** A value that may still go on. */
class OpenValue {
  private readonly texts: string[];
  private readonly lines: number[];

  constructor(text: string, line: number) {
    this.texts = [text];
    this.lines = [line];
  }

  add(text: string, line: number): void {
    this.texts.push(text);
    this.lines.push(line);
  }

  close(): IniValue {
    let count = this.texts.length;
    while (count > 1 && this.texts[count - 1] === '') count--;
    return { text: this.texts.slice(0, count).join('\n'), lines: this.lines.slice(0, count) };
  }
}

function sectionName(content: string): string | undefined {
  const end = content.lastIndexOf(']');
  return content.startsWith('[') && end > 1 ? content.slice(1, end) : undefined;
}

function splitOption(content: string): { name: string; value: string } | undefined {
  const at = content.search(/[=:]/);
  if (at < 1) return undefined;
  return { name: content.slice(0, at).trimEnd().toLowerCase(), value: content.slice(at + 1).trimStart() };
}

function getOrAdd(sections: Map<string, Map<string, OpenValue>>, name: string): Map<string, OpenValue> {
  let section = sections.get(name);
  if (!section) sections.set(name, (section = new Map<string, OpenValue>()));
  return section;
}

function closeAll(options: ReadonlyMap<string, OpenValue>): Map<string, IniValue> {
  return mapValues(options, (option) => option.close());
}

function mapValues<A, B>(map: ReadonlyMap<string, A>, change: (value: A) => B): Map<string, B> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
