/** Compatibility form, lower case, single spaces: equal for what people read as the same name. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ');

const isWordCharacter = (char: string | undefined): boolean =>
  char !== undefined && /[\p{Script=Latin}\p{N}]/u.test(char);

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
