export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];
/** `<` in two bytes, where a file of XML has no byte order mark. */
const FIRST_CHARACTERS: typeof MARKS = [
  ['utf-16le', [0x3c, 0x00]],
  ['utf-16be', [0x00, 0x3c]],
];
const DECLARED = /^<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([\w.-]{1,40})["']/;
const NAMES: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
};

/** As much of a file as its encoding is found out from. */
export const ENCODING_HEAD_BYTES = 200;

/**
 * How a file is encoded: by its byte order mark, else as whoever sends it says, else as its XML declaration says, else
 * UTF-8. `undefined` when it declares one that is not read.
 */
export function encodingOf(head: Uint8Array, told?: Encoding): Encoding | undefined {
  const starts = ([, bytes]: (typeof MARKS)[number]): boolean => bytes.every((byte, i) => head[i] === byte);
  const marked = MARKS.find(starts)?.[0] ?? told ?? FIRST_CHARACTERS.find(starts)?.[0];
  if (marked) return marked;
  const declared = DECLARED.exec(String.fromCharCode(...head.slice(0, ENCODING_HEAD_BYTES)))?.[1];
  return declared === undefined ? 'utf-8' : NAMES[declared.toLowerCase()];
}

/** Where one is in a text; lines and columns count from 1. */
export class Position {
  line = 1;
  column = 1;

  pass(text: string): void {
    const lines = text.split('\n');
    this.line += lines.length - 1;
    this.column = (lines.length === 1 ? this.column : 1) + (lines.at(-1)?.length ?? 0);
  }
}
