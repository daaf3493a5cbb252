/** What a push is doing. */
export interface PushProgress {
  readonly phase: string;
  /** 0 to 100; missing where only the phase is known. */
  readonly percent?: number;
}

const PHASES: readonly (readonly [words: RegExp, phase: string])[] = [
  [/^(?:Enumerating|Counting) objects/, 'Counting objects'],
  [/^Compressing objects/, 'Compressing'],
  [/^Writing objects/, 'Sending'],
  [/^remote: (?:Resolving deltas|Counting objects)/, 'Gerrit unpacks'],
  [/^remote: Processing changes/, 'Gerrit checks the changes'],
];

/**
 * How much of a push git says to have sent: `nothing` when not even packing has begun. `all` is the most that can be told
 * from here, for git counts what it hands on, to ssh or to a buffer, and not what the server got.
 * @param stderr of git, with `--progress`
 */
export function sentOf(stderr: string): 'nothing' | 'some' | 'all' {
  const says = (words: RegExp): boolean => words.test(stderr);
  if (says(/(?:^|[\r\n])(?:Writing objects: +100%|Total \d|remote: (?:Processing changes|Resolving deltas))/)) {
    return 'all';
  }
  return says(/(?:^|[\r\n])(?:Enumerating|Counting|Compressing|Writing|Delta) /) ? 'some' : 'nothing';
}

/** Reads git's progress out of its stderr as it comes, in pieces of any length. */
export function progressReader(report: (progress: PushProgress) => void): (text: string) => void {
  let rest = '';
  let last = '';
  return (text) => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? '').slice(-1000);
    for (const line of lines) {
      const phase = PHASES.find(([words]) => words.test(line))?.[1];
      const percent = /:\s+(\d{1,3})% \(/.exec(line)?.[1];
      const now = `${phase} ${percent}`;
      if (phase && now !== last) {
        last = now;
        report({ phase, ...(percent ? { percent: Math.min(100, Number(percent)) } : {}) });
      }
    }
  };
}
