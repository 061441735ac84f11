/**
 * How text becomes search tokens, and a query the condition on them. Compatibility form, lower case; words by
 * Intl.Segmenter. Chinese, Japanese and Korean runs give their words, characters and pairs of characters, so that a
 * word is found even where the segmenter cuts it differently.
 */
const RUNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu;
const LATIN = /\p{Script=Latin}/u;
const LONGEST_TOKEN = 60;
const MOST_POSITIONS = 500;
const MOST_QUERY_PARTS = 12;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Plurals of English fold into the singular (the three rules of Harman's S stemmer, 1991); accents are dropped. */
function fold(word: string): string {
  if (!LATIN.test(word)) return word;
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '');
  if (plain.length < 4 || !plain.endsWith('s')) return plain;
  if (plain.endsWith('ies') && !/[ae]ies$/.test(plain)) return `${plain.slice(0, -3)}y`;
  if (plain.endsWith('es') && !/[aeo]es$/.test(plain)) return plain.slice(0, -1);
  return /[us]s$/.test(plain) ? plain : plain.slice(0, -1);
}

/** Words of any script, in order. */
function words(text: string): string[] {
  return [...segmenter.segment(text)]
    .filter(({ isWordLike, segment }) => isWordLike && segment.length <= LONGEST_TOKEN)
    .map(({ segment }) => fold(segment));
}

function pairs(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
}

/** The words between the CJK runs, stretch by stretch. */
const stretches = (plain: string): string[][] =>
  plain
    .split(RUNS)
    .map(words)
    .filter(({ length }) => length > 0);

/** A word of a title, and two that follow each other there, are tokens of their own: no word has a space in it. */
const titleWord = (word: string): string => ` ${word}`;
const neighbours = (stretch: readonly string[]): string[] => stretch.slice(1).map((word, i) => `${stretch[i]} ${word}`);

/** Tokens of a short text: words, and of CJK runs also characters and pairs. */
export function fullTokens(text: string): string[] {
  const plain = normalise(text);
  const runs = plain.match(RUNS) ?? [];
  return [...words(plain), ...runs.flatMap((run) => [...run, ...pairs(run)])];
}

/** Tokens of a text that says what a thing is: the full ones, and which words are in it and follow each other. */
export function titleTokens(text: string): string[] {
  const marked = stretches(normalise(text)).flatMap((stretch) => [...stretch.map(titleWord), ...neighbours(stretch)]);
  return [...fullTokens(text), ...marked];
}

/** Tokens of a long text: words only. */
export const wordTokens = (text: string): string[] => words(normalise(text));

export interface WeighedTokens {
  readonly weight: 'A' | 'B' | 'C' | 'D';
  readonly tokens: readonly string[];
}

/** The text form of a `tsvector` that holds the tokens with their weights. */
export function searchVector(parts: readonly WeighedTokens[]): string {
  return parts
    .flatMap(({ weight, tokens }) => tokens.map((token) => ({ weight, token })))
    .slice(0, MOST_POSITIONS)
    .map(({ weight, token }, i) => `${quote(token)}:${i + 1}${weight}`)
    .join(' ');
}

/** Three conditions in the text form of `tsquery`. */
export interface SearchConditions {
  /** Every word of the query. */
  readonly match: string;
  /** The same of a title, and in the query's order. */
  readonly near: string;
  /** Any word of it: the more of them a title has, the better the match. */
  readonly rank: string;
}

/** What a query asks for; `undefined` when there is no word in it. */
export function searchConditions(query: string): SearchConditions | undefined {
  const plain = normalise(query);
  const latin = stretches(plain);
  const runs = plain.match(RUNS) ?? [];
  const parts = quoted(latin.flat(), runs.map(runCondition));
  if (parts.length === 0) return undefined;
  const inOrder = latin.flatMap((stretch) => (stretch.length === 1 ? stretch.map(titleWord) : neighbours(stretch)));
  const near = quoted(inOrder, runs.map(inOneRun));
  return { match: parts.join(' & '), near: near.join(' & '), rank: parts.join(' | ') };
}

const quoted = (tokens: readonly string[], conditions: readonly string[]): string[] =>
  [...new Set([...tokens.map(quote), ...conditions])].slice(0, MOST_QUERY_PARTS);

/** Every pair of a run's characters, or its one character. */
function inOneRun(run: string): string {
  const parts = [...run].length === 1 ? [run] : pairs(run).slice(0, MOST_QUERY_PARTS);
  return parts.map(quote).join(' & ');
}

/** A run is found by its words, or where every pair of its characters stands. */
function runCondition(run: string): string {
  if ([...run].length === 1) return quote(run);
  const byWords = words(run).map(quote).join(' & ');
  return byWords === '' ? `(${inOneRun(run)})` : `((${byWords}) | (${inOneRun(run)}))`;
}

const quote = (token: string): string => `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
