/** Remembers the entries used last and forgets the others, so that a long run needs no more memory than a short one. */
export class BoundedMap<V> {
  private readonly entries = new Map<string, V>();

  constructor(private readonly size: number) {}

  async get(key: string, load: () => Promise<V>): Promise<V> {
    const known = this.entries.get(key);
    if (known !== undefined) {
      this.entries.delete(key);
      this.entries.set(key, known);
      return known;
    }
    const loaded = await load();
    this.entries.set(key, loaded);
    const oldest = this.entries.size > this.size ? this.entries.keys().next().value : undefined;
    if (oldest !== undefined) this.entries.delete(oldest);
    return loaded;
  }
}
