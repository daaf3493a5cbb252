// flake8 with hacking, for real: what it reports, what it says when it cannot, and that every fix of ours ends its
// finding and makes no other.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { UserError } from '../../src/base/errors';
import { pythonText } from '../../src/project/python/text';
import type { Finding } from '../../src/style/findings/finding';
import { fixesFor } from '../../src/style/fixes/fixes';
import { explain } from '../../src/style/rules/explain';
import { checkWithFlake8 } from '../../src/style/tools/flake8';
import type { Run } from '../../src/style/tools/run';
import type { Target } from '../../src/style/tools/target';
import { applyEdits } from '../unit/style/applyEdits';
import { damagedModule } from '../unit/style/damagedModule';

const lab = resolve('.lab', 'flake8-hacking-8.1.0');
const python = join(lab, 'bin', 'python');
const command = { file: join(lab, 'bin', 'flake8'), args: [] };
const samples = resolve('test/fixtures/style/src');

const run: Run = (file, args, { cwd, input }) =>
  new Promise((done, fail) => {
    const child = spawn(file, args, { cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', fail);
    child.on('close', (exitCode, signal) => done({ exitCode, signal, stdout, stderr }));
    child.stdin.on('error', fail);
    child.stdin.end(input ?? '');
  });

/** Everything on, hacking's optional checks as well, so that a fix cannot make a finding that nobody sees. */
const everything = `[flake8]
select = E,W,F,H,C
ignore = H904
enable-extensions = H106,H203,H204,H205,H210
format = pylint
show-source = true
output-file = nowhere.txt
`;

describe('flake8 with hacking 8.1.0', function () {
  this.timeout(300_000);
  let root: string;

  before(async () => {
    if (!(await exists(command.file))) await install();
    await mkdir(resolve('.lab'), { recursive: true });
    root = await mkdtemp(resolve('.lab', 'flake8 root '));
    await writeFile(join(root, 'tox.ini'), everything);
  });

  after(() => removeFolder(root));

  const check = (target: Target) => checkWithFlake8(target, { root, command, run });

  it('flake8 finds the same in a file, an unsaved text and the whole root, in any configured format', async () => {
    const text = await readFile(join(samples, 'lab_bad.py'), 'utf8');
    const file = join(root, 'lab_bad.py');
    await writeFile(file, text);
    const inFile = await check({ kind: 'files', files: [file] });
    assert.deepEqual(await check({ kind: 'text', file, text }), inFile);
    assert.deepEqual(await check({ kind: 'root' }), inFile);
    const shown = inFile.map(({ code, range }) => `${range.start.line + 1} ${code} ${underlined(text, range)}`);
    for (const expected of [
      '13 F401 sys',
      '15 H216 import mock',
      '22 H101 TODO',
      '23 E225 =',
      '32 H201 except:',
      '39 W291 \t',
      '52 H702 +',
    ]) {
      assert.ok(shown.includes(expected), `${expected} is not in\n${shown.join('\n')}`);
    }
  });

  it("flake8's ranges are correct after characters of several bytes", async () => {
    const text = 's = "äöü😀"; print(nope); x=1  \n';
    const findings = await check({ kind: 'text', file: join(root, 'wide.py'), text });
    const shown = findings.map(({ code, range }) => `${code} ${underlined(text, range)}`);
    assert.ok(shown.includes('F821 nope'), shown.join());
    assert.ok(shown.includes('E225 ='), shown.join());
    assert.ok(shown.includes('W291   '), shown.join());
  });

  it("flake8's findings are one error for a file that does not parse, and one for a missing file", async () => {
    const [broken] = await check({ kind: 'text', file: 'x.py', text: 'def f(:\n    pass\n' });
    assert.deepEqual([broken?.code, broken?.severity], ['E999', 'error']);
    const [gone] = await check({ kind: 'files', files: ['-gone.py'] });
    assert.deepEqual([gone?.code, gone?.severity], ['E902', 'error']);
  });

  it('a failure of flake8 is reported in its own words', async () => {
    const cases: [config: string, reason: string, words: RegExp][] = [
      ['[flake8:local-plugins]\nextension =\n  N1 = checks:x\n', 'flake8-plugin', /No module named 'checks'/],
      ['[flake8]\nignore = E1 # why\n', 'flake8-configuration', /Error code '#' supplied to 'ignore' option/],
      ['[flake8]\nmax-line-length = wide\n', 'flake8-configuration', /invalid literal for int/],
      ['[flake8]\nrequire-plugins = zork\n', 'flake8-plugin', /missing: zork/],
    ];
    for (const [config, reason, words] of cases) {
      await writeFile(join(root, 'tox.ini'), config);
      await assert.rejects(check({ kind: 'text', file: 'x.py', text: 'x = 1\n' }), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.reason, reason);
        assert.match(error.message, words);
        return true;
      });
    }
    await writeFile(join(root, 'tox.ini'), everything);
    const missing = { root, command: { file: join(lab, 'bin', 'no-flake8'), args: [] }, run };
    await assert.rejects(checkWithFlake8({ kind: 'root' }, missing), { reason: 'flake8-missing' });
    const noModule = { root, command: { file: 'python3', args: ['-S', '-E', '-m', 'flake8'] }, run };
    await assert.rejects(checkWithFlake8({ kind: 'root' }, noModule), { reason: 'flake8-missing' });
  });

  it('an f-string inside _() is reported as such, which Python before 3.12 makes hacking evaluate', async () => {
    const text = "from nova.i18n import _\n\n\ndef f(cluster):\n    return _(f'{cluster} x')\n";
    const target: Target = { kind: 'text', file: join(root, 'message.py'), text };
    const { stdout } = await run(python, ['-c', 'import sys; print(sys.version_info >= (3, 12))'], { cwd: root });
    if (stdout.trim() === 'True') assert.ok((await check(target)).every(({ file }) => file === target.file));
    else await assert.rejects(check(target), { reason: 'hacking-python', message: /'cluster'.*Python 3\.12/ });
  });

  it('flake8 runs the checks of the project itself', async () => {
    const local = '[flake8]\nselect = N\n[flake8:local-plugins]\nextension =\n  N310 = checks:no_print\npaths = .\n';
    await writeFile(join(root, 'tox.ini'), local);
    await writeFile(join(root, 'checks.py'), checkOfTheProject);
    const [found] = await check({ kind: 'text', file: 'x.py', text: 'print(1)\n' });
    assert.deepEqual([found?.code, found?.message, found?.severity], ['N310', 'no print', 'warning']);
    await writeFile(join(root, 'tox.ini'), everything);
    await rm(join(root, 'checks.py'));
  });

  it('flake8 leaves out checks without an entry point of their own unless all of H is selected', async () => {
    const text = 'from os import *\nfrom . import other\nprint(_(""), other)\n';
    const codes = async (config: string): Promise<string[]> => {
      await writeFile(join(root, 'tox.ini'), `[flake8]\n${config}`);
      const found = await check({ kind: 'text', file: 'x.py', text });
      return found.flatMap(({ code }) => (code?.startsWith('H') ? [code] : []));
    };
    const usual = await codes('');
    const selected = await codes('select = H\n');
    await writeFile(join(root, 'tox.ini'), everything);
    const alone = selected.filter((code) => !usual.includes(code));
    assert.deepEqual([...new Set(alone)].sort(), ['H303', 'H304', 'H701']);
    for (const code of ['H303', 'H304', 'H701', 'H702', 'H703']) {
      assert.match(explain(code)?.markdown ?? '', /select/, code);
    }
    assert.doesNotMatch(explain('H301')?.markdown ?? '', /select/);
  });

  it("statements are those of Python's tokenizer", async () => {
    const texts = [...(await modulesOfPip(60)), ...fc.sample(damagedModule, { numRuns: 60, seed: 20251202 })];
    const file = join(root, 'texts.json');
    await writeFile(file, JSON.stringify(texts));
    const { exitCode, stdout, stderr } = await run(python, ['-c', statementsByTokenizer, file], { cwd: root });
    assert.equal(exitCode, 0, stderr);
    const expected = JSON.parse(stdout) as [first: number, last: number][][];
    for (const [index, text] of texts.entries()) {
      const { statements, isComplete } = pythonText(text);
      assert.ok(isComplete);
      const found = statements.map(({ firstLine, lastLine }) => [firstLine + 1, lastLine + 1]);
      assert.deepEqual(found, expected[index], text);
    }
    await rm(file);
  });

  it('every fix removes its finding and causes no other', async () => {
    const sources = [
      await readFile(join(samples, 'lab_bad.py'), 'utf8'),
      ...fc.sample(damagedModule, { numRuns: 80, seed: 20251201 }),
      ...(await modulesOfPip(25)),
    ];
    await proveFixes(sources, root, check);
  });
});

