/** Reads what tox says about its configuration: tox 4 as JSON or text, tox 3 as text. */
import * as v from 'valibot';
import { type PythonLiteral, parsePythonLiteral } from './pythonLiteral';
import type { ToxCommand, ToxEnvironment } from './tox';
import { splitCommand } from './toxText';

export interface ToxEnvironmentName {
  readonly name: string;
  /** Empty when the project wrote none. */
  readonly description: string;
  /** Whether a bare `tox` runs it. */
  readonly isDefault: boolean;
}

/** The settings that are asked for. */
export const TOX_KEYS = [
  'commands_pre',
  'commands',
  'commands_post',
  'set_env',
  'env_dir',
  'pass_env',
  'change_dir',
] as const;

/** In the order in which they run. */
const COMMANDS = ['commands_pre', 'commands', 'commands_post'] as const;

const Output = v.object({
  env: v.record(
    v.string(),
    v.object({
      commands_pre: v.optional(v.array(v.string()), []),
      commands: v.optional(v.array(v.string()), []),
      commands_post: v.optional(v.array(v.string()), []),
      set_env: v.optional(v.record(v.string(), v.string()), {}),
      pass_env: v.optional(v.array(v.string()), []),
      env_dir: v.string(),
      change_dir: v.optional(v.string()),
    }),
  ),
});

/**
 * Output of `tox config --format json`; undefined when it is something else. tox may write lines of its own before it,
 * when it first installs the tox that the project wants.
 */
export function parseToxJson(output: string, root: string): ToxEnvironment[] | undefined {
  const start = output.search(/^\{/m);
  if (start === -1) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(output.slice(start));
  } catch {
    return undefined; // told apart from an empty answer by the caller
  }
  const parsed = v.safeParse(Output, json);
  if (!parsed.success) return undefined;
  return Object.entries(parsed.output.env).map(([name, each]) => ({
    name,
    commands: COMMANDS.flatMap((key) => each[key].flatMap(commandOf)),
    setEnv: each.set_env,
    passEnv: each.pass_env,
    envDir: each.env_dir,
    changeDir: each.change_dir ?? root,
  }));
}

/** Text of `tox config` of tox 4, whose lists have an item a line, or of `tox --showconfig` of tox 3. */
export function parseToxText(output: string, root: string): ToxEnvironment[] {
  const found: ToxEnvironment[] = [];
  for (const section of output.split(/^(?=\[)/m)) {
    const name = /^\[testenv:(.+)\][ \t]*\r?$/m.exec(section)?.[1];
    if (name === undefined) continue;
    const keys = keysOf(section);
    const envDir = keys.get('env_dir') ?? keys.get('envdir');
    if (envDir === undefined) continue;
    const isTox3 = !keys.has('env_dir');
    const setEnv = isTox3
      ? tox3Variables(keys.get('setenv') ?? '', { name, envDir, root })
      : variables(keys.get('set_env'));
    found.push({
      name,
      commands: COMMANDS.flatMap((key) =>
        isTox3 ? tox3Commands(keys.get(key) ?? '') : linesOf(keys.get(key)).flatMap(commandOf),
      ),
      setEnv,
      passEnv: isTox3 ? strings(parsePythonLiteral(keys.get('passenv') ?? '')) : linesOf(keys.get('pass_env')),
      envDir,
      changeDir: keys.get('change_dir') ?? keys.get('changedir') ?? root,
    });
  }
  return found;
}

/** Output of `tox list` of tox 4 and of `tox -av` of tox 3, which look alike. */
export function parseToxList(output: string): ToxEnvironmentName[] {
  const found: ToxEnvironmentName[] = [];
  let isDefault: boolean | undefined;
  for (const line of output.split(/\r?\n/)) {
    const heading = /^(default|additional) environments:/.exec(line)?.[1];
    if (heading) isDefault = heading === 'default';
    const entry = isDefault === undefined ? null : /^(\S+)\s+->\s?(.*)$/.exec(line);
    if (!entry) continue;
    const description = entry[2] === '[no description]' ? '' : entry[2]!.trim();
    found.push({ name: entry[1]!, description, isDefault: isDefault! });
  }
  return found;
}

/** `key = value`, or `key =` and indented lines, which are joined by line breaks. Lines with `#` are tox's remarks. */
function keysOf(section: string): Map<string, string> {
  const keys = new Map<string, string>();
  let last: string | undefined;
  for (const line of section.split(/\r?\n/)) {
    const key = /^(\w+) =(?: (.*))?$/.exec(line);
    if (key) {
      last = key[1]!;
      keys.set(last, key[2] ?? '');
    } else if (last !== undefined && /^ {2}\S/.test(line)) {
      const value = keys.get(last)!;
      keys.set(last, value === '' ? line.slice(2) : `${value}\n${line.slice(2)}`);
    }
  }
  return keys;
}

function linesOf(value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : value.split('\n');
}

function variables(value: string | undefined): Record<string, string> {
  return Object.fromEntries(
    linesOf(value)
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function strings(literal: PythonLiteral | undefined): string[] {
  return Array.isArray(literal) ? literal.filter((each) => typeof each === 'string') : [];
}

/**
 * tox 3 prints `setenv` before it replaced anything in it. We replace the names of folders; a variable with any other
 * substitution is left out rather than handed on with braces in it.
 */
function tox3Variables(
  value: string,
  { name, envDir, root }: { name: string; envDir: string; root: string },
): Record<string, string> {
  const literal = parsePythonLiteral(value.replace(/^SetenvDict: /, ''));
  if (!(literal instanceof Map)) return {};
  const known: Record<string, string> = {
    '{toxinidir}': root,
    '{tox_root}': root,
    '{envname}': name,
    '{envdir}': envDir,
    '{envtmpdir}': `${envDir}/tmp`,
    '{envlogdir}': `${envDir}/log`,
    '{envbindir}': `${envDir}/bin`,
    '{toxworkdir}': envDir.replace(/[\\/][^\\/]*$/, ''),
  };
  const found: Record<string, string> = {};
  for (const [variable, written] of literal as ReadonlyMap<string, PythonLiteral>) {
    if (typeof written !== 'string') continue;
    const replaced = written.replace(/\{\w+\}/g, (word) => known[word] ?? word);
    if (!/\{[\w[:]/.test(replaced)) found[variable] = replaced;
  }
  return found;
}

/** `[['stestr', 'run'], …]`. */
function tox3Commands(value: string): ToxCommand[] {
  const literal = parsePythonLiteral(value);
  if (!Array.isArray(literal)) return [];
  return literal.map((command) => ({ args: strings(command) })).filter(({ args }) => args.length > 0);
}

/** tox prints a command as one line, quoted as for a shell, with the `-` or `!` that is about its exit code. */
function commandOf(line: string): ToxCommand[] {
  const args = splitCommand(line);
  return args.length === 0 ? [] : [{ args }];
}
