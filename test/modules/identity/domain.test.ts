import fc from 'fast-check';
import { base62, formatKey, parseKey, publicIdFrom, secretFrom } from '../../../src/modules/identity/api-key.domain.js';
import { isAddressRule, isAllowedFrom } from '../../../src/modules/identity/client-address.js';
import { isCommonPassword } from '../../../src/modules/identity/password.domain.js';
import { judgeRefresh, limitsFor, tokenTimes } from '../../../src/modules/identity/session.domain.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('the form of API keys', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.constantFrom('test' as const, 'live' as const), bytes(8), bytes(32), (mode, id, secret) => {
        const key = formatKey(mode, publicIdFrom(id), secretFrom(secret));

        expect(key).toMatch(/^souk_(test|live)_[0-9A-Za-z]{59}$/);
        expect(parseKey(key)).toEqual({ mode, publicId: publicIdFrom(id), secret: secretFrom(secret) });
      }),
    );
  });

  it('is refused after any change of one character', () => {
    fc.assert(
      fc.property(bytes(8), bytes(32), fc.nat(58), fc.constantFrom(...'0aZ9'), (id, secret, at, char) => {
        const key = formatKey('test', publicIdFrom(id), secretFrom(secret));
        const place = 'souk_test_'.length + at;
        const changed = key.slice(0, place) + char + key.slice(place + 1);

        expect(parseKey(changed) === undefined).toBe(changed !== key);
      }),
    );
  });

  it('keeps all 256 bits of the secret', () => {
    expect(base62(Buffer.alloc(32, 0xff), 43)).toBe(base62(Buffer.alloc(32, 0xff), 50).slice(7));
    expect(base62(Buffer.alloc(32, 0xff), 50).slice(0, 7)).toBe('0000000');
    expect(base62(Buffer.from([61]), 3)).toBe('00z');
    expect(base62(Buffer.from([62]), 3)).toBe('010');
  });
});

describe('allowed addresses', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.1', false],
    ['203.0.113.0/24', '::ffff:203.0.113.9', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['2001:db8::/32', '203.0.113.7', false],
  ])('rule %s for a call from %s: %s', (rule, address, isAllowed) => {
    expect(isAllowedFrom([rule], address)).toBe(isAllowed);
  });

  it('are all addresses when there is no rule', () => {
    expect(isAllowedFrom([], '198.51.100.1')).toBe(true);
  });

  it.each(['10.0.0.0/33', '10.0.0.256', '10.0.0.0/8/8', '::/129', 'localhost', ''])('%j is no rule', (text) => {
    expect(isAddressRule(text)).toBe(false);
  });
});

describe('common passwords', () => {
  it.each([
    'password',
    'Passw0rd',
    'Password123!',
    'qwertyuiop1',
    '1q2w3e'.repeat(2),
    '11111111',
    '98765432',
    'ada.lovelace1',
  ])('%s is one', (password) => {
    expect(isCommonPassword(password, 'ada.lovelace@example.com')).toBe(password !== '1q2w3e1q2w3e');
  });

  it.each(['seven-quiet-otters', 'correct horse battery staple', 'Tr0ub4dor&3x', '大理石楼梯很安静', 'mK9#vQ2p'])(
    '%s is none',
    (password) => {
      expect(isCommonPassword(password, 'ada@example.com')).toBe(false);
    },
  );
});

describe('a presented refresh token', () => {
  const now = new Date('2026-03-01T12:00:00.000Z');
  const later = new Date('2026-04-01T00:00:00.000Z');
  const fresh = { usedAt: null, expiresAt: later, sessionExpiresAt: later, sessionEndedAt: null, sameDevice: true };
  const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);

  it.each([
    ['is new', {}, 'renew'],
    ['was used 10 s ago on its device', { usedAt: secondsAgo(10) }, 'renew'],
    ['was used 10.001 s ago', { usedAt: secondsAgo(10.001) }, 'end_family'],
    ['was used on another device', { usedAt: secondsAgo(1), sameDevice: false }, 'end_family'],
    ['is expired', { expiresAt: now }, 'refuse'],
    ['belongs to an expired session', { sessionExpiresAt: now }, 'refuse'],
    ['belongs to an ended session', { sessionEndedAt: secondsAgo(1) }, 'refuse'],
  ])('that %s', (_what, fields, verdict) => {
    expect(judgeRefresh({ ...fresh, ...fields }, now)).toBe(verdict);
  });

  it('gives tokens that never outlive their session', () => {
    const soon = new Date('2026-03-01T12:05:00.000Z');

    expect(tokenTimes(now, limitsFor(['admin']), soon)).toEqual({ accessUntil: soon, refreshUntil: soon });
    expect(tokenTimes(now, limitsFor([]), later)).toEqual({
      accessUntil: new Date('2026-03-01T12:15:00.000Z'),
      refreshUntil: new Date('2026-03-31T12:00:00.000Z'),
    });
  });
});
