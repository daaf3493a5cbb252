/** Makes what editor tests need, if it is not there yet: `node --import tsx scripts/make-kit.ts newest oldest`. */
import { browserKit, editorKit } from './editor/kit';
import { isKit } from './editor/kits';
import { runScript, Stop } from './lib/script';

runScript(module, async (names) => {
  for (const name of names) {
    if (!isKit(name)) throw new Stop(`There is no VS Code called ${name}.`, 2);
    await editorKit(name);
  }
  await browserKit();
});
