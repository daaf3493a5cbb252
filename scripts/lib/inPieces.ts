/**
 * A bundle in pieces, loaded when they are needed. esbuild splits ES modules only, and VS Code loads an extension as
 * CommonJS: so the pieces are made as ES modules, and each is then rewritten.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BuildOptions, type Metafile, type Plugin, transform } from 'esbuild';
import { vscodeModule } from './vscodeModule';

const commonJs: Plugin = {
  name: 'commonJs',
  setup(build) {
    build.onEnd(async ({ outputFiles = [], metafile }) => {
      const nameless = metafile ? loadedWithoutNames(metafile) : [];
      for (const text of nameless) console.error(text);
      if (nameless.length > 0) return { errors: nameless.map((text) => ({ text })) };
      for (const { path, text } of outputFiles) {
        const { code } = await transform(text, {
          format: 'cjs',
          target: 'node20',
          // Node's own import() of CommonJS would find no names.
          supported: { 'dynamic-import': false },
          minifyWhitespace: true,
        });
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, code);
      }
      return undefined;
    });
  },
};

/** A piece that is CommonJS has all its names in `default`, other than in one bundle. */
export function loadedWithoutNames({ inputs }: Metafile): string[] {
  return Object.entries(inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ kind, path, external }) => kind === 'dynamic-import' && !external && inputs[path]?.format !== 'esm')
      .map(
        ({ path }) => `${file} loads ${path} later, which is CommonJS: let it load a file of ours that imports that.`,
      ),
  );
}

export const inPieces = {
  splitting: true,
  format: 'esm',
  // All beside the extension, because workers are looked for beside the code that starts them.
  chunkNames: 'piece-[hash]',
  write: false,
  metafile: true,
  plugins: [vscodeModule, commonJs],
} satisfies BuildOptions;
