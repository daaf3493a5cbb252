/**
 * How the bundle gets at the editor's API. Left to itself, esbuild copies every name of `vscode` for each file that
 * imports it: a hundred files, ten milliseconds of every start. Here they share one module, whose names are looked up
 * once, and only those that are used.
 */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

export const vscodeModule: Plugin = {
  name: 'vscode',
  setup(build) {
    const namespace = 'vscode';
    build.onResolve({ filter: /^vscode$/ }, ({ namespace: from }) =>
      from === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
    );
    build.onLoad({ filter: /.*/, namespace }, () => ({ contents: vscodeSource(), loader: 'js' }));
  },
};

function vscodeSource(): string {
  const types = readFileSync(require.resolve('@types/vscode/index.d.ts'), 'utf8');
  const exported = /^\t(?:export )?(?:abstract )?(?:class|enum|namespace|const|let|function) (\w+)/gm;
  const names = new Set([...types.matchAll(exported)].map(([, name]) => name!));
  const exports = [...names].map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`);
  return `const api = require('vscode');\n${exports.join('\n')}\n`;
}
