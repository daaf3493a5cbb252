import type { Metafile } from 'esbuild';

/**
 * What each library adds to the files in dist/, by its name: minified bytes, heaviest first. A library that several of
 * these files hold counts in each; one of which nothing is left counts not at all.
 */
export function libraryBytes(metafiles: readonly Metafile[]): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const name = /^.*\bnode_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
        if (name !== undefined && bytesInOutput > 0) bytes.set(name, (bytes.get(name) ?? 0) + bytesInOutput);
      }
    }
  }
  return new Map([...bytes].sort(([, a], [, b]) => b - a));
}
