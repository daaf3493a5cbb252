import * as vscode from 'vscode';
import { type Report, withProgress } from './notifications';

/**
 * VS Code keeps the fourth notification within 800 ms off the screen, progress included (SPAM_PROTECTION in its
 * notificationsToasts.ts): quick work that shows itself hides what became of it.
 */
const BEFORE_SHOWN_MS = 500;

/** A token that is cancelled when the signal is. */
export function tokenOf(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal.aborted) source.cancel();
  signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}

/** A signal that is aborted when the token is cancelled. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

/**
 * Work that is shown when it takes longer than a moment: on a notification with Cancel, which ends what it has begun.
 * Rejects as the work does.
 */
export async function cancellable<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let soFar: { message?: string; increment: number } = { increment: 0 };
  let show: Report | undefined;
  const working = work(abort.signal, (step) => {
    soFar = { ...soFar, ...step, increment: soFar.increment + (step.increment ?? 0) };
    show?.(step);
  });
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const over = working.then(
    () => undefined,
    () => undefined, // the caller is told, below
  );
  const wait = setTimeout(() => {
    void withProgress(options, (report, token) => {
      token.onCancellationRequested(() => abort.abort());
      report(soFar);
      show = report;
      return over;
    });
  }, BEFORE_SHOWN_MS);
  try {
    return await working;
  } finally {
    clearTimeout(wait);
  }
}
