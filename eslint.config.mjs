// What a linter can hold of the project's rules. Layers are in .dependency-cruiser.cjs.
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A shell would interpret what a repository or a server wrote: command lines are (file, args[]). */
const noShell = {
  imports: ['child_process', 'node:child_process'].map((name) => ({
    name,
    importNames: ['exec', 'execSync'],
    message: 'Takes a shell string. Pass a file and args.',
  })),
  syntax: {
    selector: 'Property[key.name="shell"]:not([value.value=false])',
    message: 'A shell would interpret what a repository wrote. Pass a file and args.',
  },
};

/** A repository can hold links to devices, named pipes and files of any size: one door reads what it holds. */
const oneReader = {
  imports: ['fs', 'node:fs', 'fs/promises', 'node:fs/promises'].map((name) => ({
    name,
    importNames: [
      'readFile',
      'readFileSync',
      'createReadStream',
      'open',
      'openSync',
      'openAsBlob',
      'copyFile',
      'copyFileSync',
      'cp',
      'cpSync',
    ],
    message: 'A path can lead to a device or a pipe. Use src/base/readFile.ts.',
  })),
  syntax: {
    selector: 'MemberExpression[object.property.name="fs"][property.name="readFile"]',
    message: 'A path can lead to a device or a pipe. Use src/base/readFile.ts.',
  },
};

/** The library has no bounds of its own. */
const oneToml = { name: 'smol-toml', message: 'Use src/base/toml.ts, which bounds size and depth.' };

const everyTestRuns = [
  'MemberExpression[object.name=/^(describe|it)$/][property.name=/^(only|skip)$/]',
  'CallExpression[callee.object.type="ThisExpression"][callee.property.name="skip"]',
].map((selector) => ({ selector, message: 'A test that does not run proves nothing.' }));

/** A list of failures shows the name of a test far from the describe around it. */
const HEADLESS =
  '(is|are|was|were|has|have|does|do|can|may|must|never|not|that|by|with|of|from|to|for|and|or|but|also|says|tells|gives|takes|keeps|knows|reads|finds|makes|leaves|shows|goes|asks)\\b';
const namesReadAlone = [
  ...[
    `Literal:first-child[value=/^${HEADLESS}/]`,
    `TemplateLiteral:first-child > TemplateElement:first-child[value.raw=/^${HEADLESS}/]`,
    'Literal:first-child[value=/^\\S+( \\S+)?$/]',
  ].map((title) => ({
    selector: `CallExpression[callee.name="it"] > ${title}`,
    message: 'Name subject, situation and outcome, as in "a report that is cut off is refused".',
  })),
  {
    selector: 'CallExpression[callee.name="describe"] > Literal:first-child[value=/^\\w+(\\u002F\\w+)+(: |$)/]',
    message: 'Name the subject in words of the field, not the file.',
  },
];

/**
 * VS Code makes links that run commands, and icons, of what it shows in these places, and much of that are the words of
 * others. The doors make them plain; to take `vscode.window` under another name would go past this rule.
 */
const plainWords = [
  [
    'showInformationMessage|showWarningMessage|showErrorMessage|withProgress',
    'notifications.ts: notify, showDialog, withProgress',
  ],
  [
    'showInputBox|createInputBox|showQuickPick|createQuickPick',
    'quickInput.ts: showInputBox, showQuickPick, createQuickPick',
  ],
  [
    'setStatusBarMessage|createStatusBarItem|createLanguageStatusItem',
    'statusItems.ts: setStatusBarMessage, StatusItem, LanguageStatus',
  ],
].map(([names, door]) => ({
  selector: `:matches(MemberExpression[property.name=/^(${names})$/], Property[key.name=/^(${names})$/])`,
  message: `VS Code makes links of the text that it shows here. Use src/base/editor/${door}.`,
}));
const noOtherName = [
  ':not(MemberExpression) > MemberExpression[object.name="vscode"][property.name=/^(window|languages)$/]',
  'VariableDeclarator[init.name="vscode"]',
  'MemberExpression[computed=true][object.name="vscode"]',
  'MemberExpression[computed=true][object.object.name="vscode"][object.property.name=/^(window|languages)$/]',
  'ImportDeclaration[source.value="vscode"][importKind="value"] ImportSpecifier[importKind="value"][imported.name=/^(window|languages)$/]',
].map((selector) => ({
  selector,
  message: 'Write vscode.window.… and vscode.languages.… in full, so that the rule on what VS Code shows sees it.',
}));

/** What was just ended may still write into the folder that a test or a script removes. */
const oneRemoval = {
  selector: 'CallExpression[callee.name=/^rm(Sync)?$/] Property[key.name="recursive"]',
  message: 'Use removeFolder of scripts/lib: it tries again.',
};

export default defineConfig(
  globalIgnores(['dist/', 'out/', 'samples/', 'test/fixtures/', '.editor/', '.lab/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'eslint-disable', '@ts-'] }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-restricted-imports': ['error', { paths: noShell.imports }],
      'no-restricted-syntax': ['error', noShell.syntax, ...everyTestRuns],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The formatter breaks what is too long for a line: a body on a line of its own has braces.
      curly: ['error', 'multi-line', 'consistent'],
      // How a new kind of value finds all its readers.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Without the await, the catch and the finally around it miss what is returned.
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Loops over typed arrays read elements that are there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['scripts/**', 'test/**', 'bench/**', 'fuzz/**'],
    ignores: ['scripts/lib/removeFolder.ts'],
    rules: { 'no-restricted-syntax': ['error', noShell.syntax, ...everyTestRuns, ...namesReadAlone, oneRemoval] },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noShell.syntax,
        ...everyTestRuns,
        ...plainWords,
        ...noOtherName,
        oneReader.syntax,
      ],
    },
  },
  {
    files: ['notifications', 'quickInput', 'statusItems'].map((name) => `src/base/editor/${name}.ts`),
    rules: { 'no-restricted-syntax': ['error', noShell.syntax, ...everyTestRuns, ...noOtherName, oneReader.syntax] },
  },
  {
    files: ['src/**'],
    ignores: ['src/base/readFile.ts', 'src/base/toml.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [...noShell.imports, ...oneReader.imports, oneToml] }] },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { module: 'writable', require: 'readonly', process: 'readonly' } },
  },
);
