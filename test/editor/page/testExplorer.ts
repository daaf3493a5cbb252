/** What a person does and sees in the Testing view. */
import { eventually, type SceneWindow } from './window';

export class TestExplorer {
  constructor(private readonly window: SceneWindow) {}

  show(): Promise<void> {
    return this.window.workbench.showViews('Testing');
  }

  /** What a screen reader reads of the rows: `common (Passed), in 12ms`. */
  rows(): Promise<string[]> {
    return this.window.workbench.spokenRows('Test Explorer');
  }

  /** Opens rows, one after the other, by their labels. */
  async expand(...labels: string[]): Promise<void> {
    for (const label of labels) await this.toggle(label, 'true');
  }

  /** Closes a row. */
  async collapse(label: string): Promise<void> {
    await this.toggle(label, 'false');
  }

  /** Clicks until it is so: the tree may be redrawn just then, and a row may get what is below it later. */
  private async toggle(label: string, expanded: 'true' | 'false'): Promise<void> {
    const row = this.row(label);
    const isSo = async (): Promise<boolean> => (await row.getAttribute('aria-expanded')) === expanded;
    const toggled = async (): Promise<boolean> => {
      await row.waitFor();
      if (await isSo()) return true;
      await this.standsStill();
      if (await isSo()) return true;
      await row.locator('.monaco-tl-twistie').click();
      return false;
    };
    await eventually(`${label}, expanded: ${expanded}`, toggled, (is) => is);
  }

  /** Waits until no row moves: a click would hit another one. */
  private async standsStill(): Promise<void> {
    let before = '';
    const still = async (): Promise<boolean> => {
      await this.window.page.waitForTimeout(200);
      const now = (await this.tree.locator('.monaco-list-row').allInnerTexts()).join('\n');
      const isStill = now === before;
      before = now;
      return isStill;
    };
    await eventually('rows that stand still', still, (is) => is, 10_000);
  }

  /** Waits until a row says that its test is `Passed`, `Failed`, `Errored` or `Skipped`. */
  async becomes(label: string, state: string, timeout = 60_000): Promise<void> {
    const isSo = (rows: readonly string[]): boolean => rows.some((row) => row.startsWith(`${label} (${state})`));
    await eventually(`${label} (${state})`, () => this.rows(), isSo, timeout);
  }

  /** Opens what VS Code shows of a test that failed, which says this. */
  async says(label: string, wanted: RegExp): Promise<void> {
    await eventually(
      `what ${label} says`,
      () => this.peek(wanted, () => this.row(label).click()),
      (text) => wanted.test(text),
    );
  }

  /** Opens what failed at a line, 1-based, which says this. */
  async saysAt(file: string, line: number, wanted: RegExp): Promise<void> {
    const open = (): Promise<void> => this.window.workbench.openFile(file, line);
    await eventually(
      `what ${file}:${line} says`,
      () => this.peek(wanted, open),
      (text) => wanted.test(text),
    );
  }

  /** The text of what failed, at the latest when it says what is wanted of it; VS Code may still show the last one. */
  private async peek(wanted: RegExp, open: () => Promise<void>): Promise<string> {
    await open();
    await this.window.workbench.run('Test: Peek Output');
    const peek = this.window.page.locator('.test-output-peek');
    let text = '';
    for (let patience = 80; patience > 0 && !wanted.test(text); patience--) {
      await this.window.page.waitForTimeout(50);
      text = (await peek.allInnerTexts()).join('\n').replace(/\u00a0/g, ' ');
    }
    await this.window.page.keyboard.press('Escape');
    return text;
  }

  /** The text of the Test Results panel that is on screen. */
  async output(): Promise<string> {
    const rows = this.window.page.locator(
      '.test-output-peek .xterm-rows, .panel .xterm-rows, .xterm-accessible-buffer',
    );
    return (await rows.allInnerTexts()).join('\n').replace(/\u00a0/g, ' ');
  }

  /** Presses a button of a row, such as `Run Test`, with the mouse. */
  async press(label: string, button: string): Promise<void> {
    const row = this.row(label);
    const action = row.locator(`.action-label[aria-label^="${button}"]`).first();
    for (let tries = 5; ; tries--) {
      await this.standsStill();
      await row.hover();
      try {
        return await action.click({ timeout: 3_000 });
      } catch (error) {
        // The tree was drawn again below the mouse, which shows no buttons until it moves.
        if (tries === 1) throw error;
        await this.window.page.mouse.move(0, 0);
      }
    }
  }

  private get tree(): ReturnType<SceneWindow['workbench']['view']> {
    return this.window.workbench.view('Test Explorer');
  }

  private row(label: string): ReturnType<SceneWindow['workbench']['view']> {
    return this.tree.locator(`.monaco-list-row[aria-label^="${label} "]`).first();
  }
}
