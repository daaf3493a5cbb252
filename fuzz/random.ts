/** Numbers that look random and are the same for the same seed, so that an input can be made again. */
export class Random {
  private state: number;

  constructor(seed: number, ...parts: readonly (string | number)[]) {
    this.state = seed >>> 0;
    for (const char of parts.join('\0')) {
      this.state = (Math.imul(this.state ^ char.codePointAt(0)!, 0x01000193) + 1) >>> 0;
    }
  }

  /** A whole number from 0 to `below` - 1. Source: mulberry32. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  /** True once in `of` times. */
  once(of: number): boolean {
    return this.below(of) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }
}
