const DEEPEST = 20;
/** What every object inherits: a lookup by such a name finds something where nothing was written. */
const FORBIDDEN = new Set(['prototype', ...Object.getOwnPropertyNames(Object.prototype)]);

export class MalformedJson extends Error {}

/**
 * Parses JSON as a careful reader would: no duplicate names, which two readers may read differently, none that reach
 * an object's prototype, and at most 20 levels.
 * @throws MalformedJson
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedJson('Not JSON');
  }
  new Scan(text).run();
  return value;
}

/** Walks over a text that is known to be JSON. */
class Scan {
  /** Names of each open object, `undefined` for an open array. */
  private readonly open: (Set<string> | undefined)[] = [];
  private isName = false;
  private at = 0;

  constructor(private readonly text: string) {}

  run(): void {
    for (; this.at < this.text.length; this.at += 1) this.step(this.text[this.at]);
  }

  private step(char: string | undefined): void {
    if (char === '{') this.enter(new Set());
    else if (char === '[') this.enter(undefined);
    else if (char === '}' || char === ']') this.leave();
    else if (char === ',') this.isName = this.open.at(-1) !== undefined;
    else if (char === '"') this.string();
  }

  private enter(names: Set<string> | undefined): void {
    if (this.open.push(names) > DEEPEST) throw new MalformedJson('Too deep');
    this.isName = names !== undefined;
  }

  private leave(): void {
    this.open.pop();
    this.isName = false;
  }

  private string(): void {
    const start = this.at;
    for (this.at += 1; this.text[this.at] !== '"'; this.at += 1) if (this.text[this.at] === '\\') this.at += 1;
    const raw = this.text.slice(start, this.at + 1);
    if (raw.includes('\\u')) assertStorable(JSON.parse(raw) as string);
    if (this.isName) this.name(JSON.parse(raw) as string);
    this.isName = false;
  }

  private name(name: string): void {
    const names = this.open.at(-1);
    if (FORBIDDEN.has(name) || names?.has(name)) throw new MalformedJson(`Forbidden or duplicate name`);
    names?.add(name);
  }
}

/** Escapes can spell what is no text, half a character or NUL; PostgreSQL stores neither. */
function assertStorable(text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text)) throw new MalformedJson('Not text');
}
