import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { readReportFiles } from '../../../src/coverage/reading/readReportFiles';
import { makeCheckout } from '../host/gitProject';
import { eventually, openWindow, type SceneWindow } from './window';

const VIEW = 'Untested Lines';
const MANAGER = 'cloudlet/scheduler/manager.py';
/** On disk two lines were added to it since the report, which is of the text in git. */
const EDITED = 'cloudlet/scheduler/filters.py';
const REPORT = 'cover/coverage.xml';

describe('untested lines on screen', () => {
  let window: SceneWindow;

  before(async () => {
    window = await openWindow({ prepare: checkoutWithReport });
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  const file = (name: string): string => join(window.folders[0]!, name);
  const rows = (): ReturnType<typeof window.workbench.treeRows> => window.workbench.treeRows(VIEW);
  const places = async (): Promise<string[]> =>
    (await rows()).filter(({ level }) => level === 2).map(({ label }) => label);
  const marked = async (): Promise<number[]> =>
    (await window.workbench.editorLines()).filter(({ marks }) => marks.length > 0).map(({ line }) => line);

  it('untested lines are listed by file, worst first, and by place with its function', async () => {
    const files = await eventually('files', rows, (all) => all.length > 5);
    assert.deepEqual(files[0], {
      label: 'place.py',
      description: '0% · 34 untested · cloudlet/cmd',
      level: 1,
      expanded: false,
    });
    await window.workbench.treeRow(VIEW, 'manager.py').click();
    const places = await eventually('places', rows, (all) => all.some((row) => row.level === 2));
    const shown = places.filter((row) => row.level === 2).map((row) => [row.label, row.description]);
    assert.deepEqual(shown, [
      ['61-64', 'SchedulerManager.drain'],
      ['85 → exit', 'SchedulerManager._notify'],
    ]);
  });

  it('untested lines are marked in the text that a place leads to', async () => {
    await window.workbench.treeRow(VIEW, '61-64').click();
    const lines = await eventually('marks', marked, (all) => all.length >= 4);
    for (const line of [61, 62, 63, 64]) assert.ok(lines.includes(line), `line ${line}`);
    assert.ok(!lines.includes(60) && !lines.includes(65));
  });

  it('the mark of an untested line explains itself', async () => {
    const text = await window.workbench.hover('stranded.append');
    assert.match(text, /No test runs these lines\.\s+coverage\.xml,\smade/);
  });

  it('the status bar shows the percentage of the file', async () => {
    await eventually(
      'the percentage',
      () => window.workbench.statusBar(),
      (items) => items.some((item) => item.includes('91.4% tested')),
    );
  });

  it('untested lines are reached one after the other', async () => {
    await window.workbench.openFile(MANAGER, 61);
    await window.workbench.run('OpenStack: Go to Next Untested Lines');
    await eventually(
      'line 85',
      () => window.workbench.statusBar(),
      (items) => items.some((item) => item.includes('Ln 85')),
    );
    await window.workbench.run('OpenStack: Go to Previous Untested Lines');
    await eventually(
      'line 61',
      () => window.workbench.statusBar(),
      (items) => items.some((item) => item.includes('Ln 61')),
    );
  });

  it('a file opens from the button of its row', async () => {
    const row = window.workbench.treeRow(VIEW, 'place.py');
    await row.hover();
    await row.locator('.action-label[aria-label^="Open File"]').click();
    await window.workbench.activeEditor('place.py').waitFor();
    assert.deepEqual(
      (await rows()).filter((each) => each.label === 'place.py').map(({ expanded }) => expanded),
      [false],
    );
  });

  it('untested lines are not marked while marks are switched off', async () => {
    await window.workbench.run('OpenStack: Toggle Untested Line Marks');
    await eventually('no marks', marked, (all) => all.length === 0);
    await window.workbench.run('OpenStack: Toggle Untested Line Marks');
    await eventually('marks', marked, (all) => all.length > 0);
  });

  it('the table of untested lines leads to the lines', async () => {
    await window.workbench.run('OpenStack: Show Coverage Report');
    const lines = await eventually(
      'the table',
      () => window.workbench.editorLines(),
      (all) => all.some(({ text }) => text.startsWith('TOTAL')),
    );
    assert.ok(
      lines.some(({ text }) => /^cloudlet\/scheduler\/manager\.py +50 +4 +8 +1 +91% +61-64, 85->exit$/.test(text)),
    );
  });

  it('a file is found in the view from its text', async () => {
    await window.workbench.treeRow(VIEW, 'manager.py').click(); // closes it
    await eventually('closed rows', places, (all) => all.length === 0);
    await window.workbench.openFile(MANAGER, 1);
    // A row that is replaced just then does not open.
    const revealed = async (): Promise<string[]> => {
      await window.workbench.run('OpenStack: Reveal File in Untested Lines');
      return places();
    };
    await eventually('its places', revealed, (all) => all.includes('61-64') && all.length === 2);
  });

  it('places of a file in the view follow its lines while it is edited', async () => {
    await window.workbench.settled(); // the view takes the focus when it is asked
    await window.workbench.openFile(MANAGER, 1);
    await window.page.keyboard.insertText('# a line\n');
    await eventually('the places a line below', places, (all) => all.includes('62-65'));
    // It may have been saved by itself, so there may be nothing to revert; and undoing takes one step or two.
    const undone = async (): Promise<string> => {
      await window.page.keyboard.press('Control+z');
      return (await window.workbench.editorLines())[0]?.text ?? '';
    };
    await eventually('the text as it was', undone, (first) => first.startsWith('# Licensed'));
    await eventually('the places where they were', places, (all) => all.includes('61-64'));
    await window.page.keyboard.press('Control+s');
    await eventually(
      'the file as it was',
      () => readFileSync(file(MANAGER), 'utf8'),
      (text) => !text.includes('# a line'),
    );
  });

  /** 1-based lines that are painted beside the text, by the class of what is painted. */
  const paintedAs = async (mark: string): Promise<number[]> => {
    const { page } = window;
    const rows = page.locator('.editor-instance .margin-view-overlays > div', { has: page.locator(mark) });
    return (await rows.locator('.line-numbers').allInnerTexts()).map(Number).sort((a, b) => a - b);
  };
  const painted = (): Promise<number[]> => paintedAs('.coverage-deco-miss');

  it("VS Code's own coverage marks the untested lines in the current text", async () => {
    await window.workbench.openFile(EDITED, 26);
    const missed = await eventually('painted lines', painted, (lines) => lines.length > 0);
    const alsoMarked = await marked();
    assert.ok(missed.includes(25), `painted ${missed.join()}`);
    assert.deepEqual(
      missed.filter((line) => !alsoMarked.includes(line)),
      [],
    );
  });

  it("VS Code's own coverage goes when it is switched off, and comes back", async () => {
    const settings = (isShown: boolean): void => {
      mkdirSync(file('.vscode'), { recursive: true });
      writeFileSync(
        file('.vscode/settings.json'),
        JSON.stringify({ 'openstackContributor.coverage.showInExplorer': isShown }),
      );
    };
    settings(false);
    await eventually('nothing painted', painted, (lines) => lines.length === 0);
    settings(true);
    await eventually('painted lines', painted, (lines) => lines.includes(25));
  });

  it("VS Code's own coverage marks the statements of the report only, not a line after a function", async () => {
    await window.workbench.openFile('cloudlet/common/utils.py', 46);
    const all = await eventually(
      'painted lines',
      () => paintedAs('.coverage-deco-gutter'),
      (lines) => lines.includes(46) && lines.includes(49),
    );
    const { lines } = readReportFiles([file(REPORT)], window.folders).files.find(
      ({ name }) => name === 'cloudlet/common/utils.py',
    )!;
    await window.screenshot('out/vscode-coverage.png');
    assert.deepEqual(
      all.filter((line) => !lines.includes(line)),
      [],
    );
    assert.ok(
      (await painted()).includes(46) && !(await painted()).includes(49),
      'of a function that no test runs, the definition ran',
    );
  });

  describe('once another report came, of an older text', () => {
    before(async () => {
      await window.workbench.run('View: Close All Editors');
      writeFileSync(file(MANAGER), `# new\n${readFileSync(file(MANAGER), 'utf8')}`);
      writeFileSync(
        file(REPORT),
        readFileSync(file(REPORT), 'utf8').replace(/ lines-valid="\d+"/, ' lines-valid="400"'),
      );
      const earlier = Date.now() / 1000 - 1;
      utimesSync(file(REPORT), earlier, earlier);
    });

    it('a report that lacks lines which its header counts is shown as such, above its files', async () => {
      const [first] = await eventually('the note', rows, ([row]) => row?.label.startsWith('The report has') === true);
      await window.screenshot('out/incomplete-report.png');
      assert.equal(first!.label, 'The report has 315 of the 400 lines that its header counts');
    });

    it('places of a file newer than its report are listed as possibly moved', async () => {
      const found = await eventually('places', rows, (all) =>
        all.some(({ description }) => description.includes('older')),
      );
      const [place] = found.filter(({ level }) => level === 2);
      assert.equal(place?.label, '61-64');
      assert.match(place.description, /as in the older report$/);
    });

    it('a file newer than its report has no marks, and the status bar gives the reason', async () => {
      await window.workbench.openFile(MANAGER, 61);
      const shown = (): Promise<string[]> => window.workbench.statusBar();
      await eventually('the percentage', shown, (items) => items.some((item) => item.includes('91.4% tested')));
      const lines = await window.workbench.editorLines();
      assert.ok(lines.length > 5 && lines.every(({ marks }) => marks.length === 0));
    });
  });
});

/** A report that is newer than all it measured but EDITED. MANAGER is not in git. */
function checkoutWithReport(folder: string): void {
  const [manager, elsewhere] = [join(folder, MANAGER), join(folder, '../manager.py')];
  renameSync(manager, elsewhere);
  makeCheckout(folder);
  renameSync(elsewhere, manager);
  const report = join(folder, REPORT);
  writeFileSync(report, readFileSync(report));
  const edited = join(folder, EDITED);
  writeFileSync(edited, `# one\n# two\n${readFileSync(edited, 'utf8')}`);
}

describe('folders without a report, beside one that has one', () => {
  let window: SceneWindow;

  before(async () => {
    window = await openWindow({
      folders: ['samples/cloudlet', { empty: 'glance' }, { empty: 'heat' }, { empty: 'ironic' }],
      prepare: (_sample, glance, heat, ironic) => {
        for (const folder of [glance, heat, ironic]) {
          writeFileSync(join(folder, 'tox.ini'), '[testenv:cover]\ncommands = stestr run\n');
        }
        writeFileSync(join(heat, 'coverage.xml'), '<coverage/>');
        writeFileSync(join(ironic, '.coverage'), 'data');
      },
    });
    await window.workbench.showViews('OpenStack');
  });
  after(() => window.close());

  it('folders without a report are in the view, with the steps that help', async () => {
    const folders = async (): Promise<string[][]> =>
      (await window.workbench.treeRows(VIEW))
        .filter(({ level }) => level === 1)
        .map(({ label, description }) => [label, description]);
    const names = (all: string[][]): string[] => all.map(([name]) => name!);
    await eventually('the first folder', folders, (all) => names(all).includes('cloudlet'));
    // Its files would fill the view; a click while its rows come may be lost.
    await eventually(
      'the first folder without its files',
      async () => {
        const row = window.workbench.treeRow(VIEW, 'cloudlet');
        const isOpen = (await row.getAttribute('aria-expanded')) === 'true';
        if (isOpen) await row.click();
        return isOpen;
      },
      (isOpen) => !isOpen,
    );
    const all = await eventually(
      'all folders',
      folders,
      (found) => found.length === 4 && !found.some(([, text]) => text!.includes('reading')),
    );
    assert.match(all[0]![1]!, /% tested/);
    assert.deepEqual(all.slice(1), [
      ['glance', 'no coverage report yet'],
      ['heat', 'the coverage report cannot be read'],
      ['ironic', '.coverage data, but no report'],
    ]);
    const steps = (await window.workbench.treeRows(VIEW)).filter(({ level }) => level === 2).map(({ label }) => label);
    assert.deepEqual(steps, [
      ...['Run tox cover', 'Open a coverage report file…'],
      ...['Show why it cannot be read', 'Run tox cover', 'Open a coverage report file…'],
      ...['Make the report of the data', 'Run tox cover'],
    ]);
    await window.screenshot('out/untested-roots.png');
  });

  it('folders without a report lead to the command for that folder', async () => {
    // A row does nothing in the first seconds, in which the window does not know yet that its folders are trusted.
    const clicked = async (): Promise<string[]> => {
      await window.workbench.treeRow(VIEW, 'Make the report of the data').click();
      return window.workbench.notifications();
    };
    await eventually('the reason', clicked, (found) =>
      found.some((message) => message.startsWith('ironic has coverage data, but no environment with coverage.py')),
    );
  });
});