const checkOfTheProject = `from hacking import core


@core.flake8ext
def no_print(logical_line):
    if logical_line.startswith('print('):
        yield 0, 'N310: no print'
`;

/** Prints the first and last row of every logical line, for every text of a JSON file. */
const statementsByTokenizer = `
import io, json, sys, tokenize
skipped = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
result = []
for text in json.load(open(sys.argv[1])):
    statements, first = [], None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            statements.append((first, token.start[0]))
            first = None
        elif first is None and token.type not in skipped:
            first = token.start[0]
    result.append(statements)
print(json.dumps(result))
`;

/** Writes the text that every fix leads to, and has flake8 read all of them at once. */
async function proveFixes(sources: string[], root: string, check: (target: Target) => Promise<Finding[]>) {
  const originals = await checkAll(sources, root, check);
  const attempts: { source: number; finding: Finding; title: string; text: string }[] = [];
  for (const [source, text] of sources.entries()) {
    for (const finding of originals[source] ?? []) {
      for (const fix of fixesFor(finding, text)) {
        attempts.push({ source, finding, title: fix.title, text: applyEdits(text, fix.edits) });
      }
    }
  }
  const results = await checkAll(
    attempts.map(({ text }) => text),
    root,
    check,
  );
  const counted = new Map<string, number>();
  const wrong: string[] = [];
  for (const [index, { source, finding, title, text }] of attempts.entries()) {
    counted.set(`${finding.code} ${title}`, (counted.get(`${finding.code} ${title}`) ?? 0) + 1);
    const allowed = keysOf(originals[source] ?? []);
    decrease(allowed, keyOf(finding));
    const extra = (results[index] ?? []).filter((found) => !decrease(allowed, keyOf(found)));
    if (extra.length > 0) {
      const { line } = finding.range.start;
      const cut = (whole: string) =>
        whole
          .split('\n')
          .slice(Math.max(line - 4, 0), line + 6)
          .join('\n');
      const found = extra.map(({ range, code, message }) => `${range.start.line + 1} ${code} ${message}`).join('\n');
      wrong.push(
        `${title} for ${finding.code} ${finding.message} in line ${line + 1} of\n${cut(sources[source] ?? '')}\n` +
          `-- gave\n${cut(text)}\n-- in which flake8 finds\n${found}`,
      );
    }
  }
  const fixes = [...counted].filter(([name]) => !name.includes('noqa')).sort();
  process.stdout.write(
    `${attempts.length} attempts; kinds of fixes:\n${fixes.map(([n, c]) => `  ${n}: ${c}`).join('\n')}\n`,
  );
  assert.equal(wrong.length, 0, `${wrong.length} fixes are wrong\n\n${spread(wrong).join('\n\n')}`);
  assert.ok(fixes.length > 20, 'too few kinds of fixes were tried');
}

