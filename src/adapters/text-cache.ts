/** Texts by key, least recently used first out; never more than `maxLength` UTF-16 units in all. */
export class TextCache {
  readonly #maxLength: number;
  readonly #texts = new Map<string, string>();
  #length = 0;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  get(key: string): string | undefined {
    const text = this.#texts.get(key);
    if (text === undefined) return undefined;
    this.#texts.delete(key);
    this.#texts.set(key, text);
    return text;
  }

  /** Keeps `text` unless it alone is too long. */
  set(key: string, text: string): void {
    this.#remove(key);
    if (text.length > this.#maxLength) return;
    this.#texts.set(key, text);
    this.#length += text.length;
    for (const oldest of this.#texts.keys()) {
      if (this.#length <= this.#maxLength) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    this.#length -= this.#texts.get(key)?.length ?? 0;
    this.#texts.delete(key);
  }
}
