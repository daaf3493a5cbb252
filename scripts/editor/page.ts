/** A window of VS Code in a headless browser. What a person does in it is in workbench.ts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Browser as Chromium, chromium, type Page } from 'playwright-core';
import { browserKit } from './kit';
import type { Opened, Server } from './server';
import { Workbench } from './workbench';

export interface Size {
  readonly width: number;
  readonly height: number;
}

const usualSize: Size = { width: 1280, height: 800 };

export interface WindowOptions {
  readonly size?: Size;
  /** Pixels of a picture for each pixel of the window; 2 gives pictures that are sharp on any screen. */
  readonly scale?: number;
  /** For the page's address, as the server's `address` takes it. */
  readonly payload?: readonly (readonly [string, string])[];
}

export interface EditorWindow {
  readonly page: Page;
  readonly workbench: Workbench;
  /** Everything the page wrote to its console, a line each, errors of the page included. */
  readonly console: readonly string[];
  /** Writes a PNG of the whole window. */
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface Browser {
  /** Opens a window with a profile of its own. `workbench.ready()` tells when it can be used. */
  open(server: Server, opened: Opened, options?: WindowOptions): Promise<EditorWindow>;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
  const { executable, env } = await browserKit();
  const browser = await chromium.launch({
    executablePath: executable,
    env: { ...process.env, ...env },
    // Containers give no user namespaces for its sandbox; it sees only pages of our own server.
    chromiumSandbox: false,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--font-render-hinting=none'],
  });
  return {
    open: (...window) => openWindow(browser, ...window),
    close: () => browser.close(),
  };
}

async function openWindow(
  browser: Chromium,
  server: Server,
  opened: Opened,
  { size = usualSize, scale = 1, payload = [] }: WindowOptions = {},
): Promise<EditorWindow> {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: scale });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(`error of the page: ${error.message}`));
  const window: EditorWindow = {
    page,
    workbench: new Workbench(page),
    console: messages,
    async screenshot(file) {
      const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, picture);
    },
    async close() {
      // A page that is left says goodbye; after one that only vanishes its extension host waits hours for its return.
      await page.goto('about:blank', { timeout: 5_000 }).catch((error: unknown) => messages.push(String(error)));
      await context.close();
    },
  };
  await page.goto(server.address(opened, payload));
  return window;
}
