/**
 * Functions that run inside the page. Each is sent there as text, so it uses nothing from outside itself, and no
 * function of its own with a name: the compiler would wrap that in a helper that the page does not have.
 *
 * The few parts of the DOM that they touch are declared here, so that the rest of the project does not see browser
 * globals such as `name` and `event`.
 */
interface PageElement {
  readonly className: string;
  readonly textContent: string | null;
  readonly style: { readonly top: string };
  readonly children: Iterable<PageElement>;
  getAttribute(name: string): string | null;
  querySelector(selectors: string): PageElement | null;
  querySelectorAll(selectors: string): Iterable<PageElement>;
}
declare const document: PageElement;
declare class MutationObserver {
  constructor(onChange: () => void);
  observe(root: PageElement, what: Readonly<Record<string, boolean>>): void;
  disconnect(): void;
}
declare function getComputedStyle(element: PageElement): Record<'backgroundColor' | 'borderLeftColor', string>;

/** A row of a tree as it is on screen. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for a root. */
  readonly level: number;
  /** Undefined for a row that has no children. */
  readonly expanded: boolean | undefined;
}

export function readTreeRows(rows: PageElement[]): TreeRow[] {
  return rows.map((row) => {
    const expanded = row.getAttribute('aria-expanded');
    return {
      label: row.querySelector('.label-name')?.textContent ?? '',
      description: row.querySelector('.label-description')?.textContent ?? '',
      level: Number(row.getAttribute('aria-level')),
      expanded: expanded === null ? undefined : expanded === 'true',
    };
  });
}

export function readSpokenRows(rows: PageElement[]): string[] {
  return rows.map((row) => row.getAttribute('aria-label') ?? '');
}

/** What an extension's decoration paints on a line. Colours are as the browser gives them: `rgba(255, 0, 0, 0.2)`. */
interface Mark {
  /** Class of the decoration type: equal for marks that one decoration type made. */
  readonly type: string;
  readonly background: string;
  readonly borderLeft: string;
}

/** A line of the active text editor, as far as it is on screen. */
export interface EditorLine {
  /** 1-based, as in the editor's margin. */
  readonly line: number;
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** The parts of a line stand in three layers of the editor, side by side at the same height. */
export function readEditorLines(editor: PageElement): EditorLine[] {
  const overlays = new Map<string, PageElement>();
  for (const overlay of editor.querySelectorAll('.view-overlays > div')) {
    overlays.set(overlay.style.top, overlay);
  }
  const texts = new Map<string, string>();
  for (const text of editor.querySelectorAll('.view-lines > .view-line')) {
    texts.set(text.style.top, (text.textContent ?? '').replaceAll('\u00a0', ' '));
  }
  const lines: EditorLine[] = [];
  for (const margin of editor.querySelectorAll('.margin-view-overlays > div')) {
    const number = margin.querySelector('.line-numbers')?.textContent ?? '';
    const text = texts.get(margin.style.top);
    if (text !== undefined && /^\d+$/.test(number)) {
      const marks: Mark[] = [];
      // "ced-" begins the classes of extensions' decorations.
      for (const mark of overlays.get(margin.style.top)?.querySelectorAll('.cdr[class*="ced-"]') ?? []) {
        const { backgroundColor, borderLeftColor } = getComputedStyle(mark);
        const type = /ced-\S+/.exec(mark.className)?.[0] ?? '';
        marks.push({ type, background: backgroundColor, borderLeft: borderLeftColor });
      }
      lines.push({ line: Number(number), text, marks });
    }
  }
  return lines.sort((a, b) => a.line - b.line);
}

/** Whether nothing in the document changes for so long; false when it keeps changing for ten times as long. */
export function isQuiet(quietMs: number): Promise<boolean> {
  const timers: NodeJS.Timeout[] = [];
  const observers: MutationObserver[] = [];
  return new Promise<boolean>((resolve) => {
    timers.push(setTimeout(resolve, 10 * quietMs, false), setTimeout(resolve, quietMs, true));
    observers.push(
      new MutationObserver(() => {
        clearTimeout(timers[1]);
        timers[1] = setTimeout(resolve, quietMs, true);
      }),
    );
    observers[0]!.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }).finally(() => {
    observers[0]!.disconnect();
    for (const timer of timers) clearTimeout(timer);
  });
}
