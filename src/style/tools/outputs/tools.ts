import type { Row } from '../../findings/finding';
import { banditOutput } from './bandit';
import { diffOutput } from './diff';
import { flake8Output } from './flake8';
import type { LineParser } from './lineParser';
import { mypyOutput } from './mypy';
import { pylintOutput } from './pylint';
import { ruffOutput } from './ruff';
import { bashateOutput, codespellOutput, doc8Output, sphinxLintOutput, sphinxOutput } from './text';

/** The tools whose output we read, by the name a person knows, and how. */
const parsers: Readonly<Record<string, () => readonly LineParser[]>> = {
  flake8: () => [flake8Output()],
  ruff: () => [ruffOutput(), diffOutput('ruff')],
  mypy: () => [mypyOutput()],
  pylint: () => [pylintOutput()],
  bandit: () => [banditOutput()],
  doc8: () => [doc8Output()],
  bashate: () => [bashateOutput()],
  codespell: () => [codespellOutput()],
  'sphinx-lint': () => [sphinxLintOutput()],
  sphinx: () => [sphinxOutput()],
  autopep8: () => [diffOutput('autopep8')],
};

/** Words of a command line or ids of pre-commit hooks that mean a tool. `hacking` is flake8 with hacking's checks. */
const names: readonly (readonly [word: RegExp, tool: string])[] = [
  [/flake8|\bhacking\b|\bpep8wrap\b/, 'flake8'],
  [/\bruff\b/, 'ruff'],
  [/\bmypy\b|mypywrap/, 'mypy'],
  [/pylint|coding-checks/, 'pylint'],
  [/\bbandit\b/, 'bandit'],
  [/\bdoc8\b/, 'doc8'],
  [/\bbashate\b|run_bashate/, 'bashate'],
  [/\bcodespell\b/, 'codespell'],
  [/\bsphinx-?lint\b/, 'sphinx-lint'],
  [/\bsphinx-build\b/, 'sphinx'],
  [/\bautopep8\b/, 'autopep8'],
];

/** The tools that a command line names, in the order of our table; none for a script of the project's own. */
export function toolsOf(command: string): string[] {
  return names.filter(([word]) => word.test(command)).map(([, tool]) => tool);
}

/** Whether it is a tool whose output we read; not a hook of pre-commit that goes by its id. */
export function isReadTool(tool: string): boolean {
  return tool in parsers;
}

/**
 * A reader for a command's output: the readers of the tools that it names, else of all tools, as a
 * script of the project's own may call any.
 */
export function readerFor(tools: readonly string[]): LineParser {
  const known = tools.flatMap((tool) => parsers[tool]?.() ?? []);
  const asked = known.length > 0 ? known : anyTool();
  const retitle = known.length > 0 ? (row: Row) => row : byLooks;
  return {
    push(line) {
      let understood: readonly Row[] | undefined;
      for (const parser of asked) {
        const rows = parser.push(line);
        if (rows && rows.length > 0) return rows.map(retitle);
        understood ??= rows;
      }
      return understood;
    },
    end: () => asked.flatMap((parser) => parser.end()).map(retitle),
  };
}

/** Readers whose rows cannot be mistaken for another's come first. */
function anyTool(): LineParser[] {
  const rows = [banditOutput(), pylintOutput(), doc8Output(), mypyOutput(), flake8Output(), ruffOutput()];
  return [...rows, codespellOutput(), sphinxLintOutput(), diffOutput('formatter')];
}

/** Without a command to go by: an E-code in a shell script is bashate's, and only ruff marks what it can fix. */
function byLooks(row: Row): Row {
  if (row.tool !== 'flake8') return row;
  const { file, line, code, message } = row;
  if (message.startsWith('[*] ')) return { ...row, tool: 'ruff', message: message.slice(4), unit: 'characters' };
  const script = /\.(?:sh|bash)$|(?:^|\/)(?:plugin|settings)$/.test(file);
  return script ? { tool: 'bashate', file, line, code, message } : row;
}
