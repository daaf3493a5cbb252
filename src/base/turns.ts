/**
 * Long work in steps: a generator that yields where it may pause. The same work runs at once, or in turns with all else
 * that the event loop has to do.
 */

/** Runs the work without a pause. */
export function atOnce<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Runs the work, and gives the event loop its turn whenever `ms` milliseconds have passed. */
export async function inTurns<T>(steps: Generator<void, T>, ms = 10): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < ms) continue;
    await new Promise(setImmediate);
    since = performance.now();
  }
}

/**
 * For long work that awaits as it goes: what is there already is no wait, so that a chain of it holds the event loop to
 * its end. Awaiting the function that this gives, between the steps, gives the loop its turn whenever `ms` have passed.
 */
export function pauses(ms = 10): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < ms) return;
    await new Promise(setImmediate);
    since = performance.now();
  };
}
