/** Above every byte: a range that begins here is empty. */
const NOTHING = 0x100;

/**
 * Whether text that is read byte by byte stands within a UTF-8 character.
 *
 * A packet may begin wherever a character may: 0xB3 within `³` (C2 B3) is text, a bare 0xB3 begins a packet.
 * python-subunit asks Python's incremental decoder, which after an invalid byte still holds the beginning it had before
 * (`codecs.BufferedIncrementalDecoder` assigns its buffer only on success), so this does as well:
 * another opinion about where packets begin would read another stream.
 */
export class CharacterBoundary {
  /** The last byte left a character unfinished. */
  inside = false;

  private missing = 0;
  private lowest = 0x80;
  private highest = 0xbf;
  /** The next byte decides whether the character is half a surrogate. */
  private surrogates = false;

  step(byte: number): void {
    if (this.missing === 0) {
      this.begin(byte);
    } else if (byte >= this.lowest && byte <= this.highest) {
      this.missing--;
      // Python waits after half a surrogate (ED A0 and up), as if it could be whole, and then refuses every byte.
      this.lowest = this.surrogates && byte >= 0xa0 ? NOTHING : 0x80;
      this.highest = 0xbf;
      this.surrogates = false;
      this.inside = this.missing > 0;
    } else {
      this.inside = false;
    }
  }

  /** The first bytes and the ranges of the second ones: Unicode 15, table 3-7. */
  private begin(byte: number): void {
    if (byte >= 0xc2 && byte <= 0xdf) {
      this.missing = 1;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      this.missing = 2;
      this.lowest = byte === 0xe0 ? 0xa0 : 0x80;
      this.surrogates = byte === 0xed;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.missing = 3;
      this.lowest = byte === 0xf0 ? 0x90 : 0x80;
      this.highest = byte === 0xf4 ? 0x8f : 0xbf;
    }
    this.inside = this.missing > 0;
  }
}
