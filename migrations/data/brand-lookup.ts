const isWord = (char: string): boolean => char.length === 1 && /[\p{Script=Latin}\p{N}]/u.test(char);

/** The first word of a name, or its first two characters where words have no borders; as it was when keys were stored. */
export function lookupKeyOf(name: string): string {
  const chars = [...name.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' ')];
  if (!isWord(chars[0] ?? '')) return chars.slice(0, 2).join('');
  const end = chars.findIndex((char) => !isWord(char));
  return chars.slice(0, end < 0 ? undefined : end).join('');
}
