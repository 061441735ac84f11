export type Language = 'en' | 'zh';

/** The better of the two languages for an `Accept-Language` header; English when it names neither. */
export function languageOf(header: string | undefined): Language {
  const wishes = (header ?? '').toLowerCase().split(',').map(wish);
  return best(wishes, 'zh') > best(wishes, 'en') ? 'zh' : 'en';
}

interface Wish {
  readonly tag: string;
  readonly weight: number;
}

function wish(text: string): Wish {
  const [tag = '', ...params] = text.split(';').map((part) => part.trim());
  const q = params.find((param) => param.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function best(wishes: readonly Wish[], language: Language): number {
  const named = wishes.filter(({ tag }) => tag === language || tag.startsWith(`${language}-`));
  return Math.max(0, ...named.map(({ weight }) => weight));
}
