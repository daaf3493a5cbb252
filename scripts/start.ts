/**
 * `npm start`: the extension, packaged and installed, in a real VS Code.
 *
 *   npm start                            the sample project, in the newest VS Code, until Ctrl-C
 *   npm start -- DIR                     another folder
 *   npm start -- --desktop [DIR]         the `code` on PATH instead
 *   npm start -- --snapshot FILE.png     a picture of it instead of a window
 *
 *   --open FILE[:LINE]   a file of the folder, LINE from 1; may be given again
 *   --run TITLE          a command of the palette, such as "OpenStack: Show Coverage Report"; snapshots only, may be
 *                        given again
 *   --theme THEME        light, dark, hc or hc-light
 *   --size WxH           of the picture, 1280x800 without it
 *   --oldest             the oldest VS Code that is supported
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/base/errors';
import { editorKit } from './editor/kit';
import { type Kit, kits, type Theme, themes } from './editor/kits';
import { type Size, startBrowser } from './editor/page';
import { windowReady } from './editor/ready';
import { installExtension, pictureSettings, type Server, startServer } from './editor/server';
import { SAMPLE } from './editor/stage';
import { temporaryFolder } from './lib/cleanup';
import { run, which } from './lib/processes';
import { root, runScript, Stop } from './lib/script';
import { packageExtension } from './package';

/** What a person sees first: a file of the sample with untested lines. */
const sample = { folder: join(root, SAMPLE), firstLook: 'cloudlet/common/utils.py:48' };

interface Wishes {
  /** Absolute. */
  readonly folder: string;
  readonly desktop: boolean;
  /** Absolute path of the picture. */
  readonly snapshot: string | undefined;
  readonly files: readonly { readonly file: string; readonly line?: number }[];
  readonly commands: readonly string[];
  readonly theme: Theme | undefined;
  readonly size: Size;
  readonly kit: Kit;
}

runScript(module, async (args) => {
  const wishes = read(args);
  const vsix = await packageExtension();
  if (wishes.desktop) {
    await openOnDesktop(vsix, wishes);
    return;
  }
  const editor = await editorKit(wishes.kit.name);
  const extensions = temporaryFolder();
  await installExtension(editor, vsix, extensions);
  const server = await startServer(editor, {
    extensions,
    // The sample is ours; whether another folder is trusted is asked, as VS Code does. A picture asks nobody.
    trusted: wishes.folder === sample.folder || wishes.snapshot !== undefined,
    settings: {
      ...(wishes.snapshot === undefined ? {} : pictureSettings),
      ...(wishes.theme === undefined ? {} : { 'workbench.colorTheme': wishes.kit.themes[wishes.theme] }),
    },
  });
  if (wishes.snapshot === undefined) {
    await openForPerson(server, wishes);
  } else {
    await takeSnapshot(server, wishes, wishes.snapshot);
    await server.stop();
  }
});

/** The command line, checked. */
function read(args: readonly string[]): Wishes {
  const { values, positionals } = parse(args);
  if (positionals.length > 1) {
    throw new Stop(`One folder can be opened, not ${positionals.length}: ${positionals.join(', ')}`, 2);
  }
  // npm runs scripts in the project's folder; the person typed the path in another.
  const here = process.env.INIT_CWD ?? process.cwd();
  const folder = positionals[0] === undefined ? sample.folder : resolve(here, positionals[0]);
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    throw new Stop(`There is no folder ${folder}.`, 2);
  }
  const size = /^(\d{2,5})x(\d{2,5})$/.exec(values.size);
  if (size === null) {
    throw new Stop(`--size takes a width and a height such as 1280x800, not ${values.size}.`, 2);
  }
  const theme = themes.find((name) => name === values.theme);
  if (values.theme !== undefined && theme === undefined) {
    throw new Stop(`--theme takes ${themes.join(', ')}, not ${values.theme}.`, 2);
  }
  if (values.run.length > 0 && values.snapshot === undefined) {
    throw new Stop('--run needs --snapshot: in a window of your own, you run the command.', 2);
  }
  const firstLook = positionals[0] === undefined && values.open.length === 0 ? [sample.firstLook] : values.open;
  return {
    folder,
    desktop: values.desktop,
    snapshot: values.snapshot === undefined ? undefined : resolve(here, values.snapshot),
    files: firstLook.map((place) => placeOf(place, folder)),
    commands: values.run,
    theme,
    size: { width: Number(size[1]), height: Number(size[2]) },
    kit: kits[values.oldest ? 'oldest' : 'newest'],
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        desktop: { type: 'boolean', default: false },
        oldest: { type: 'boolean', default: false },
        open: { type: 'string', multiple: true, default: [] },
        run: { type: 'string', multiple: true, default: [] },
        size: { type: 'string', default: '1280x800' },
        snapshot: { type: 'string' },
        theme: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Stop(messageOf(error), 2);
  }
}

function placeOf(place: string, folder: string): { file: string; line?: number } {
  const [, file = place, line] = /^(.*?)(?::(\d+))?$/.exec(place) ?? [];
  if (!existsSync(join(folder, file))) {
    throw new Stop(`There is no file ${file} in ${folder}.`, 2);
  }
  return line === undefined ? { file } : { file, line: Number(line) };
}

/** Shows the address, opens the person's browser, and stays until Ctrl-C. */
async function openForPerson(server: Server, { folder, files, kit }: Wishes): Promise<void> {
  const authority = new URL(server.origin).host;
  const first = files[0];
  const payload: [string, string][] =
    first === undefined
      ? []
      : [
          ['openFile', `vscode-remote://${authority}${join(folder, first.file)}:${first.line ?? 1}`],
          ['gotoLineMode', 'true'],
        ];
  const address = server.address({ folder }, payload);
  console.log(
    `\nVS Code ${kit.vscode} shows ${relative(root, folder) || folder} at\n\n  ${address}\n\nCtrl-C stops it.`,
  );
  if (process.env.CI === undefined) {
    openInBrowser(address);
  }
  await server.ended;
  throw new Stop('VS Code ended by itself.');
}

function openInBrowser(address: string): void {
  const opener = which('xdg-open');
  if (opener !== undefined) {
    const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
    child.once('error', (error) => console.log(`Open the address in a browser: ${error.message}`));
    child.unref();
  }
}

async function takeSnapshot(server: Server, wishes: Wishes, file: string): Promise<void> {
  const browser = await startBrowser();
  const window = await browser.open(server, { folder: wishes.folder }, { size: wishes.size });
  await windowReady(window, server, { folder: wishes.folder });
  await window.workbench.settled();
  await window.workbench.showViews('OpenStack');
  for (const { file: name, line } of wishes.files) {
    await window.workbench.openFile(name, line);
  }
  for (const title of wishes.commands) {
    await window.workbench.run(title);
  }
  await window.workbench.settled();
  await window.screenshot(file);
  await browser.close();
  console.log(`${relative(process.cwd(), file)}: ${wishes.size.width} x ${wishes.size.height}`);
}

async function openOnDesktop(vsix: string, { folder, files }: Wishes): Promise<void> {
  const code = which('code');
  if (code === undefined) {
    throw new Stop('There is no `code` on PATH. In VS Code: "Shell Command: Install \'code\' command in PATH".', 3);
  }
  const goto = files.flatMap(({ file, line }) => ['--goto', `${join(folder, file)}:${line ?? 1}`]);
  for (const args of [
    ['--install-extension', vsix, '--force'],
    ['--new-window', folder, ...goto],
  ]) {
    if ((await run(code, args)) !== 0) {
      throw new Stop(`code ${args[0]} failed; what it says is above.`);
    }
  }
}
