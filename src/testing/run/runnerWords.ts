/** A test module that could not be imported, as the runner told it. */
export interface ImportProblem {
  /** Dotted name, whole. */
  readonly module: string;
  /** The traceback. */
  readonly text: string;
}

/** What listing tests told. */
export interface TestList {
  readonly ids: readonly string[];
  /** One of these is enough for stestr to list nothing at all. */
  readonly importProblems: readonly ImportProblem[];
}

const FAILED_IMPORT = /^(?:ImportError: )?Failed to import test module: (.+)$/;
/** stestr's frame around the errors of discovery, and what ends it. */
const DECORATION = /^(=+|-+|Failures during discovery|--- .* ---|The above traceback was encountered during.*)$/;

/** The modules that discovery could not import, from what stestr printed instead of a stream (exit code 100). */
export function importProblems(console: string): ImportProblem[] {
  const problems: { module: string; lines: string[] }[] = [];
  for (const line of console.replaceAll('\r\n', '\n').split('\n')) {
    const module = FAILED_IMPORT.exec(line)?.[1];
    if (module !== undefined) {
      problems.push({ module: module.trim(), lines: [] });
    } else if (/^={20,}$/.test(line)) {
      problems.at(-1)?.lines.push(''); // the end of the last one; what follows is for all
    } else {
      problems.at(-1)?.lines.push(line);
    }
  }
  return problems.map(({ module, lines }) => ({
    module,
    text: lines
      .filter((line) => !DECORATION.test(line))
      .join('\n')
      .trim(),
  }));
}

/**
 * The runner's own last word on why it gave no results: the last line that says something, of stderr when stdout has
 * only frames. Empty when it said nothing.
 */
export function lastWords(stdout: string, stderr: string): string {
  const line = (text: string) =>
    text
      .split(/\r?\n/)
      .map((each) => each.trim())
      .findLast((each) => each !== '' && !DECORATION.test(each));
  return line(stdout) ?? line(stderr) ?? '';
}
