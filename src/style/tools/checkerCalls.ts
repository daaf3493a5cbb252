import { type Argument, operandsOf, readArguments } from '../../base/options';
import type { ProgramCall } from '../../project/tox/programCalls';

/** The programs that look at a saved file: they are fast, and nothing but the file decides what they say. */
export type Checker = 'flake8' | 'ruff';

/** A checker as a command of the project runs it. */
export interface CheckerCall {
  readonly checker: Checker;
  /** Its options, without those that decide what is printed, written, or returned as exit code. */
  readonly options: readonly string[];
  /** The files and folders that it is to look at, as they are written; none stands for the folder. */
  readonly operands: readonly string[];
  /** Absolute path of the folder that it runs in. */
  readonly folder: string;
  /** What it runs with; undefined takes a variable away. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** The calls of `flake8` and `ruff check` among those of an environment or a hook, in their order. */
export function checkerCalls(calls: readonly ProgramCall[]): CheckerCall[] {
  return calls.flatMap(({ program, args, folder, variables }): CheckerCall[] => {
    const around = { folder, variables: harmless(variables) };
    if (program === 'flake8') return [{ checker: program, ...split(readArguments(args, FLAKE8_VALUES)), ...around }];
    if (program !== 'ruff') return [];
    const { options, operands } = split(readArguments(args, RUFF_VALUES));
    const [subcommand, ...rest] = operands;
    return subcommand === 'check' ? [{ checker: program, options, operands: rest, ...around }] : [];
  });
}

function split(args: readonly Argument[]): Pick<CheckerCall, 'options' | 'operands'> {
  const options = args.filter(({ option }) => option !== undefined && !isNotForLooking(option));
  return {
    options: options.flatMap(({ words }) => words),
    operands: operandsOf(args).filter((operand) => operand !== '-'),
  };
}

/** Options of flake8 or ruff that a check of ours decides by itself: output, files that are written, the exit code. */
function isNotForLooking(option: string): boolean {
  return NOT_FOR_LOOKING.has(option) || /^-[qvs]+$/.test(option) || option.startsWith('--exit-');
}

const NOT_FOR_LOOKING = new Set([
  ...['--format', '--output-format', '--output-file', '-o', '--tee', '--color', '--quiet', '--silent', '--verbose'],
  ...['--show-source', '--no-show-source', '--statistics', '--count', '--benchmark', '--bug-report', '--version'],
  ...['--stdin-display-name', '--stdin-filename', '--diff', '--watch', '-w', '-e', '--help', '-h'],
  ...['--fix', '--no-fix', '--fix-only', '--no-fix-only', '--unsafe-fixes', '--no-unsafe-fixes', '--show-fixes'],
  ...['--no-show-fixes', '--add-noqa', '--show-files', '--show-settings', '--no-cache', '-n', '--cache-dir'],
]);

/**
 * Options with a value of flake8 7 (`flake8 --help`), and of plugins that OpenStack's projects use: hacking has none;
 * flake8-import-order, flake8-docstrings, flake8-quotes, pep8-naming.
 */
const FLAKE8_VALUES = new Set([
  ...[
    '--output-file',
    '--append-config',
    '--config',
    '--enable-extensions',
    '--require-plugins',
    '--color',
    '--exclude',
  ],
  ...['--extend-exclude', '--filename', '--stdin-display-name', '--format', '--ignore', '--extend-ignore'],
  ...[
    '--per-file-ignores',
    '--max-line-length',
    '--max-doc-length',
    '--indent-size',
    '--select',
    '--extend-select',
    '-j',
  ],
  ...['--jobs', '--max-complexity', '--builtins', '--include-in-doctest', '--exclude-from-doctest'],
  ...['--import-order-style', '--application-import-names', '--application-package-names', '--docstring-convention'],
  ...['--property-decorators', '--inline-quotes', '--multiline-quotes', '--docstring-quotes', '--ignore-names'],
  ...['--classmethod-decorators', '--staticmethod-decorators'],
]);

/** Options with a value of `ruff check --help`, ruff 0.15. */
const RUFF_VALUES = new Set([
  ...['--output-format', '--format', '--output-file', '-o', '--target-version', '--extension', '--select', '--ignore'],
  ...[
    '--extend-select',
    '--extend-ignore',
    '--per-file-ignores',
    '--extend-per-file-ignores',
    '--fixable',
    '--unfixable',
  ],
  ...['--extend-fixable', '--extend-unfixable', '--exclude', '--extend-exclude', '--cache-dir', '--stdin-filename'],
  ...['--config', '--color', '--line-length', '--dummy-variable-rgx'],
]);

/** Without variables that would have the check write files, or print what is not read here. */
function harmless(variables: ProgramCall['variables']): ProgramCall['variables'] {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !HARMFUL.test(name)));
}

const HARMFUL = /^(?:COVERAGE_.*|RUFF_OUTPUT_.*|RUFF_CACHE_DIR|PYTHONDONTWRITEBYTECODE|PYTHONIOENCODING)$/;
