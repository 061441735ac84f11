import { COMMON_WORDS } from './common-passwords.domain.js';

export const PASSWORD_LENGTH = { min: 8, max: 128 } as const;

const SWAPS: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
const SEQUENCES = ['0123456789012345678', '9876543210987654321', 'abcdefghijklmnopqrstuvwxyz'];
const SHORTEST_PART_OF_ADDRESS = 4;

/** Whether a password is among the first that anybody would guess: a common word, a run, a repetition, or the address. */
export function isCommonPassword(password: string, email: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return isRepetition(text) || isSequence(text) || isCommonWord(text) || isFromAddress(text, email.toLowerCase());
}

/** One piece of up to four characters, over and over: `aaaaaaaa`, `12341234`. */
function isRepetition(text: string): boolean {
  return [1, 2, 3, 4].some(
    (size) =>
      text ===
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .slice(0, text.length),
  );
}

function isSequence(text: string): boolean {
  return SEQUENCES.some((sequence) => sequence.includes(text));
}

function isCommonWord(text: string): boolean {
  const core = trimmed(text);
  const plain = trimmed([...text].map((char) => SWAPS[char] ?? char).join(''));
  const unswapped = trimmed([...core].map((char) => SWAPS[char] ?? char).join(''));
  return core === '' || [core, plain, unswapped].some((word) => COMMON_WORDS.has(word));
}

/** Cuts what is not a letter off both ends; by index, since a pattern for the end would be quadratic. */
function trimmed(text: string): string {
  const chars = [...text];
  const first = chars.findIndex(isLetter);
  return first < 0 ? '' : chars.slice(first, chars.findLastIndex(isLetter) + 1).join('');
}

const isLetter = (char: string): boolean => /\p{L}/u.test(char);

function isFromAddress(text: string, email: string): boolean {
  const name = email.split('@')[0] ?? '';
  return text === email || (name.length >= SHORTEST_PART_OF_ADDRESS && trimmed(text) === trimmed(name));
}
