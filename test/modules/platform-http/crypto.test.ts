import fc from 'fast-check';
import {
  BlindIndex,
  constantTimeEqual,
  deriveKey,
  FieldCipher,
  randomToken,
} from '../../../src/platform/crypto/index.js';

const config = { secret: 'a master key that only tests know' };

describe('sealed fields', () => {
  const cipher = new FieldCipher(config);

  it('open to what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
        expect(cipher.open(cipher.seal(text, context), context)).toBe(text);
      }),
    );
  });

  it('differ each time and do not show the text', () => {
    const [one, two] = [cipher.seal('DE89370400440532013000', 'a.b.1'), cipher.seal('DE89370400440532013000', 'a.b.1')];

    expect(one).not.toBe(two);
    expect(one).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(one.slice(3), 'base64url').includes('DE89')).toBe(false);
  });

  it('do not open in another row, with another key, or changed', () => {
    const sealed = cipher.seal('secret', 'sellers.tax_id.1');
    const flipped = sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA');

    expect(() => cipher.open(sealed, 'sellers.tax_id.2')).toThrow();
    expect(() => new FieldCipher({ secret: 'another' }).open(sealed, 'sellers.tax_id.1')).toThrow();
    expect(() => cipher.open(flipped, 'sellers.tax_id.1')).toThrow();
    expect(() => cipher.open('v2.AAAA', 'sellers.tax_id.1')).toThrow('unknown version');
  });
});

describe('blind indexes', () => {
  const index = new BlindIndex(config);

  it('find a value in any of its spellings', () => {
    expect(index.of('email', ' Ada@Example.com ')).toBe(index.of('email', 'ada@example.com'));
    expect(index.of('email', 'ada@example.com')).toHaveLength(22);
  });

  it('differ by kind, by value and by key', () => {
    const own = index.of('email', 'ada@example.com');

    expect(index.of('phone', 'ada@example.com')).not.toBe(own);
    expect(index.of('email', 'bob@example.com')).not.toBe(own);
    expect(new BlindIndex({ secret: 'another' }).of('email', 'ada@example.com')).not.toBe(own);
  });
});

describe('keys and tokens', () => {
  it('have a key of their own for each purpose', () => {
    const keys = ['a', 'b'].map((purpose) => deriveKey(config.secret, purpose).toString('hex'));

    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toHaveLength(64);
  });

  it('are random and URL-safe', () => {
    const tokens = Array.from({ length: 100 }, () => randomToken());

    expect(new Set(tokens).size).toBe(100);
    expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
  });

  it('are equal only when all of them is', () => {
    expect(constantTimeEqual('abc', 'abc')).toBe(true);
    expect(constantTimeEqual('abc', 'abd')).toBe(false);
    expect(constantTimeEqual('abc', 'abcd')).toBe(false);
  });
});
