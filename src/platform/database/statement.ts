/** One SQL text with a name: prepared once per connection, typed by its parameters and rows. */
export interface Statement<V extends readonly unknown[], R> {
  readonly name: string;
  readonly text: string;
  /** False for what only reads. */
  readonly mayWrite: boolean;
  /** Type only. */
  readonly __types?: (values: V) => R;
}

/** Words of statements that change rows or lock them, and the functions that do. */
const WRITES = /\b(insert|update|delete|merge|do)\b|\b(ledger\.\w+|risk_observe|claim_payout_volume)\s*\(/i;

/** False for what only reads. */
export const mayWrite = (text: string): boolean => WRITES.test(text);

const texts = new Map<string, string>();

/**
 * Declares a statement: `statement<[id: Id<'lst'>], ListingRow>('listings.find', 'select … where id = $1')`.
 * @throws Error when the name is taken; PostgreSQL would run the other text.
 */
export function statement<V extends readonly unknown[], R>(name: string, text: string): Statement<V, R> {
  if (name.length > 63) throw new Error(`Statement name is longer than 63 characters: ${name}`);
  if (texts.has(name)) throw new Error(`Statement declared twice: ${name}`);
  texts.set(name, text);
  return { name, text, mayWrite: mayWrite(text) };
}

/** Every statement that has been declared so far: its name and its text. */
export const declaredStatements = (): ReadonlyMap<string, string> => texts;
