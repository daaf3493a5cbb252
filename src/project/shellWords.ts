/**
 * The little of a shell's language that projects use in their settings. What needs a shell to tell is left unread:
 * reading a file runs nothing.
 */

/** Variables that the shell would have. */
export type ShellVariables = Readonly<Record<string, string | undefined>>;

/**
 * Whether a shell takes a path as one word as it stands. stestr and `.testr.conf` put the Python of the tests into a
 * line for a shell without quotes; where its path is no such word, `PYTHON=python` makes them look for it in PATH.
 */
export function isPlainWord(path: string): boolean {
  return /^[\w@%+=:,./\\-]*$/.test(path);
}

/**
 * A word with `$NAME`, `${NAME}`, `${NAME-default}` and `${NAME:-default}` replaced, the last of which counts an empty
 * variable as not set; undefined where the shell would do anything else with it.
 */
export function expandVariables(word: string, variables: ShellVariables): string | undefined {
  const simple = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?)-([^${}`"'\\]*))?\})/g;
  if (/[$`"'\\;&|<>()*?\n{}]/.test(word.replace(simple, ''))) return undefined;
  return word.replace(
    simple,
    (_, bare: string | undefined, name: string | undefined, colon: string | undefined, otherwise = '') => {
      const value = variables[bare ?? name ?? ''];
      return value === undefined || (value === '' && colon === ':') ? String(otherwise) : value;
    },
  );
}

/** One simple command of a shell's line. */
export interface ShellCommand {
  /** The assignments in front of it, and what was exported before. */
  readonly variables: Readonly<Record<string, string>>;
  /** Program and arguments, at least one. */
  readonly args: readonly string[];
}

const MAX_LENGTH = 20_000;

/** Words that begin what is more than a list of commands. */
const COMPOUND = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'function',
  '{',
  '}',
  '!',
  'select',
]);

/**
 * The commands of `sh -c LINE` where they are plain words, in their order: lists with `;`, `&&`, `||`, `|` and line
 * ends, quotes, variables whose values are known, redirections. A command with anything else, such as `$(…)`, is left
 * out; a line with loops, conditions or functions has none.
 */
export function shellCommands(line: string, variables: ShellVariables): ShellCommand[] {
  if (line.length > MAX_LENGTH) return [];
  const known: Record<string, string | undefined> = { ...variables };
  const exported: Record<string, string> = {};
  const commands: ShellCommand[] = [];
  for (const words of commandsOf(line)) {
    if (words.some(isCompound)) return [];
    const expanded = words.map((word) => expandWord(word, { ...known, ...exported }));
    const assignments: Record<string, string> = {};
    let at = 0;
    for (; at < words.length; at++) {
      const assignment = /^([A-Za-z_]\w*)=([^]*)$/.exec(expanded[at] ?? '');
      if (!assignment) break;
      assignments[assignment[1]!] = assignment[2]!;
    }
    const args = expanded.slice(at);
    if (args.length === 0) Object.assign(known, assignments);
    else if (args[0] === 'export') Object.assign(exported, Object.fromEntries(args.slice(1).flatMap(pairOf)));
    // A word that only a shell can tell may be a program or a path: the command is not ours to guess.
    else if (isComplete(args)) commands.push({ variables: { ...exported, ...assignments }, args });
  }
  return commands;
}

function isComplete(words: readonly (string | undefined)[]): words is readonly string[] {
  return !words.includes(undefined);
}

function pairOf(word: string | undefined): [string, string][] {
  const at = word?.indexOf('=') ?? -1;
  return word !== undefined && at > 0 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
}

/** A word in the parts that it is written in. */
interface Word {
  readonly parts: readonly Part[];
  /** Whether it has something that only a shell can tell. */
  readonly isOpaque: boolean;
}

type Part = { readonly kind: 'bare' | 'quoted' | 'variable'; readonly text: string };

