// The layers of ARCHITECTURE.md, checked by `npm run layers`.
//
//   extension.ts, api.ts  ->  features  ->  project  ->  base
//
// A feature is a folder of src/ other than base and project. Its doors are the only files that others import:
// index.ts for what runs in plain Node, editor/index.ts for what needs `vscode`.

/** Groups: $1 is the feature. */
const feature = '^src/(?!(?:base|project)/)([^/]+)/';
const editorCode = '^src/.+/editor/';

module.exports = {
  forbidden: [
    {
      name: 'vscode-only-in-editor',
      comment: 'Everything but extension.ts and editor/ runs in plain Node, and is tested there. api.ts names types.',
      severity: 'error',
      from: { path: '^src/', pathNot: [editorCode, '^src/(?:extension|api)\\.ts$'] },
      to: { path: ['^vscode$', '@types/vscode/'] },
    },
    {
      name: 'api-is-types-of-vscode',
      comment: 'api.ts describes; it holds no value of the editor.',
      severity: 'error',
      from: { path: '^src/api\\.ts$' },
      to: { path: ['^vscode$', '@types/vscode/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'plain-code-imports-no-editor-code',
      comment: 'What runs in plain Node cannot load code that needs `vscode`.',
      severity: 'error',
      from: { path: '^src/', pathNot: [editorCode, '^src/extension\\.ts$'] },
      to: { path: editorCode },
    },
    {
      name: 'base-knows-no-feature',
      comment: 'base holds nothing of OpenStack.',
      severity: 'error',
      from: { path: '^src/base/' },
      to: { path: '^src/', pathNot: '^src/base/' },
    },
    {
      name: 'project-imports-only-base',
      comment: 'What is open is known before any feature is.',
      severity: 'error',
      from: { path: '^src/project/' },
      to: { path: '^src/', pathNot: '^src/(?:base|project)/' },
    },
    {
      name: 'feature-through-its-door',
      comment: 'A feature reaches another only through index.ts or editor/index.ts.',
      severity: 'error',
      from: { path: feature },
      to: { path: feature, pathNot: ['^src/$1/', '^src/[^/]+/(?:editor/)?index\\.ts$'] },
    },
    {
      name: 'root-through-doors',
      comment: 'The composition root and the API see features as other features do.',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: feature, pathNot: '^src/[^/]+/(?:editor/)?index\\.ts$' },
    },
    {
      name: 'nobody-imports-the-root',
      comment: 'extension.ts hands things down; nothing reaches up for them.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/extension\\.ts$' },
    },
    {
      name: 'one-process-runner',
      comment: 'One runner knows about cancel, process trees and UTF-8; nobody else starts processes.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/base/' },
      to: { path: '^(?:node:)?child_process$' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'only-what-is-shipped',
      comment: 'The bundle is made of src and of dependencies, not of what tests and scripts use.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '@types/' },
    },
    {
      name: 'src-stands-alone',
      comment: 'Scripts and tests import src, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(?:scripts|test|bench)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere would only fail at run time.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
