import fc from 'fast-check';
import { faultsOf, money } from '../../../src/kernel/index.js';
import { listingLifecycle } from '../../../src/modules/listings/listing.lifecycle.js';
import { modelKey } from '../../../src/modules/listings/listing.domain.js';
import { mediaFault } from '../../../src/modules/listings/media-url.domain.js';
import { unitPriceAt } from '../../../src/modules/listings/offer.domain.js';
import { revisionLifecycle } from '../../../src/modules/listings/revision.lifecycle.js';
import {
  fullTokens,
  searchConditions,
  searchVector,
  titleTokens,
} from '../../../src/modules/listings/search-tokens.domain.js';

describe('the price of one unit', () => {
  const offer = {
    unitPrice: money(1_000, 'USD'),
    tiers: [
      { minQuantity: 5, unitPrice: money(900, 'USD') },
      { minQuantity: 10, unitPrice: money(800, 'USD') },
    ],
  };

  it.each([
    [1, 1_000],
    [4, 1_000],
    [5, 900],
    [9, 900],
    [10, 800],
    [5_000, 800],
  ])('is, for %i units, %i', (quantity, amount) => {
    expect(unitPriceAt(offer, quantity)).toEqual(money(amount, 'USD'));
  });
});

describe('the address of a picture', () => {
  it.each(['https://cdn.example.com/a/b.jpg?w=4', 'https://xn--fiqs8s.example/a.png', 'https://EXAMPLE.com/a.png'])(
    'may be %s',
    (url) => {
      expect(mediaFault(url, '/url')).toEqual([]);
    },
  );

  it.each([
    'http://example.com/a.jpg',
    'ftp://example.com/a.jpg',
    'javascript:alert(1)',
    '//example.com/a.jpg',
    'https://user:pass@example.com/a.jpg',
    'https://example.com:8443/a.jpg',
    'https://localhost/a.jpg',
    'https://a.localhost/a.jpg',
    'https://printer.local/a.jpg',
    'https://db.internal/a.jpg',
    'https://127.0.0.1/a.jpg',
    'https://2130706433/a.jpg',
    'https://0x7f.1/a.jpg',
    'https://[::1]/a.jpg',
    'https://[::ffff:10.0.0.1]/a.jpg',
    'https://169.254.169.254/latest/meta-data',
  ])('may not be %s', (url) => {
    expect(mediaFault(url, '/url')).toMatchObject([{ pointer: '/url', code: 'media_url' }]);
  });
});

describe('search tokens', () => {
  it('cut words of any script and pair the characters of Chinese', () => {
    expect(fullTokens('Red SHOES 红鞋子')).toEqual(['red', 'shoe', '红', '鞋子', '红', '鞋', '子', '红鞋', '鞋子']);
  });

  it('of a title say which words it has and which follow each other, but not across a run', () => {
    expect(titleTokens('Red leather 鞋 shoes').filter((token) => token.includes(' '))).toEqual([
      ' red',
      ' leather',
      'red leather',
      ' shoe',
    ]);
  });

  it.each([
    ['ponies', 'pony'],
    ['shoes', 'shoe'],
    ['cases', 'case'],
    ['glass', 'glass'],
    ['bus', 'bus'],
    ['cactus', 'cactus'],
    ['relógios', 'relogio'],
  ])('fold %s into %s', (word, token) => {
    expect(fullTokens(word)).toEqual([token]);
  });

  it('make a vector and a condition that PostgreSQL reads as it stands', () => {
    expect(searchVector([{ weight: 'A', tokens: ["l'eau", 'a\\b'] }])).toBe(`'l''eau':1A 'a\\\\b':2A`);
    expect(searchConditions('红鞋子 shoes')).toEqual({
      match: "'shoe' & (('红' & '鞋子') | ('红鞋' & '鞋子'))",
      near: "' shoe' & '红鞋' & '鞋子'",
      rank: "'shoe' | (('红' & '鞋子') | ('红鞋' & '鞋子'))",
    });
    expect(searchConditions('Red leather shoes 红')).toMatchObject({ near: "'red leather' & 'leather shoe' & '红'" });
    expect(searchConditions(' ?! ')).toBeUndefined();
  });

  it('never make a condition out of operators', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const bare = (searchConditions(text)?.match ?? '').replace(/'(?:[^'\\]|''|\\\\)*'/g, 'x');
        expect(bare).toMatch(/^[x&|() ]*$/);
      }),
    );
  });
});

describe('a model', () => {
  it.each(['WH-1000 XM5', 'wh1000xm5', 'ＷＨ－１０００ＸＭ５'])('is the same as %s', (spelling) => {
    expect(modelKey(spelling)).toBe('wh1000xm5');
  });
});

describe('the lifecycles', () => {
  it('have no dead ends', () => {
    expect([faultsOf(listingLifecycle), faultsOf(revisionLifecycle)]).toEqual([[], []]);
  });
});