/** A few of many, from everywhere. */
function spread(texts: string[]): string[] {
  const step = Math.ceil(texts.length / 8);
  return texts.filter((_text, index) => index % step === 0);
}

async function checkAll(texts: string[], root: string, check: (target: Target) => Promise<Finding[]>) {
  const folder = join(root, 'texts');
  await mkdir(folder);
  const files = texts.map((_text, index) => join(folder, `t${index}.py`));
  await Promise.all(files.map((file, index) => writeFile(file, texts[index] ?? '')));
  process.stdout.write(`flake8 reads ${files.length} texts\n`);
  const findings = await check({ kind: 'root' });
  const byFile = new Map(files.map((file) => [file, [] as Finding[]]));
  for (const finding of findings) byFile.get(finding.file)?.push(finding);
  removeFolder(folder);
  return files.map((file) => byFile.get(file) ?? []);
}

/** Where a finding stands moves with a fix; what it says does not, but for lines that it names. */
function keyOf({ code, message }: Finding): string {
  return `${code} ${message.replace(/line \d+/, 'line N').replace(/^(line too long) .*/, '$1')}`;
}

function keysOf(findings: Finding[]): Map<string, number> {
  const keys = new Map<string, number>();
  for (const finding of findings) keys.set(keyOf(finding), (keys.get(keyOf(finding)) ?? 0) + 1);
  return keys;
}

function decrease(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  counts.set(key, count - 1);
  return count > 0;
}

function underlined(text: string, { start, end }: Finding['range']): string {
  assert.equal(start.line, end.line);
  return (text.split('\n')[start.line] ?? '').slice(start.character, end.character);
}

/** Code that other people wrote, in another style: pip is in every environment. */
async function modulesOfPip(count: number): Promise<string[]> {
  const versions = await readdir(join(lab, 'lib'));
  const folder = join(lab, 'lib', versions[0] ?? '', 'site-packages', 'pip', '_internal');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.py')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.filter((text) => text.length > 200 && text.length < 9_000).slice(0, count);
}

async function install(): Promise<void> {
  process.stdout.write(`making ${lab}\n`);
  await expectSuccess('python3', ['-m', 'venv', lab]);
  process.stdout.write('installing hacking 8.1.0\n');
  await expectSuccess(python, ['-m', 'pip', 'install', '--quiet', 'hacking==8.1.0']);
}

async function expectSuccess(file: string, args: string[]): Promise<void> {
  const { exitCode, stderr } = await run(file, args, { cwd: resolve('.') });
  assert.equal(exitCode, 0, stderr);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
