/** `npm run contributions`: package.json and the source name the same commands, views, settings, colours and keys. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { readCode } from './contributions/code';
import { compare } from './contributions/compare';
import type { Manifest } from './contributions/manifest';
import { root, runScript, Stop } from './lib/script';

runScript(module, () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    root,
  );
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, 'src', file));
  const code = readCode(files, options, root);
  const faults = compare(manifest, code);
  if (faults.length > 0) {
    throw new Stop(`package.json and src do not agree:\n  ${faults.join('\n  ')}`);
  }
  console.log(
    `package.json and src agree: ${code.commands.size} commands, ${code.settings.size} settings, ` +
      `${code.contexts.size} keys, ${code.colors.size} colours`,
  );
});
