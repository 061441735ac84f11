import { isNamedIn, nameKey } from '../../../src/modules/catalog/brand.domain.js';
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
});
