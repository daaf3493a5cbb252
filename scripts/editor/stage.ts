/** Where editor tests play: windows of one editor, each on a copy of its own of the folders that its scene names. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { temporaryFolder } from '../lib/cleanup';
import { removeFolder } from '../lib/removeFolder';
import { root } from '../lib/script';
import type { Editor } from './kit';
import { type Theme, themes } from './kits';
import type { Browser, EditorWindow, WindowOptions } from './page';
import { windowReady } from './ready';
import { type Opened, pictureSettings, type Server, startServer } from './server';

export interface Scene {
  /**
   * Folders to open, relative to the project's, or new ones. The window shows copies, so a test may change them: one as
   * a folder, several as a multi-root workspace, none as an empty window. Without this, the sample.
   */
  readonly folders?: readonly (string | { readonly empty: string })[];
  /** Whether the folders are trusted; without this they are. Otherwise VS Code shows them in Restricted Mode. */
  readonly trusted?: boolean;
  /** Settings of the machine. Those of a workspace are in its `.vscode/settings.json`, which `prepare` may write. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /**
   * What the extension that holds host tests says of itself in its package.json, for tests that stand in for another
   * extension.
   */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Changes the copies before the window opens. Absolute paths, in the order of `folders`. */
  readonly prepare?: (...folders: string[]) => Promise<void> | void;
}

export interface SceneWindow extends EditorWindow {
  /** The copies of the scene's folders, absolute. */
  readonly folders: readonly string[];
  readonly server: Server;
  /** Resolves once it can be used again after `page.reload()`. */
  ready(): Promise<void>;
}

/** The project that `npm start` shows, relative to ours. */
export const SAMPLE = 'samples/cloudlet';

/** `THEME=dark npm run test:editor -- WORDS` is for looking at the pictures that tests make. */
const wantedTheme = themes.find((name) => name === process.env.THEME);

export interface OpenOptions {
  readonly size?: WindowOptions['size'];
  readonly hostTests?: HostTests;
}

export class Stage {
  /** By what only the command line of a server says. A server takes seconds of a core to start, so scenes share one. */
  private readonly servers = new Map<string, Promise<Server>>();
  private readonly windows = new Set<SceneWindow>();
  /** Windows that a test is done with. They stay until its outcome is known: a failure needs them as evidence. */
  private readonly leaving = new Map<SceneWindow, () => Promise<void>>();
  private failure: string | undefined;
  private openingMs = 0;

  constructor(
    readonly editor: Editor,
    /** Folder where the extension is installed. */
    private readonly extensions: string,
    private readonly browser: Browser,
    /** Where the evidence of failures goes. */
    private readonly failures: string,
  ) {
    removeFolder(failures);
  }

  /** Opens the scene, and waits until it can be used; with host tests, until its workbench is there. */
  async open(scene: Scene, options: OpenOptions = {}): Promise<SceneWindow> {
    const start = Date.now();
    try {
      return await this.openScene(scene, options);
    } finally {
      this.openingMs += Date.now() - start;
    }
  }

  /** How long the opening of windows took since this was last asked. */
  takeOpeningMs(): number {
    const ms = this.openingMs;
    this.openingMs = 0;
    return ms;
  }

  private async openScene(scene: Scene, options: OpenOptions): Promise<SceneWindow> {
    await this.settle();
    const { hostTests } = options;
    const server = await this.serverFor(scene, hostTests !== undefined);
    const { opened, folders } = await copyOf(scene);
    const window = await this.browser.open(server, opened, {
      ...(options.size === undefined ? {} : { size: options.size }),
      ...(hostTests === undefined ? {} : { payload: payloadFor(hostTests, server) }),
    });
    const sceneWindow: SceneWindow = {
      ...window,
      folders,
      server,
      ready: () => windowReady(window, server, opened),
      close: () => {
        this.leaving.set(sceneWindow, () => window.close());
        return Promise.resolve();
      },
    };
    this.windows.add(sceneWindow);
    try {
      await window.workbench.ready();
      if (hostTests !== undefined) return sceneWindow; // it asks nothing, and its tests wait in the extension host
      if (scene.trusted === false && this.editor.kit.asksForTrust && folders.length > 0) {
        await window.workbench.declineTrust();
      }
      await sceneWindow.ready();
      return sceneWindow;
    } catch (error) {
      this.failed('a workbench that did not come up');
      await sceneWindow.close();
      throw error;
    }
  }

