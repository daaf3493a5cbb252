import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { parseIni } from '../../src/base/ini';
import { tools } from './lab';
import { run } from './lib/run';

/** Prints for each text what configparser makes of it: section -> option -> value, or null where it refuses. */
const TRUTH = `
import configparser, io, json, sys
for text in json.load(open(sys.argv[1], encoding='utf-8')):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_file(io.StringIO(text, newline=None))
    except configparser.Error:
        print('null')
    else:
        print(json.dumps({name: dict(parser[name]) for name in parser.sections()}))
`;

describe('INI as Python reads it', () => {
  it('INI values are those of configparser, in generated texts', async () => {
    const line = fc.oneof(
      fc.constantFrom('[a]', '[b]', '[DEFAULT]', '[a] ]', ' [c]', '[]', '', '   ', '# x', '  ; y', '[coverage:run]'),
      fc
        .tuple(
          fc.constantFrom('', ' ', '  ', '\t'),
          fc.constantFrom('x', 'Y', 'long name', ''),
          fc.constantFrom('=', ':', ' = ', ' : '),
          fc.constantFrom('', 'v', 'v # w', 'a = b', '[x]', '  spaced  '),
        )
        .map((parts) => parts.join('')),
      fc.constantFrom('  more', '    more = still', ' [more]', '\tx', 'no delimiter'),
    );
    const anyText = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r'))
      .map(([lines, end]) => ['[a]', ...lines].join(end));
    const texts = fc.sample(anyText, { numRuns: 3000, seed: 1 });

    const folder = mkdtempSync(join(tmpdir(), 'ini-'));
    try {
      const file = join(folder, 'texts.json');
      writeFileSync(file, JSON.stringify(texts));
      const answers = (await run(join(await tools(), 'python'), ['-c', TRUTH, file])).trimEnd().split('\n');
      assert.equal(answers.length, texts.length);
      let accepted = 0;
      texts.forEach((text, i) => {
        const truth = JSON.parse(answers[i]!) as Record<string, Record<string, string>> | null;
        const ini = parseIni(text, 'f');
        if (!truth) return;
        accepted++;
        const ours = ini.sectionNames.map((section) => {
          const options = ini.options(section).map((option) => [option, ini.get(section, option)]);
          return [section, Object.fromEntries(options) as Record<string, string>];
        });
        assert.deepEqual(Object.fromEntries(ours), truth, JSON.stringify(text));
      });
      assert.ok(accepted > 500, `configparser accepted only ${accepted} of the texts`);
    } finally {
      removeFolder(folder);
    }
  });
});
