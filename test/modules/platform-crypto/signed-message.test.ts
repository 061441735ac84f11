import { isSignedMessage, isStampedBody } from '../../../src/platform/crypto/index.js';

/** The example of the Standard Webhooks libraries. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  body: '{"test": 2432232314}',
};
const sentAt = 1_614_265_330;
const at = (seconds: number) => new Date((sentAt + seconds) * 1000);

describe('a message by Standard Webhooks', () => {
  it('is accepted with the right signature, five minutes early or late', () => {
    expect([-300, 0, 300].map((late) => isSignedMessage(SECRET, MESSAGE, at(late)))).toEqual([true, true, true]);
  });

  it('is accepted with one right signature of several, while a secret rotates', () => {
    const signature = `v1,AAAA ${MESSAGE.signature} v1a,BBBB`;

    expect(isSignedMessage(SECRET, { ...MESSAGE, signature }, at(0))).toBe(true);
  });

  it.each([
    ['an older time', { ...MESSAGE }, at(301)],
    ['a time to come', { ...MESSAGE }, at(-301)],
    ['another body', { ...MESSAGE, body: '{"test": 2432232315}' }, at(0)],
    ['another identifier', { ...MESSAGE, id: 'msg_other' }, at(0)],
    ['another time than it was signed with', { ...MESSAGE, timestamp: String(sentAt + 1) }, at(0)],
    ['no time', { ...MESSAGE, timestamp: 'now' }, at(0)],
    ['no signature', { ...MESSAGE, signature: '' }, at(0)],
    ['a signature without version', { ...MESSAGE, signature: MESSAGE.signature.slice(3) }, at(0)],
  ])('is refused with %s', (_what, message, now) => {
    expect(isSignedMessage(SECRET, message, now)).toBe(false);
  });

  it('is refused under another secret', () => {
    expect(isSignedMessage('whsec_AAAA', MESSAGE, at(0))).toBe(false);
  });
});

describe('a body signed with its time', () => {
  const KEY = 'whsec_stripe_test';
  const BODY = '{"id":"evt_1","object":"event"}';
  /** HMAC of SHA-256 over `1614265330.` and the body, made with another tool. */
  const HEX = '9c9379ea619be80305ec5c1534bf4ffe1d24f331ac1ce9fbd296db4aaea3c199';
  const header = `t=${sentAt},v1=${HEX}`;

  it('is accepted with the right signature, five minutes early or late', () => {
    expect([-300, 0, 300].map((late) => isStampedBody(KEY, header, BODY, at(late)))).toEqual([true, true, true]);
  });

  it.each([`t=${sentAt},v1=${'0'.repeat(64)},v1=${HEX}`, `t=${sentAt}, v1=${HEX}, v0=abc`, `v1=${HEX},t=${sentAt}`])(
    'is accepted with one right signature of several: %s',
    (several) => {
      expect(isStampedBody(KEY, several, BODY, at(0))).toBe(true);
    },
  );

  it.each([
    ['an older time', header, BODY, at(301)],
    ['a time to come', header, BODY, at(-301)],
    ['another body', header, BODY.replace('1', '2'), at(0)],
    ['another time than it was signed with', `t=${sentAt + 1},v1=${HEX}`, BODY, at(0)],
    ['no time', `v1=${HEX}`, BODY, at(0)],
    ['two times', `t=${sentAt},t=${sentAt},v1=${HEX}`, BODY, at(0)],
    ['no signature', `t=${sentAt}`, BODY, at(0)],
    ['a signature of another scheme', `t=${sentAt},v0=${HEX}`, BODY, at(0)],
    ['half a signature', `t=${sentAt},v1=${HEX.slice(0, 32)}`, BODY, at(0)],
    ['an empty header', '', BODY, at(0)],
  ])('is refused with %s', (_what, signature, body, now) => {
    expect(isStampedBody(KEY, signature, body, now)).toBe(false);
  });

  it('is refused under another secret, and under none', () => {
    expect([isStampedBody('whsec_other', header, BODY, at(0)), isStampedBody('', header, BODY, at(0))]).toEqual([
      false,
      false,
    ]);
  });
});
