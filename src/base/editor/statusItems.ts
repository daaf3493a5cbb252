/**
 * The door to the status bar and the language status: nothing else calls VS Code's functions for them
 * (eslint.config.mjs), for it makes icons of `$(name)` in them, and links that run commands in the language status.
 */
import * as vscode from 'vscode';
import { plainLabel, plainLines, plainPrompt } from '../plainText';

/** Shows a few words in the status bar for a while, after the product icon of a name such as `check`. */
export function setStatusBarMessage(text: string, ms: number, icon?: string): void {
  vscode.window.setStatusBarMessage(iconAnd(icon, plainLabel(text)), ms);
}

const iconAnd = (icon: string | undefined, text: string): string => (icon === undefined ? text : `$(${icon}) ${text}`);

export interface StatusWords {
  /** Names of product icons before and behind the text, such as `beaker`. */
  readonly icon: string;
  readonly iconBehind?: string;
  readonly text: string;
  /** Lines of the hover. */
  readonly tooltip: string;
  /** For a screen reader, where it differs from the text. */
  readonly spoken?: string;
}

/** An item of the status bar. */
export class StatusItem implements vscode.Disposable {
  private readonly item: vscode.StatusBarItem;

  /** @param name what the menu of the status bar calls it */
  constructor(id: string, name: string, alignment: vscode.StatusBarAlignment, priority: number) {
    this.item = vscode.window.createStatusBarItem(id, alignment, priority);
    this.item.name = name;
  }

  show({ icon, iconBehind, text, tooltip, spoken }: StatusWords, command: vscode.Command | string): void {
    this.item.text = `${iconAnd(icon, plainLabel(text))}${iconBehind === undefined ? '' : ` $(${iconBehind})`}`;
    this.item.tooltip = plainLines(tooltip);
    this.item.accessibilityInformation = spoken === undefined ? undefined : { label: plainLabel(spoken) };
    this.item.command = command;
    this.item.show();
  }

  hide(): void {
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
  }
}

export interface LanguageWords {
  readonly detail: string;
  readonly severity: vscode.LanguageStatusSeverity;
  readonly command: vscode.Command;
  readonly busy: boolean;
}

/** An item of the language status, which is shown while a document of its selector is active. */
export class LanguageStatus implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor(id: string, name: string, selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem(id, selector);
    this.item.name = name;
    this.item.text = plainLabel(name);
  }

  show({ detail, severity, command, busy }: LanguageWords): void {
    Object.assign(this.item, { detail: plainPrompt(detail), severity, command, busy });
  }

  dispose(): void {
    this.item.dispose();
  }
}
