/** A declared statement without one of its locks or without one of the conditions that guard its change. */
export interface Mutant {
  readonly statement: string;
  readonly kind: 'lock' | 'guard';
  /** What was taken out. */
  readonly without: string;
  readonly text: string;
}

const ROW_LOCK =
  /\s*\bfor (?:no key update|update|share)\b(?: of \w+(?:, \w+)*)?(?: skip locked| nowait)?(?=\s*(?:\)|,|$))/gi;
const ADVISORY = /\bpg_(try_)?advisory_xact_lock(?:_shared)?\(/gi;
const UPDATE = /\bupdate\s+[\w.]+(?:\s+(?!set\b)\w+)?\s+set\b/gi;
/** What names the rows, and guards nothing. */
const KEY = /^(?:\w+\.)?(?:\w+_)?(?:id|no|nth|key|part)\s*=\s*(?:\$\d+(?:::\w+)?|any\s*\(.*\)|(?:\w+\.)?\w+)$/i;
const JOIN = /^\w+\.\w+\s*=\s*\w+\.\w+$/;

function* locksOf(statement: string, text: string): Generator<Mutant> {
  for (const { 0: found, index } of text.matchAll(ROW_LOCK)) {
    yield {
      statement,
      kind: 'lock',
      without: found.trim(),
      text: text.slice(0, index) + text.slice(index + found.length),
    };
  }
  for (const { 0: found, 1: isTry, index } of text.matchAll(ADVISORY)) {
    // A function of the same number that locks nothing.
    const other = isTry ? 'null is distinct from hashint8(' : 'hashint8(';
    const without = `${text.slice(0, index)}${other}${text.slice(index + found.length)}`;
    yield { statement, kind: 'lock', without: found, text: without };
  }
}

/** Positions of a word outside of brackets, from `from` to where the bracket around it ends. */
function outside(text: string, from: number, word: RegExp): { at: number[]; end: number } {
  const at: number[] = [];
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')' && (depth -= 1) < 0) return { at, end: i };
    if (depth === 0 && word.test(text.slice(i, i + 10)) && /\W/.test(text[i - 1] ?? ' ')) at.push(i);
  }
  return { at, end: text.length };
}

/** The conditions that are joined by `and`, as places in the text. */
function conditions(text: string, from: number, to: number): [number, number][] {
  const ands = outside(text, from, /^and\s/i).at.filter((at) => at < to);
  const found: [number, number][] = [];
  let start = from;
  for (const end of [...ands, to]) {
    // The `and` of `between … and …`.
    if (end !== to && /\bbetween\b(?!.*\band\b)/is.test(text.slice(start, end))) continue;
    found.push([start, end]);
    start = end + 4;
  }
  return found;
}

function* guardsOf(statement: string, text: string): Generator<Mutant> {
  for (const update of text.matchAll(UPDATE)) {
    const from = update.index + update[0].length;
    const [where] = outside(text, from, /^where\s/i).at;
    if (where === undefined) continue;
    const { at, end } = outside(text, where, /^returning\s/i);
    for (const [start, stop] of conditions(text, where + 6, at[0] ?? end)) {
      const condition = text.slice(start, stop).trim();
      if (KEY.test(condition) || JOIN.test(condition)) continue;
      // The condition stays to be read, so that the types and the number of the parameters do.
      const mutant = `${text.slice(0, start)} (${condition} or true) ${text.slice(stop)}`;
      yield { statement, kind: 'guard', without: condition.replaceAll(/\s+/g, ' '), text: mutant };
    }
  }
}

/** Every one of the statements without every one of its locks and guards. */
export const mutantsOf = (statements: ReadonlyMap<string, string>): Mutant[] =>
  [...statements]
    .flatMap(([name, text]) => [...locksOf(name, text), ...guardsOf(name, text)])
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

export const nameOf = ({ statement, without }: Mutant): string => `${statement} without ${without}`;

/** The mutant of that name, made of the statement as it is now. */
export const mutantNamed = (name: string, text: string): Mutant | undefined =>
  mutantsOf(new Map([[statementOf(name), text]])).find((each) => nameOf(each) === name);

/** Which statement the mutant of that name takes the place of. */
export const statementOf = (name: string): string => name.split(' without ')[0] ?? '';
