/** Words of the made-up titles. Every pair of material and thing is in one of 25, so that a page of 20 fills early. */
const MATERIALS = ['walnut', 'brass', 'linen', 'ceramic', 'leather'];
const THINGS = ['lamp', 'kettle', 'chair', 'bookshelf', 'teapot'];
const STYLES = [
  'handmade',
  'vintage',
  'modern',
  'rustic',
  'folding',
  'portable',
  'minimal',
  'carved',
  'woven',
  'plain',
];
const MATERIALS_ZH = ['胡桃木', '黄铜', '亚麻', '陶瓷', '真皮'];
const THINGS_ZH = ['台灯', '水壶', '椅子', '书架', '茶壶'];
const STYLES_ZH = ['手工', '复古', '现代', '乡村', '折叠', '便携', '简约', '雕刻', '编织', '素色'];

const pick = (words: readonly string[], i: number): string => words[i % words.length] ?? '';

/** Two of three titles are English, the third is Chinese. */
export function titleOf(i: number): string {
  const [a, b, c] = [i, Math.floor(i / 5), Math.floor(i / 25)];
  if (i % 3 === 2) return `${pick(STYLES_ZH, c)}${pick(MATERIALS_ZH, a)}${pick(THINGS_ZH, b)} ${i}号`;
  return `${pick(STYLES, c)} ${pick(MATERIALS, a)} ${pick(THINGS, b)} no. ${i}`;
}

const pairsOf = (first: readonly string[], second: readonly string[], between: string): string[] =>
  first.flatMap((one) => second.map((other) => `${one}${between}${other}`));

export const ENGLISH_QUERIES = pairsOf(MATERIALS, THINGS, ' ');
export const CHINESE_QUERIES = pairsOf(MATERIALS_ZH, THINGS_ZH, '');

export const DESCRIPTION = [
  'Made to order in a small workshop and checked by hand before it leaves. Colours on a screen differ a little from',
  'what arrives; measures are given with a tolerance of five millimetres. Packed in recycled paper, sent on the next',
  'working day, and taken back within thirty days when it does not suit you. Questions are answered the same day.',
].join(' ');
