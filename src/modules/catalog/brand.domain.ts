/** Compatibility form, lower case, single spaces: equal for what people read as the same name. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');

const isWordCharacter = (char: string | undefined): boolean =>
  char !== undefined && /[\p{Script=Latin}\p{N}]/u.test(char);

const isWordAlone = (char: string): boolean => char.length === 1 && isWordCharacter(char);

/** The words of a text in the form of `nameKey`; of a script without borders each character, and each with the next. */
export function lookupKeys(text: string): string[] {
  const chars = [...text];
  const keys = new Set<string>();
  for (let at = 0; at < chars.length; at += 1) {
    if (at > 0 && isWordAlone(chars[at] ?? '') && isWordAlone(chars[at - 1] ?? '')) continue;
    for (const key of keysAt(chars, at)) keys.add(key);
  }
  return [...keys];
}

/** One of the keys of every text that names it: a name begins where a word begins, and ends where one ends. */
export function lookupKeyOf(name: string): string {
  return keysAt([...nameKey(name)], 0).at(-1) ?? '';
}

/** What may begin here: the word, or the character alone and with the next one. */
function keysAt(chars: readonly string[], at: number): string[] {
  const [char, next] = [chars[at], chars[at + 1]];
  if (char === undefined) return [];
  if (!isWordAlone(char)) return next === undefined ? [char] : [char, char + next];
  const end = chars.findIndex((each, place) => place > at && !isWordAlone(each));
  return [chars.slice(at, end < 0 ? undefined : end).join('')];
}

/**
 * Whether a text names the brand. Latin names must stand alone (`LG` is not in `algae`); Chinese ones need no borders.
 * `text` is in the form of `nameKey`.
 */
export function isNamedIn(text: string, names: readonly string[]): boolean {
  return names.map(nameKey).some((name) => name !== '' && hasAt(text, name));
}

function hasAt(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isCutBefore = isWordCharacter(name[0]) && isWordCharacter(text[at - 1]);
    const isCutAfter = isWordCharacter(name.at(-1)) && isWordCharacter(text[at + name.length]);
    if (!isCutBefore && !isCutAfter) return true;
  }
  return false;
}
