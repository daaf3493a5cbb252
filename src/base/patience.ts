/**
 * Leaves a server alone that is out of reach: for a while every question fails with the same error, without being sent.
 * One for each server, shared by everything that asks it.
 */
export class Patience {
  private silence: { readonly error: unknown; readonly until: number } | undefined;

  /** @param silentUntil when to ask again after such an error, in milliseconds since the epoch; undefined: at once */
  constructor(
    private readonly silentUntil: (error: unknown, now: number) => number | undefined,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws what the question throws, or threw a moment ago */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.silence && this.now() < this.silence.until) throw this.silence.error;
    try {
      const answer = await question();
      this.silence = undefined;
      return answer;
    } catch (error) {
      const until = this.silentUntil(error, this.now());
      if (until !== undefined) this.silence = { error, until };
      throw error;
    }
  }

  /** The next question is sent. */
  askAgain(): void {
    this.silence = undefined;
  }
}
