/**
 * Why tox could not make or find an environment, told from what it printed. Each rule stands for real outputs of
 * tox 4.67, tox 3.28 and pip 23 to 26, which are kept in test/fixtures/testing/tox.
 */

export type ToxFailureReason =
  | 'no-tox'
  | 'unknown-environment'
  | 'missing-interpreter'
  | 'constraints-unreachable'
  | 'constraints-missing'
  | 'constraints-conflict'
  | 'repository-unreachable'
  | 'index-unreachable'
  | 'missing-compiler'
  | 'missing-header'
  | 'missing-library'
  | 'no-such-package';

export interface ToxFailure {
  readonly reason: ToxFailureReason;
  /** What happened and what to do, for a person. */
  readonly sentence: string;
  /** The lines of the output that say so. */
  readonly quote: string;
}

interface Rule {
  readonly reason: ToxFailureReason;
  /** Each finds whole lines, which are the quote; a group holds the name that the sentence needs. */
  readonly patterns: readonly RegExp[];
  readonly sentence: (name: string) => string;
}

const UNREACHABLE =
  '(?:Failed to establish a new connection|Name or service not known|NameResolutionError|Failed to resolve|timed out' +
  '|Network is unreachable|Connection refused|Temporary failure)';

/** The first rule that matches is the reason: what causes stands before what follows from it. */
const RULES: readonly Rule[] = [
  {
    reason: 'no-tox',
    patterns: [/^.*No module named '?tox'?$/m, /^.*\btox: (?:command )?not found$/m],
    sentence: () => 'tox is not installed. Install it with "pipx install tox" or your system\'s packages.',
  },
  {
    reason: 'unknown-environment',
    patterns: [
      /^.*provided environments not found in configuration file:\s+(\S+).*$/m,
      /^ERROR: unknown environment '([^'\n]*)'.*$/m, // tox 3
    ],
    sentence: (name) => `tox has no environment ${name}. "tox list" shows those that the project has.`,
  },
  {
    reason: 'missing-interpreter',
    patterns: [
      /^.*could not find python interpreter matching any of the specs (\S+).*$/m,
      /^.*InterpreterNotFound: (\S+).*$/m, // tox 3
    ],
    sentence: (name) =>
      `The Python that the environment needs (${name}) is not installed. Install it, or choose another environment.`,
  },
  {
    reason: 'constraints-missing',
    patterns: [/^.*Could not open requirements file:? (?:\[Errno 2\] No such file or directory: )?'?([^\s':]+).*$/m],
    sentence: (name) =>
      `The file ${name} that limits the versions does not exist. Correct TOX_CONSTRAINTS_FILE or tox.ini.`,
  },
  {
    reason: 'constraints-unreachable',
    patterns: [
      /^.*failed with <urlopen error .*> for tox env \S+ within deps$/m, // tox 4 itself, while it reads `deps`
      /^.*Failed to connect to \S+ while fetching \S*constraints.*$/m, // pip from 25
      new RegExp(`^.*with url: \\S*constraints\\S* .*${UNREACHABLE}.*$`, 'm'), // pip before
    ],
    sentence: () =>
      'The upper constraints cannot be reached. Check the network, or set TOX_CONSTRAINTS_FILE to a file with the ' +
      'constraints of this branch.',
  },
  {
    reason: 'constraints-conflict',
    patterns: [/The conflict is caused by:\n(?:.+\n)+/, /^.*ResolutionImpossible.*$/m],
    sentence: () =>
      'The requirements contradict the upper constraints. Set TOX_CONSTRAINTS_FILE to the constraints of the branch ' +
      'that is checked out.',
  },
  {
    reason: 'repository-unreachable',
    patterns: [/^.*unable to access '([^'\n]+)'.*$/m],
    sentence: (name) => `Git cannot reach ${name}. Check the network and the proxy settings of Git.`,
  },
  {
    reason: 'missing-header',
    patterns: [/^.*fatal error: '?([\w./+-]+\.h(?:pp)?)'?(?:: No such file or directory| file not found).*$/m],
    sentence: (name) =>
      name === 'Python.h'
        ? 'The headers of Python are not installed. Install the package python3-dev (python3-devel) of your system.'
        : `A package must be compiled and needs ${name}. Install the development package of your system that has it; ` +
          "the project's bindep.txt may name it.",
  },
  {
    reason: 'missing-library',
    patterns: [
      /^.*cannot find -l\S+.*$/m,
      /^.*pkg-config: (?:command )?not found.*$/m,
      /^.*Can not find valid pkg-config name.*$/m,
      /^.*(?:pg|mysql|xml2|xslt|curl)_?-?config:? (?:executable |command )?not found.*$/m,
    ],
    sentence: () =>
      "A package must be compiled and misses a library of the system. Install what the project's bindep.txt names, " +
      'then create the environment again.',
  },
  {
    reason: 'missing-compiler',
    patterns: [
      /^.*unable to execute '?([^\s']+)'?: No such file.*$/m,
      /^.*error: command '([^'\n]+)' failed: No such file.*$/m,
      /^.*\b(gcc|g\+\+|cc|clang): (?:command )?not found$/m,
      / -c .*\n\s*error: \[Errno 2\] No such file or directory: '([^'\n]+)'$/m, // setuptools: the call stands above
    ],
    sentence: (name) =>
      `A package must be compiled, and the compiler ${name} is not installed. Install your system's compiler ` +
      '(build-essential, or gcc).',
  },
  {
    reason: 'index-unreachable',
    patterns: [
      new RegExp(`^.*Retrying .*${UNREACHABLE}.*$`, 'm'),
      /^.*Failed to connect to \S+ while fetching.*$/m,
      /^.*Max retries exceeded with url.*$/m,
    ],
    sentence: () =>
      'The package index cannot be reached. Check the network and the settings of pip (PIP_INDEX_URL, proxies).',
  },
  {
    reason: 'no-such-package',
    patterns: [/^.*No matching distribution found for (\S+).*$/m],
    sentence: (name) => `pip finds no version of ${name} that suits this Python and the constraints.`,
  },
];

/** ESC, a bracket, and up to the letter that says what it does. */
const CONTROL_SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');

/** Only the end of a long output is searched: what stopped tox stands there. */
const SEARCHED = 200_000;

/** Undefined when the output shows none of the known reasons, as when a test or a command failed. */
export function recogniseToxFailure(output: string): ToxFailure | undefined {
  const text = withoutColours(output.slice(-SEARCHED)).replaceAll('\r\n', '\n');
  for (const { reason, patterns, sentence } of RULES) {
    for (const pattern of patterns) {
      const match = pattern.exec(text);
      if (match) return { reason, sentence: sentence(match[1] ?? ''), quote: match[0].trim().slice(0, 2000) };
    }
  }
  return undefined;
}

/** Terminal colours and other control sequences taken out: tox writes some even where there is no terminal. */
export function withoutColours(text: string): string {
  return text.replace(CONTROL_SEQUENCE, '');
}
