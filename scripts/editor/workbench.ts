/** What a person does and sees in a window of VS Code, the same in the newest and the oldest supported version. */
import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../lib/eventually';
import { type EditorLine, isQuiet, readEditorLines, readSpokenRows, readTreeRows, type TreeRow } from './inPage';

/** What VS Code does after an event, it does within less, but for a busy machine. */
const QUIET_MS = 1000;

/** Of an entry of a quick input, without its detail. */
const FIRST_LINE = '.quick-input-list-rows > .quick-input-list-row:first-child';

export class Workbench {
  /** The list that the palette, quick open and every QuickPick show. */
  private readonly quickInput: Locator;

  constructor(private readonly page: Page) {
    this.quickInput = page.locator('.quick-input-widget:visible');
  }

  /** Resolves once the window shows its parts; ready.ts tells when it can be used. */
  async ready(): Promise<void> {
    // It takes 2 to 5 s, and longer on a busy machine.
    await this.page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor({ timeout: 60_000 });
    await this.page.locator('.monaco-workbench .part.editor').first().waitFor();
  }

  /** Resolves once nothing on the page changes any more. */
  async settled(): Promise<void> {
    await eventually(
      'a window that stands still',
      () => unlessReloading(() => this.page.evaluate(isQuiet, QUIET_MS), false),
      (is) => is,
      30_000,
    );
  }

