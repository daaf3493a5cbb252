/**
 * A bundle in pieces, loaded when they are needed. esbuild splits ES modules only, and VS Code loads an extension as
 * CommonJS: so the pieces are made as ES modules, and each is then rewritten.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { transform, type BuildOptions, type Plugin } from 'esbuild';
import { vscodeModule } from './vscodeModule';

const commonJs: Plugin = {
  name: 'commonJs',
  setup(build) {
    build.onEnd(async ({ outputFiles = [] }) => {
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
    });
  },
};

export const inPieces = {
  splitting: true,
  format: 'esm',
  // All beside the extension, because workers are looked for beside the code that starts them.
  chunkNames: 'piece-[hash]',
  write: false,
  plugins: [vscodeModule, commonJs],
} satisfies BuildOptions;
