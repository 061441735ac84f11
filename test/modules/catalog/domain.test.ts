import fc from 'fast-check';
import { isNamedIn, lookupKeyOf, lookupKeys, nameKey } from '../../../src/modules/catalog/brand.domain.js';
import { lookupKeyOf as lookupKeyStored } from '../../../migrations/data/brand-lookup.js';
import { attributeFaults } from '../../../src/modules/catalog/attribute-validation.js';
import { effectiveSchema } from '../../../src/modules/catalog/category.domain.js';

const text = { type: 'string', title: 'Text', titleZh: '文本', maxLength: 5 };

describe('the schema of a branch', () => {
  it('joins all levels, the nearer definition winning', () => {
    const root = { properties: { a: text, b: text }, required: ['a'] };
    const leaf = { properties: { b: { ...text, maxLength: 9 }, c: text }, required: ['a', 'c'] };

    expect(effectiveSchema([root, leaf])).toEqual({
      type: 'object',
      properties: { a: text, b: { ...text, maxLength: 9 }, c: text },
      required: ['a', 'c'],
      additionalProperties: false,
    });
  });

  it('points at every attribute that does not fit', () => {
    const schema = effectiveSchema([{ properties: { a: text, b: text }, required: ['a'] }]);

    expect(attributeFaults(schema, { b: 'too long', x: 1 })).toEqual([
      { pointer: '/attributes/a', code: 'required', message: expect.any(String) as string },
      { pointer: '/attributes/x', code: 'additional_properties', message: expect.any(String) as string },
      { pointer: '/attributes/b', code: 'max_length', message: expect.any(String) as string },
    ]);
  });
});

describe('a brand', () => {
  it.each([
    ['LG OLED television', ['LG'], true],
    ['Algae for aquariums', ['LG'], false],
    ['全新劳力士手表', ['Rolex', '劳力士'], true],
    ['ＮＩＫＥ shoes', ['Nike'], true],
    ['Nikes of the nineties', ['Nike'], false],
    ['tiffany  & co. ring', ['Tiffany & Co.'], true],
    ['iphone手机 apple正品', ['Apple'], true],
  ])('is named in “%s”, asked for %j: %s', (title, names, expected) => {
    expect(isNamedIn(nameKey(title), names)).toBe(expected);
  });

  it.each([
    ['Tiffany & Co.', 'tiffany'],
    ['LG', 'lg'],
    ['劳力士', '劳力'],
    ['华', '华'],
    ['3M', '3m'],
    ['& Other Stories', '& '],
  ])('“%s” is looked up by “%s”', (name, key) => {
    expect(lookupKeyOf(name)).toBe(key);
    expect(lookupKeyStored(name)).toBe(key);
  });

  it('is found by its key in every text that names it', () => {
    const piece = fc.constantFrom('lg', 'Nike', '3', 'm', ' ', ' & ', '.', '劳', '力士', 'é', '😀', 'İ', '-', 'ﬁ', 'ß');
    const words = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));

    fc.assert(
      fc.property(words, words, words, (before, name, after) => {
        const text = nameKey(before + name + after);
        expect(lookupKeyStored(name)).toBe(lookupKeyOf(name));
        if (isNamedIn(text, [name])) expect(lookupKeys(text)).toContain(lookupKeyOf(name));
      }),
      { numRuns: 2_000 },
    );
  });
});
