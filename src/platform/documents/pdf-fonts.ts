import { createRequire } from 'node:module';

/** What most texts are made of: Latin-1 and a few signs besides. */
const PLAIN = /[\u0020-\u007e\u00a0-\u00ffŒœŠšŸŽžƒ–—‘’‚“”„†‡•…‰‹›€™]/u;
const CYRILLIC = /[\u0400-\u052f]/u;
const LATIN_EXTENDED = /[\u0100-\u024f\u1e00-\u1eff]/u;

const SUBSETS = {
  plain: 'latin',
  extended: 'latin-ext',
  cyrillic: 'cyrillic',
  chinese: 'chinese-simplified',
} as const;

export type Script = keyof typeof SUBSETS;

/** A stretch of text that one font shows. */
export interface Run {
  readonly script: Script;
  readonly text: string;
}

export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const script = scriptOf(character);
    const last = runs.at(-1);
    if (last?.script === script) runs[runs.length - 1] = { script, text: last.text + character };
    else runs.push({ script, text: character });
  }
  return runs;
}

function scriptOf(character: string): Script {
  if (PLAIN.test(character)) return 'plain';
  if (CYRILLIC.test(character)) return 'cyrillic';
  return LATIN_EXTENDED.test(character) ? 'extended' : 'chinese';
}

const { resolve } = createRequire(import.meta.url);

/** The file of the font that shows the script; embedded, so that a document looks the same to every reader. */
export const fontFile = (script: Script, isBold: boolean): string =>
  resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-${SUBSETS[script]}-${isBold ? 700 : 400}-normal.woff`);