  /** Says that a test failed: the windows that are open now are its evidence. */
  failed(title: string): void {
    this.failure ??= title;
  }

  /** Once the outcome of a test is known: keeps the evidence of a failure, and closes the windows it is done with. */
  async settle(): Promise<void> {
    await this.keepEvidence();
    for (const [window, close] of this.leaving) {
      this.leaving.delete(window);
      this.windows.delete(window);
      await close();
    }
  }

  /** A picture of each window, its page's console, and the logs of its extension host. */
  private async keepEvidence(): Promise<void> {
    if (this.failure === undefined) {
      return;
    }
    const name = this.failure.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
    this.failure = undefined;
    for (const [index, window] of [...this.windows].entries()) {
      const folder = join(this.failures, index === 0 ? name : `${name}-${index + 1}`);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'console.log'), `${window.console.join('\n')}\n`);
      cpSync(window.server.logs, join(folder, 'logs'), { recursive: true });
      await window.screenshot(join(folder, 'window.png'));
    }
  }

  async close(): Promise<void> {
    await this.settle();
    for (const server of this.servers.values()) {
      await (await server).stop();
    }
  }

  private async serverFor(scene: Scene, testDriver: boolean): Promise<Server> {
    const { trusted = true, theme = wantedTheme } = scene;
    const key = `${trusted} ${testDriver}`;
    const starting =
      this.servers.get(key) ?? startServer(this.editor, { trusted, testDriver, extensions: this.extensions });
    this.servers.set(key, starting);
    const server = await starting;
    // One window is open at a time, so these are its settings alone.
    server.useSettings({
      ...pictureSettings,
      ...(theme === undefined ? {} : { 'workbench.colorTheme': this.editor.kit.themes[theme] }),
      ...scene.settings,
    });
    return server;
  }
}

export interface HostTests {
  /** Folder of a development extension, absolute. */
  readonly extension: string;
  /** A module in there that exports `run(): Promise<void>`. */
  readonly module: string;
}

/** The address of a module as the page knows it: through the server that the page came from. */
function payloadFor({ extension, module }: HostTests, server: Server): [string, string][] {
  const authority = `vscode-remote://${new URL(server.origin).host}`;
  return [
    ['extensionDevelopmentPath', `${authority}${extension}`],
    ['extensionTestsPath', `${authority}${join(extension, module)}`],
  ];
}

async function copyOf({
  folders: originals = [SAMPLE],
  prepare,
}: Scene): Promise<{ opened: Opened; folders: string[] }> {
  const home = temporaryFolder();
  const folders = originals.map((original) => {
    if (typeof original !== 'string') {
      mkdirSync(join(home, original.empty));
      return join(home, original.empty);
    }
    const copy = join(home, basename(original));
    cpSync(join(root, original), copy, { recursive: true, preserveTimestamps: true });
    return copy;
  });
  await prepare?.(...folders);
  const [first, second] = folders;
  if (first === undefined) {
    return { opened: { empty: true }, folders };
  }
  if (second === undefined) {
    return { opened: { folder: first }, folders };
  }
  const workspace = join(home, 'several.code-workspace');
  // Relative ones: VS Code 1.100 in a browser takes absolute paths for ones of the browser's own machine.
  const entries = folders.map((path) => ({ path: basename(path) }));
  writeFileSync(workspace, JSON.stringify({ folders: entries }, undefined, 2));
  return { opened: { workspace }, folders };
}
