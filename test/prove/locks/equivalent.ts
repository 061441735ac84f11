/** Mutants that nobody can tell from the whole, and why not. */
export const EQUIVALENT: ReadonlyMap<string, string> = new Map([]);
