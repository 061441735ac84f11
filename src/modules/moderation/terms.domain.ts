import { squeeze } from './text.domain.js';

/** Terms by what they mean. Terms with Han characters are found inside other text, the rest as whole words. */
export interface TermLists {
  /** Goods that may not be sold. */
  readonly prohibited: readonly string[];
  /** Words that say a thing is a copy. */
  readonly explicit: readonly string[];
  /** Nicknames that stand for a brand. */
  readonly coded: readonly string[];
  /** Brands whose names only authorised sellers may use. */
  readonly brands: readonly string[];
  /** Words that say a thing goes with a brand and is not of it. */
  readonly compatible: readonly string[];
}

export interface FoundTerms {
  readonly prohibited: readonly string[];
  readonly explicit: readonly string[];
  /** Those of `explicit` that the text denies, “not a replica”. */
  readonly negated: readonly string[];
  readonly coded: readonly string[];
  readonly brands: readonly string[];
  /** Brands that appear only after disguised letters were put right, `ad1das`. */
  readonly disguised: readonly string[];
  readonly isCompatible: boolean;
}

const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  ['аa', 'еe', 'оo', 'рp', 'сc', 'уy', 'хx', 'іi', 'ѕs', 'јj', 'һh', 'кk', 'мm', 'тt', 'вb', 'нh', 'ԁd', 'ӏl']
    .concat(['αa', 'εe', 'οo', 'ρp', 'υu', 'χx', 'ιi', 'κk', 'νv', 'τt', 'βb', 'ηn', 'ıi'])
    .map((pair) => [...pair] as [string, string]),
);
const DIGITS_AS_LETTERS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

const INVISIBLE = /(?:\p{Cf}|\u034f|[\u115f\u1160\u3164])+/gu;
const HAN = /\p{Script=Han}/u;
const WORD = '[\\p{L}\\p{N}]';
/** Inside Chinese text a Latin letter may stand beside a Han character, and not beside its like. */
const LATIN = '[a-z0-9]';
const DENIED_EN = /(?:^|[^\p{L}\p{N}])(?:not|no|non|never|without|isn['’]?t|aren['’]?t)[\s-]+(?:[a-z]+[\s-]+){0,2}$/u;
const DENIED_ZH = /(?:非|不是|不卖|不售|拒绝|杜绝|抵制|没有|绝无|并非)$/u;
const LOOK_BACK = 40;

/** Full-width, invisible and look-alike characters put right; words and punctuation stay. */
export function plain(text: string): string {
  const visible = text.normalize('NFKC').toLowerCase().replace(INVISIBLE, '');
  return map(visible, LOOKALIKES).replace(/\s+/gu, ' ').trim();
}

const map = (text: string, letters: Readonly<Record<string, string>>): string =>
  [...text].map((char) => letters[char] ?? char).join('');

/** Finds the terms of the lists in a text. `isDenied` of a match looks only at what stands shortly before it. */
export function findTerms(text: string, lists: TermLists): FoundTerms {
  const forms = { words: plain(text), joined: squeeze(plain(text)) };
  const found = (terms: readonly string[]): string[] => terms.filter((term) => matches(term, forms).length > 0);
  const explicit = found([...lists.explicit, ...imitationsOf(lists.brands)]);
  const brands = found(lists.brands);
  return {
    prohibited: found(lists.prohibited),
    explicit,
    negated: explicit.filter((term) => matches(term, forms).every(({ before }) => isDenied(before))),
    coded: found(lists.coded),
    brands,
    disguised: disguisedBrands(text, lists.brands),
    isCompatible: found(lists.compatible).length > 0,
  };
}

/** Brands that are in the text as read by a person, and not in it as written. */
export function disguisedBrands(text: string, brands: readonly string[]): string[] {
  const written = text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
  const words = map(plain(text), DIGITS_AS_LETTERS);
  const latin = brands.filter((brand) => !HAN.test(brand));
  return latin.filter((brand) => patternOf(brand).test(words) && !patternOf(brand).test(written));
}

interface Forms {
  readonly words: string;
  readonly joined: string;
}

function matches(term: string, forms: Forms): { before: string }[] {
  const text = HAN.test(term) ? forms.joined : forms.words;
  const all = [...text.matchAll(patternOf(term, 'gu'))];
  return all.map((match) => ({ before: text.slice(Math.max(0, match.index - LOOK_BACK), match.index) }));
}

const patterns = new Map<string, RegExp>();

/** Words of a term may be joined or stand apart by up to three characters; a Latin edge is an edge of a word. */
function patternOf(term: string, flags: 'u' | 'gu' = 'u'): RegExp {
  const key = `${flags}:${term}`;
  const known = patterns.get(key);
  if (known) return known;
  const parts = plain(term).split(' ').map(escape);
  const body = HAN.test(term) ? escape(squeeze(plain(term))) : parts.join("[\\s\\-_.']{0,3}");
  const beside = HAN.test(term) ? LATIN : WORD;
  const before = HAN.test(term.slice(0, 1)) ? '' : `(?<!${beside})`;
  const after = HAN.test(term.slice(-1)) ? '' : `(?!${beside})`;
  const pattern = new RegExp(before + body + after, flags);
  patterns.set(key, pattern);
  return pattern;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/gu, '\\$&');

const imitationsOf = (brands: readonly string[]): string[] =>
  brands.filter((brand) => HAN.test(brand)).map((brand) => `仿${brand}`);

const isDenied = (before: string): boolean => DENIED_EN.test(before) || DENIED_ZH.test(before);
