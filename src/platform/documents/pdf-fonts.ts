import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unpackedFont } from './unpacked-font.js';

/** What most texts are made of: Latin-1 and a few signs besides. */
const PLAIN = /[\u0020-\u007e\u00a0-\u00ffŒœ–—‘’‚“”„•…′″−‹›€™]/u;
const CYRILLIC = /[ЁА-яё№]/u;
const LATIN_EXTENDED = /[ĀāĂăĐđĒēĚěĨĩĪīŃńŇňŌōŎŏŨũŪūŬŭƒƠơƯưǍ-ǜǸǹ]/u;
const VIETNAMESE = /[\u1ea0-\u1ef9₫]/u;

/** Letters that have no base letter and a mark, and what reads like them. */
const LIKE: Readonly<Record<string, string>> = {
  ...{ Ł: 'L', ł: 'l', Ħ: 'H', ħ: 'h', ı: 'i', Ŋ: 'N', ŋ: 'n', Ŧ: 'T', ŧ: 't', ĸ: 'k', ſ: 's', ẞ: 'SS', '‰': ' o/oo' },
  ...{ І: 'I', і: 'i', Ї: 'Ï', ї: 'ï', Є: 'E', є: 'e', Ґ: 'Г', ґ: 'г', Ў: 'У', ў: 'у', Ј: 'J', ј: 'j', Ѕ: 'S', ѕ: 's' },
};

const SUBSETS = {
  plain: 'latin',
  extended: 'latin-ext',
  vietnamese: 'vietnamese',
  cyrillic: 'cyrillic',
  chinese: 'chinese-simplified',
} as const;

export type Script = keyof typeof SUBSETS;

/** A stretch of text that one font shows. */
export interface Run {
  readonly script: Script;
  readonly text: string;
}

/** Letters that no font of ours has are written without their marks: `Lódz` is read, an empty box is not. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const character of [...text.normalize('NFC')].flatMap((each) => [...shown(each)])) {
    const script = scriptOf(character);
    const last = runs.at(-1);
    if (last?.script === script) runs[runs.length - 1] = { script, text: last.text + character };
    else runs.push({ script, text: character });
  }
  return runs;
}

function shown(character: string): string {
  const like = LIKE[character];
  if (like !== undefined) return like;
  if (!/\p{Script=Latin}/u.test(character) || scriptOf(character) !== 'chinese') return character;
  return character.normalize('NFD').replace(/\p{M}/gu, '');
}

function scriptOf(character: string): Script {
  if (PLAIN.test(character)) return 'plain';
  if (CYRILLIC.test(character)) return 'cyrillic';
  if (LATIN_EXTENDED.test(character)) return 'extended';
  return VIETNAMESE.test(character) ? 'vietnamese' : 'chinese';
}

const { resolve } = createRequire(import.meta.url);

/** The file of the font that shows the script; embedded, so that a document looks the same to every reader. */
export const fontFile = (script: Script, isBold: boolean): string =>
  resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-${SUBSETS[script]}-${isBold ? 700 : 400}-normal.woff`);

const unpacked = new Map<string, Buffer>();

/** The same, read and unpacked once for all documents. */
export function fontOf(script: Script, isBold: boolean): Buffer {
  const file = fontFile(script, isBold);
  const font = unpacked.get(file) ?? unpackedFont(readFileSync(file));
  unpacked.set(file, font);
  return font;
}
