/**
 * The small language inside tox's settings: `{references}`, conditions on factors, comments, and command lines.
 *
 * Sources: tox 4, tox/config/loader/replacer.py, tox/config/loader/ini/factor.py and str_convert.py.
 */

/** Text of what stands between `{` and `}`; undefined keeps it as it is written, braces included. */
export type Lookup = (reference: string) => string | undefined;

/** Bounds for hostile text: references inside references, their length, and what they add up to. */
const MAX_DEPTH = 20;
const MAX_REFERENCE = 2000;
const MAX_LENGTH = 100_000;

/** Whether tox takes what stands between `{` and `}` for a reference; `{}` and `{a,b}` are none. */
export function isReference(text: string): boolean {
  return /^(?:[\w-]+|\[[^\]]+\][\w-]+)(?::|$)/.test(text);
}

/**
 * Replaces `{reference}`s, inner ones first, and `[]`, which is `{posargs}`; what they stand for is searched again. A
 * backslash takes the meaning from braces, brackets and colons. Where the bounds are passed, what is left stays as it
 * is written.
 */
export function substitute(text: string, lookup: Lookup): string {
  let added = 0;
  const expand = (part: string, depth: number): string =>
    replaceBraces(part, (reference) => {
      const isBounded = depth < MAX_DEPTH && added < MAX_LENGTH && reference.length < MAX_REFERENCE;
      const found = isBounded ? lookup(reference) : undefined;
      if (found === undefined) return `{${reference}}`;
      added += found.length;
      return found.includes('{') ? expand(found, depth + 1) : found;
    });
  return expand(text, 0).replace(/\\(\\|[{}[\]:])/g, (escape, char: string) => (char === '\\' ? escape : char));
}

/** One pass with a stack: as long as the text, whatever is open or closed in it. */
function replaceBraces(text: string, replace: (reference: string) => string): string {
  const open: string[] = [''];
  const append = (part: string): void => {
    open[open.length - 1] += part;
  };
  for (const part of text.split(/(\\[\\{}[\]]|\[\]|[{}])/)) {
    if (part === '{') open.push('');
    else if (part === '[]') append(replace('posargs'));
    else if (part === '}' && open.length > 1) append(replace(open.pop() ?? ''));
    else append(part);
  }
  return open.join('{');
}

/** A line of a setting that has several. */
export interface SettingLine {
  readonly text: string;
  /** 1-based line of the file. */
  readonly line: number;
}

/**
 * The lines of a setting that hold for an environment, without comments and conditions. A line that ends with `\\`
 * goes on in the next; one may begin with a condition on the environment's name: `py3,!cover: command`.
 */
export function linesFor(lines: readonly SettingLine[], environment: string): SettingLine[] {
  const factors = factorsOf(environment);
  return joined(lines).flatMap(({ text, line }) => {
    const found = conditionOf(text);
    if (!found) return [{ text, line }];
    return holds(found.condition, factors) ? [{ text: found.rest, line }] : [];
  });
}

/** The condition in front of a line, and what it is about; undefined where there is none. Blanks stand beside commas only. */
export function conditionOf(line: string): { readonly condition: string; readonly rest: string } | undefined {
  const found = /^([\w.!,{}\s-]+):(?:\s+|$)/.exec(line);
  if (!found || /[^\s,{]\s+[^\s,}]/.test(found[1]!.trim())) return undefined;
  return { condition: found[1]!.trim(), rest: line.slice(found[0].length) };
}

/** tox's names of the machines that Node knows, and those that a name may have instead. */
const MACHINES: Readonly<Record<string, string>> = { x64: 'x86_64', ia32: 'x86', loong64: 'loongarch64' };
const KNOWN_MACHINES = /^(?:x86|x86_64|arm64|ppc|ppc64|ppc64le|riscv64|s390x|sparc64|loongarch64)$/;

/** What conditions may ask for: the parts of the name, the platform and, where the name has no other, the machine. */
function factorsOf(environment: string): ReadonlySet<string> {
  const named = environment.split('-');
  const machine = named.some((factor) => KNOWN_MACHINES.test(factor)) ? [] : [MACHINES[process.arch] ?? process.arch];
  return new Set([...named, process.platform, ...machine]);
}

function joined(lines: readonly SettingLine[]): SettingLine[] {
  const done: SettingLine[] = [];
  let open: SettingLine | undefined;
  for (const { text, line } of lines) {
    const content = withoutComment(text);
    const goesOn = content.endsWith('\\');
    open = { text: (open?.text ?? '') + (goesOn ? content.slice(0, -1) : content), line: open?.line ?? line };
    if (goesOn) continue;
    done.push(open);
    open = undefined;
  }
  if (open) done.push(open);
  return done.filter(({ text }) => text.trim() !== '');
}

function withoutComment(text: string): string {
  const hash = text.search(/(?<!\\)#/);
  return (hash < 0 ? text : text.slice(0, hash).trimEnd()).replaceAll('\\#', '#');
}

function holds(condition: string, factors: ReadonlySet<string>): boolean {
  return environmentNames(condition).some((name) =>
    name.split('-').every((factor) => (factor.startsWith('!') ? !factors.has(factor.slice(1)) : factors.has(factor))),
  );
}

/** Names that `py3{10,11}-{a,b},c` and `py3{10-12}` stand for; at most 1,000. Ranges without an end are left as they are. */
export function environmentNames(expression: string): string[] {
  if (expression.length > 10_000) return [];
  return expression
    .split(/(?:,|\s+)(?![^{]*\})/)
    .filter((part) => part !== '')
    .flatMap((part) => {
      let names = [''];
      for (const [i, piece] of part.split(/\{([^{}]*)\}/).entries()) {
        const choices = i % 2 === 0 ? [piece] : piece.split(',').flatMap((choice) => numbersOf(choice.trim()));
        if (names.length * choices.length > 1000) return [part];
        names = names.flatMap((name) => choices.map((choice) => name + choice));
      }
      return names;
    });
}

/** The numbers of a range, `10-12` or `12-10`; anything else, and a range of over 1,000, as it is. */
function numbersOf(choice: string): string[] {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(choice) ?? [];
  const count = Math.abs(Number(last) - Number(first)) + 1;
  if (!(count <= 1000)) return [choice];
  const step = Number(first) < Number(last) ? 1 : -1;
  return Array.from({ length: count }, (_, i) => String(Number(first) + i * step));
}

/**
 * The words of a command line, as Python's shlex splits it for a POSIX shell: quotes, and `\` before a character. From
 * a quote that is not closed (a `#` inside of it begins a comment all the same) the text is one word as it is written.
 * A `-` or `!` in front, which is about the exit code, is left out.
 *
 * Source: tox 4, tox/config/loader/str_convert.py, to_command.
 */
export function splitCommand(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let start = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    const next = text[at + 1];
    if (quote !== "'" && char === '\\' && next !== undefined && (quote === '' || next === '"' || next === '\\')) {
      word = (word ?? '') + next;
      at++;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== undefined) {
        words.push(word);
        start = at + 1;
      }
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== '') words.push(text.slice(start));
  else if (word !== undefined) words.push(word);
  return withoutPrefix(words);
}

function withoutPrefix(words: string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || first === '-' || first === '!') return rest;
  return /^[-!@]./.test(first) ? [first.slice(1), ...rest] : words;
}