  /** Runs a command by its title in the palette, such as `OpenStack: Show Coverage Report`. */
  async run(title: string): Promise<void> {
    await this.ask(title);
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Runs a command that asks for one of several things; `pick` answers. */
  async ask(title: string): Promise<void> {
    for (let tries = 3; ; tries--) {
      await eventually(
        `"${title}" in the palette`,
        () => this.openPalette(title),
        (labels) => labels.includes(title),
        20_000,
      );
      try {
        return await this.click(title, 10_000);
      } catch (error) {
        // Something took the focus just then, which closes the palette.
        if (tries === 1) throw error;
      }
    }
  }

  /**
   * Opens the palette, again if it is open: it lists what is possible when it opens, and a new window may not know
   * yet that its folder is trusted. Gives the labels that it offers.
   */
  private async openPalette(title: string): Promise<string[]> {
    if (await this.quickInput.isVisible()) await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('F1');
    try {
      await this.quickInput.locator('input').fill(`>${title}`, { timeout: 2000 });
    } catch {
      return []; // a window that is busy takes the palette away again
    }
    for (let patience = 20; patience > 0; patience--) {
      const labels = await this.choices();
      if (labels.includes(title)) return labels;
      await this.page.waitForTimeout(50);
    }
    return this.choices();
  }

  /**
   * Opens a file of the folder through quick open, at a 1-based line, and waits until its text is there.
   * @param file relative to the folder
   */
  async openFile(file: string, line?: number): Promise<void> {
    const text = this.activeEditor(basename(file)).locator('.view-line').first();
    for (let tries = 3; ; tries--) {
      await this.page.keyboard.press('Control+p');
      try {
        await this.pick(basename(file), line === undefined ? file : `${file}:${line}`);
        return await text.waitFor({ timeout: 20_000 });
      } catch (error) {
        // A view took the focus just then, which closes quick open; or a file of a similar name was found in the moment
        // of the click, and came to stand there.
        if (tries === 1) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Chooses the entry with exactly this label in the open quick input, after typing `text` there. */
  async pick(label: string, text?: string): Promise<void> {
    await this.quickInput.waitFor();
    if (text !== undefined) {
      await this.quickInput.locator('input').fill(text, { timeout: 15_000 });
    }
    await this.click(label);
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  private async click(label: string, patienceMs?: number): Promise<void> {
    // Rows move while more of them are found: what is clicked on then may be another one.
    let before = '';
    let still = 0;
    await eventually(
      `"${label}" in a list that stands still`,
      () => this.choices(),
      (labels) => {
        const now = labels.join('\n');
        still = now === before ? still + 1 : 0;
        before = now;
        return still >= 4 && labels.includes(label);
      },
      patienceMs,
    );
    const labels = this.page.locator(`${FIRST_LINE} .label-name`, {
      hasText: new RegExp(`^\\s*${escaped(label)}\\s*$`),
    });
    const row = this.quickInput.locator('.monaco-list-row', { has: labels }).first();
    await row.click({ ...(patienceMs === undefined ? {} : { timeout: patienceMs }) });
  }

  /** Labels that the open quick input offers. */
  async choices(): Promise<string[]> {
    const labels = await this.quickInput.locator(`.monaco-list-row ${FIRST_LINE} .label-name`).allTextContents();
    return labels.map((label) => label.trim());
  }

  /** Shows the views of an entry of the activity bar, such as `OpenStack`. */
  async showViews(title: string): Promise<void> {
    const entry = this.page
      .locator(`.part.activitybar .action-item:has(.action-label[aria-label^="${title}"])`)
      .first();
    if (!((await entry.getAttribute('class')) ?? '').split(' ').includes('checked')) {
      await entry.click();
    }
    await this.page.locator('.part.sidebar .composite.title', { hasText: title }).waitFor();
  }

  /** A view of the side bar by its title. */
  view(title: string): Locator {
    return this.page.locator('.part.sidebar .pane', {
      has: this.page.locator('.pane-header .title', { hasText: new RegExp(`^${title}$`, 'i') }),
    });
  }

  /** What a screen reader reads of the rows of a view that are on screen, from above. */
  async spokenRows(view: string): Promise<string[]> {
    return this.view(view).locator('.monaco-list-row[role="treeitem"]').evaluateAll(readSpokenRows);
  }

  /** The rows of a view that are on screen, from above. */
  async treeRows(view: string): Promise<TreeRow[]> {
    return this.view(view).locator('.monaco-list-row[role="treeitem"]').evaluateAll(readTreeRows);
  }

  /** A row of a view by its label, to click on or to hover over. */
  treeRow(view: string, label: string): Locator {
    return this.view(view)
      .locator('.monaco-list-row[role="treeitem"]', { has: this.page.getByText(label, { exact: true }) })
      .first();
  }

  /** The sentences and buttons of an empty view, a line each. */
  async welcome(view: string): Promise<string[]> {
    const parts = this.view(view).locator('.welcome-view-content > *');
    return (await parts.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
  }

  /** The text editor that has the focus; with a name, only once it shows the file of that name. */
  activeEditor(fileName?: string): Locator {
    const tab = fileName === undefined ? '' : `:has(.tab.active[data-resource-name="${fileName}"])`;
    return this.page.locator(`.editor-group-container.active${tab} .editor-instance .monaco-editor`).last();
  }

  /** The lines of the active text editor that are on screen, with what extensions marked in them. */
  async editorLines(): Promise<EditorLine[]> {
    return this.activeEditor().evaluate(readEditorLines);
  }

  /** Resolves when an extension marks some line of the active editor: at which moment, in milliseconds since the epoch. */
  async firstMark(): Promise<number> {
    const at = await this.page.waitForFunction(
      'document.querySelector(\'.view-overlays .cdr[class*="ced-"]\') && Date.now()',
      undefined,
      { polling: 'raf', timeout: 60_000 },
    );
    return Number(await at.jsonValue());
  }

  /** Text of a hover over the first `text` on screen in the active editor. */
  async hover(text: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:not(.workbench-hover):visible .hover-contents').first(); // not that of a row
    const hovered = async (): Promise<string> => {
      await this.page.mouse.move(0, 0); // a mouse that stays where it is moves over nothing
      await this.activeEditor().locator('.view-line span', { hasText: text }).last().hover();
      await hover.waitFor({ timeout: 5000 }).catch(() => undefined); // then it is hovered over once more
      return (await hover.allInnerTexts()).join();
    };
    return eventually(`a hover over ${text}`, hovered, (shown) => shown !== '');
  }

  /** The rows of the Problems view, files and what was found in them, as a screen reader says them. */
  async problems(): Promise<string[]> {
    const rows = this.page.locator('.markers-panel-container .monaco-list-row[role="treeitem"]');
    return (await rows.allTextContents()).map((text) => text.trim());
  }

  /** Titles of the editors that are open. */
  async tabs(): Promise<string[]> {
    const tabs = this.page.locator('.part.editor .tab .label-name');
    return (await tabs.allTextContents()).map((text) => text.trim());
  }

  /** Texts of the status bar's items, with what their icons say to a screen reader. */
  async statusBar(): Promise<string[]> {
    const items = this.page.locator('.part.statusbar .statusbar-item');
    return (await items.allTextContents()).map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Messages of the notifications on screen. */
  async notifications(): Promise<string[]> {
    const messages = await this.page.locator('.notification-toast .notification-list-item-message').allTextContents();
    return messages.map((message) => message.trim());
  }

  /** Presses a button of the notification that contains `message`. */
  async answerNotification(message: string, button: string): Promise<void> {
    const toast = this.page.locator('.notification-toast', { hasText: message });
    await toast.hover();
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  /** Answers the dialog that asks whether the authors of the folder are trusted: no. */
  async declineTrust(): Promise<void> {
    const button = this.page.locator('.monaco-dialog-box').getByRole('button', { name: /^No, I don't trust/ });
    await button.click({ timeout: 60_000 });
    await button.waitFor({ state: 'hidden' });
  }

  /** Presses a button of the dialog in front of the window, and gives the text the dialog had. */
  async answerDialog(button: string): Promise<string> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = await dialog.innerText();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return text;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A window may load itself once more (ready.ts): what it was asked meanwhile has no answer. */
export async function unlessReloading<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /Execution context was destroyed|Unable to capture screenshot/.test(error.message)) {
      return otherwise;
    }
    throw error;
  }
}
