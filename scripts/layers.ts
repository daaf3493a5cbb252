/**
 * `npm run layers`: the rules of .dependency-cruiser.cjs, and that folders do not import each other in circles, which
 * dependency-cruiser tells of folders side by side only.
 */
import type { ICruiseResult } from 'dependency-cruiser';
import { folderCycles } from './lib/folderCycles';
import { runScript } from './lib/script';

runScript(module, async () => {
  // Modules that only import() reaches.
  const { cruise, format } = await import('dependency-cruiser');
  const { default: extractConfig } = await import('dependency-cruiser/config-utl/extract-depcruise-options');
  const { output } = await cruise(['src'], await extractConfig('./.dependency-cruiser.cjs'));
  const result = output as ICruiseResult;
  const report = await format(result, { outputType: 'err' });
  console.log(report.output);

  const imports = result.modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
  );
  const cycles = folderCycles(imports);
  for (const cycle of cycles) {
    console.log(`Folders import each other in a circle:\n${cycle.map((line) => `  ${line}`).join('\n')}\n`);
  }
  return result.summary.error + cycles.length === 0 ? 0 : 1;
});
