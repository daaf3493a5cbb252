import { type ProcessVariables } from './tox';

/** One assignment of `set_env`, its value as it is written. */
export interface Assignment {
  readonly value: string;
  /** The PEP 508 marker that says where it holds; undefined where it holds always. */
  readonly marker?: string | undefined;
}

/**
 * The variables of an environment, each resolved when somebody reads it: one may refer to another that stands below it.
 *
 * Source: tox 4, tox/config/set_env.py and tox/config/loader/replacer.py, _replace_env.
 */
export class ToxVariables<Written = unknown> {
  private readonly reading = new Set<string>();

  /**
   * @param written values as the settings have them, by name
   * @param exported what tox itself sets
   * @param own variables of the process that would run tox
   * @param resolve a value with its references replaced; it may ask here again
   */
  constructor(
    private readonly written: ReadonlyMap<string, Written>,
    private readonly exported: () => Readonly<Record<string, string>>,
    private readonly own: ProcessVariables,
    private readonly resolve: (value: Written) => string,
  ) {}

  /** All that the environment sets. */
  all(): Record<string, string> {
    const set = Object.fromEntries([...this.written.keys()].map((name) => [name, this.setValue(name) ?? '']));
    return { ...set, ...this.exported() };
  }

  /**
   * What `env:NAME:otherwise`, `posargs:otherwise` and `tty:yes:no` stand for; undefined for any other reference. What the
   * environment sets goes before the process's own, an empty text too. Arguments are those of `tox -e NAME` alone.
   */
  referred(reference: string): string | undefined {
    const [kind, ...rest] = reference.split(/(?<!\\):/);
    if (kind === 'posargs') return rest.join(':');
    // What tox writes for us goes to a pipe.
    if (kind === 'tty') return rest.slice(1).join(':');
    if (kind !== 'env' || !rest[0]) return undefined;
    return this.value(rest[0]) ?? rest.slice(1).join(':');
  }

  /** A variable as the environment's commands see it; undefined where nobody set it. */
  value(name: string): string | undefined {
    return this.setValue(name) ?? this.own[name];
  }

  /** A variable that refers to itself means that of the process. */
  private setValue(name: string): string | undefined {
    const exported = this.exported();
    if (Object.hasOwn(exported, name)) return exported[name];
    const written = this.written.get(name);
    if (written === undefined || this.reading.has(name)) return undefined;
    this.reading.add(name);
    try {
      return this.resolve(written);
    } finally {
      this.reading.delete(name);
    }
  }
}

/**
 * `NAME=value; marker` as `set_env` of an INI file has it; undefined for a line that is no assignment, such as a
 * reference to another `set_env`. An `=` inside of a reference is not that of an assignment.
 */
export function readAssignment(line: string): (Assignment & { readonly name: string }) | undefined {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === '{') {
      depth++;
    } else if (char === '}') {
      depth = Math.max(0, depth - 1);
    } else if (char === '=' && depth === 0) {
      const name = line.slice(0, at).trim();
      return name === '' ? undefined : { name, ...withMarker(line.slice(at + 1).trim()) };
    }
  }
  return undefined;
}

/** Quotes hold a `;` together where they are closed. Source: tox 4, tox/config/set_env_line.py, split_value_marker. */
function withMarker(text: string): Assignment {
  const at = markerAt(text, true) ?? markerAt(text, false) ?? -1;
  if (at < 0) return { value: text.replaceAll('\\;', ';') };
  return { value: text.slice(0, at).trim().replaceAll('\\;', ';'), marker: text.slice(at + 1).trim() };
}

/** -1 where there is none; undefined where a quote is left open. */
function markerAt(text: string, withQuotes: boolean): number | undefined {
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (withQuotes && (char === '"' || char === "'") && text[at - 1] !== '\\') {
      if (quote === '') quote = char;
      else if (quote === char) quote = '';
    } else if (char === ';' && quote === '' && text[at - 1] !== '\\') {
      return at;
    }
  }
  return quote === '' ? -1 : undefined;
}
