/** One hook of a `.pre-commit-config.yaml`, as far as this feature asks. */
export interface Hook {
  readonly id: string;
  /** Where it comes from: a URL, `local`, `meta`. */
  readonly repo: string;
  /** The tag or commit of the repository; local hooks have none. */
  readonly rev: string | undefined;
  /** The command of a local hook; others have theirs in their repository. */
  readonly entry: string | undefined;
  readonly args: readonly string[];
  /** What is installed beside it; undefined: what its own repository says. */
  readonly dependencies: readonly string[] | undefined;
  /** Whether the hook is for a file, by its path from the root. */
  readonly looksAt: (path: string) => boolean;
}

/**
 * The hooks of a `.pre-commit-config.yaml`. Lines are enough for the way in which people and tools write that file: a
 * `repo`, its `rev`, then an `id` with what belongs to it. A pattern over several lines (`(?x)`) is passed over.
 */
export function readHooks(text: string): Hook[] {
  const [head = '', ...repositories] = text.split(/^[ \t]*-[ \t]+(?=repo:)/m);
  const looksAtAll = filterOf(head);
  return repositories.flatMap((repository) => {
    const [own = '', ...hooks] = repository.split(/^[ \t]*-[ \t]+(?=id:)/m);
    const repo = valueOf(own, 'repo') ?? '';
    // `rev` may stand behind the hooks.
    const rev = valueOf(repository, 'rev');
    return hooks.map((hook) => {
      const looksAt = filterOf(hook);
      return {
        id: valueOf(hook, 'id') ?? '',
        repo,
        rev,
        entry: valueOf(hook, 'entry'),
        args: listOf(hook, 'args') ?? [],
        dependencies: listOf(hook, 'additional_dependencies'),
        looksAt: (path: string) => looksAtAll(path) && looksAt(path),
      };
    });
  });
}

/** pre-commit searches both patterns in the path with `/`, which Python and JavaScript do alike for what people use. */
function filterOf(text: string): (path: string) => boolean {
  const files = patternOf(text, 'files');
  const exclude = patternOf(text, 'exclude');
  return (path) => {
    const unix = path.replaceAll('\\', '/');
    return (files?.test(unix) ?? true) && !(exclude?.test(unix) ?? false);
  };
}

function patternOf(text: string, key: string): RegExp | undefined {
  const value = valueOf(text, key);
  if (value === undefined || /^[|>]/.test(value)) return undefined;
  try {
    return new RegExp(value);
  } catch {
    return undefined; // a pattern of Python alone: the hook looks at every file then
  }
}

/** The scalar on the line of a key. */
function valueOf(text: string, key: string): string | undefined {
  const written = new RegExp(`^[ \\t]*${key}:[ \\t]+(\\S.*)$`, 'm').exec(text)?.[1];
  return written === undefined ? undefined : scalarOf(written);
}

function scalarOf(written: string): string {
  const single = /^'((?:[^']|'')*)'/.exec(written)?.[1];
  if (single !== undefined) return single.replaceAll("''", "'");
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(written)?.[1];
  if (double !== undefined) return double.replaceAll(/\\(.)/g, '$1');
  return written.replace(/(?:^|\s)#.*$/, '').trim();
}

const item = /'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^,\s'"][^,]*/g;

/** `[a, 'b']`, which may go over lines, or the lines `- a` below the key. Undefined without the key. */
function listOf(text: string, key: string): string[] | undefined {
  const start = new RegExp(`^[ \\t]*${key}:[ \\t]*(?=\\S|$)`, 'm').exec(text);
  if (!start) return undefined;
  const rest = text.slice(start.index + start[0].length);
  const flow = /^\[((?:'[^']*'|"[^"]*"|[^\]'"])*)\]/.exec(rest)?.[1];
  if (flow !== undefined) return (flow.replace(/(?:^|\s)#.*$/gm, '').match(item) ?? []).map(scalarOf);
  const block = /^(?:[ \t]*#.*)?\r?\n((?:[ \t]*(?:#.*|-[ \t]+.*)?\r?\n?)*)/.exec(rest)?.[1] ?? '';
  return [...block.matchAll(/^[ \t]*-[ \t]+(\S.*)$/gm)].map(([, written = '']) => scalarOf(written));
}
