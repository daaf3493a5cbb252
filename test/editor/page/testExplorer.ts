/** What a person does and sees in the Testing view. */
import { eventually, type SceneWindow } from './window';

export class TestExplorer {
  constructor(private readonly window: SceneWindow) {}

  async show(): Promise<void> {
    await this.window.workbench.settled();
    await this.window.workbench.showViews('Testing');
  }

  /** What a screen reader reads of the rows: `common (Passed), in 12ms`. */
  rows(): Promise<string[]> {
    return this.window.workbench.spokenRows('Test Explorer');
  }

  /** Opens rows, one after the other, by their labels. */
  async expand(...labels: string[]): Promise<void> {
    for (const label of labels) {
      const row = this.row(label);
      await row.waitFor();
      if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
    }
  }

  /** Waits until a row says that its test is `Passed`, `Failed`, `Errored` or `Skipped`. */
  async becomes(label: string, state: string, timeout = 60_000): Promise<void> {
    const isSo = (rows: readonly string[]): boolean => rows.some((row) => row.startsWith(`${label} (${state})`));
    await eventually(`${label} (${state})`, () => this.rows(), isSo, timeout);
  }

  /** Opens what VS Code shows of a test that failed, and gives its text. */
  async messageOf(label: string): Promise<string> {
    await this.row(label).click();
    return this.peek();
  }

  /** The text of what failed next to the cursor. */
  async peek(): Promise<string> {
    await this.window.workbench.run('Test: Peek Output');
    const peek = this.window.page.locator('.test-output-peek');
    await peek.waitFor();
    await this.window.workbench.settled();
    const text = await peek.innerText();
    await this.window.page.keyboard.press('Escape');
    return text.replace(/\u00a0/g, ' ');
  }

  /** The text of the Test Results panel that is on screen. */
  async output(): Promise<string> {
    const rows = this.window.page.locator('.test-output-peek .xterm-rows, .panel .xterm-rows, .xterm-accessible-buffer');
    return (await rows.allInnerTexts()).join('\n').replace(/\u00a0/g, ' ');
  }

  /** Presses a button of a row, such as `Run Test`, with the mouse. */
  async press(label: string, button: string): Promise<void> {
    const row = this.row(label);
    await row.hover();
    await row.locator(`.action-label[aria-label^="${button}"]`).first().click();
  }

  private get tree(): ReturnType<SceneWindow['workbench']['view']> {
    return this.window.workbench.view('Test Explorer');
  }

  private row(label: string): ReturnType<SceneWindow['workbench']['view']> {
    return this.tree.locator(`.monaco-list-row[aria-label^="${label} "]`).first();
  }
}