function isCompound({ parts: [first, ...others] }: Word): boolean {
  return first?.kind === 'bare' && others.length === 0 && COMPOUND.has(first.text);
}

function expandWord({ parts, isOpaque }: Word, variables: ShellVariables): string | undefined {
  const texts = parts.map(({ kind, text }) => (kind === 'variable' ? expandVariables(text, variables) : text));
  return isOpaque || texts.includes(undefined) ? undefined : texts.join('');
}

/** The words of each command of a line. */
function commandsOf(line: string): Word[][] {
  const commands: Word[][] = [[]];
  const word = new OpenWord();
  let isTarget = false;
  const close = (): void => {
    const closed = word.close();
    if (closed && !isTarget) commands.at(-1)!.push(closed);
    if (closed) isTarget = false;
  };
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === "'") {
      const end = line.indexOf("'", at + 1);
      word.add('quoted', line.slice(at + 1, end < 0 ? line.length : end));
      at = end < 0 ? line.length : end;
    } else if (char === '"') {
      at = readQuoted(line, at, word);
    } else if (char === '\\') {
      const next = line[++at] ?? '';
      if (next !== '\n') word.add('quoted', next);
    } else if (char === '$') {
      at = readVariable(line, at, word);
    } else if (/[;&|\n]/.test(char)) {
      close();
      commands.push([]);
    } else if (/[<>]/.test(char)) {
      // The number in `2>&1` is no argument, and what stands behind is where the output goes.
      if (word.isNumber) word.close();
      close();
      while (/[<>&]/.test(line[at + 1] ?? '')) at++;
      isTarget = true;
    } else if (/\s/.test(char)) {
      close();
    } else if (char === '#' && !word.isOpen) {
      const end = line.indexOf('\n', at);
      at = end < 0 ? line.length : end - 1;
    } else {
      word.add('bare', char);
      if ('`()'.includes(char)) word.isOpaque = true;
    }
  }
  close();
  return commands.filter((words) => words.length > 0);
}

/** Reads what stands between double quotes; gives the place of the second. */
function readQuoted(line: string, start: number, word: OpenWord): number {
  word.add('quoted', '');
  let at = start + 1;
  for (; at < line.length && line[at] !== '"'; at++) {
    const char = line[at]!;
    if (char === '\\' && /["\\$`]/.test(line[at + 1] ?? '')) {
      word.add('quoted', line[++at]!);
    } else if (char === '$') {
      at = readVariable(line, at, word);
    } else {
      word.add('quoted', char);
      if (char === '`') word.isOpaque = true;
    }
  }
  return at;
}

/** Reads a reference to a variable; gives the place of its last character. */
function readVariable(line: string, at: number, word: OpenWord): number {
  const reference = /^\$(?:[A-Za-z_]\w*|\{[^{}]*\})/.exec(line.slice(at, at + 1000))?.[0];
  if (reference === undefined) word.isOpaque = true;
  word.add(reference === undefined ? 'bare' : 'variable', reference ?? '$');
  return at + (reference?.length ?? 1) - 1;
}

class OpenWord {
  isOpaque = false;
  private parts: Part[] = [];

  get isOpen(): boolean {
    return this.parts.length > 0;
  }

  get isNumber(): boolean {
    return this.parts.length === 1 && this.parts[0]!.kind === 'bare' && /^\d+$/.test(this.parts[0]!.text);
  }

  add(kind: Part['kind'], text: string): void {
    const last = this.parts.at(-1);
    if (last?.kind === kind && kind !== 'variable') {
      this.parts[this.parts.length - 1] = { kind, text: last.text + text };
    } else {
      this.parts.push({ kind, text });
    }
  }

  /** Undefined where none is open. */
  close(): Word | undefined {
    const word = this.isOpen ? { parts: this.parts, isOpaque: this.isOpaque } : undefined;
    this.parts = [];
    this.isOpaque = false;
    return word;
  }
}
