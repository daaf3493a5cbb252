/** The newest VS Code with the packaged extension, for as long as a bench measures in it. */
import { join } from 'node:path';
import { editorKit } from '../../scripts/editor/kit';
import { startBrowser } from '../../scripts/editor/page';
import { installExtension } from '../../scripts/editor/server';
import { Stage } from '../../scripts/editor/stage';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { root } from '../../scripts/lib/script';
import { packageExtension } from '../../scripts/package';

export async function withStage<T>(measure: (stage: Stage) => Promise<T>): Promise<T> {
  const vsix = await packageExtension();
  const editor = await editorKit('newest');
  const extensions = temporaryFolder();
  await installExtension(editor, vsix, extensions);
  const browser = await startBrowser();
  const stage = new Stage(editor, extensions, browser, join(root, 'out', 'failures', 'bench'));
  try {
    return await measure(stage);
  } finally {
    await stage.close();
    await browser.close();
  }
}
