/**
 * Runs a task at most once at a time. A call during a run asks for exactly one more run after it, however many calls
 * come, and all of them wait for that run: whoever calls knows that what it saw before calling was taken into account.
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = task().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined) // the failure belongs to the callers of that run
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}

/** Calls `action` once calls have stopped coming for `ms` milliseconds. `cancel` forgets a call that waits. */
export function debounce(action: () => void, ms: number): { (): void; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const call = (): void => {
    clearTimeout(timer);
    timer = setTimeout(action, ms);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
}
