import { createHmac, randomUUID } from 'node:crypto';
import { ProviderWorld, SECRET, unanswered } from './support.js';

const world = new ProviderWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
beforeEach(async () => {
  await world.provider.settle();
  world.received.length = 0;
});

const about = (reference: string) => world.received.filter((message) => message.data.reference === reference);

describe('messages of the sandbox provider', () => {
  it('carry the object and a signature over id, time and raw body', async () => {
    await world.authorise({ reference: 'signed' });

    await world.provider.settle();

    const [message] = about('signed');
    const id = String(message?.headers['webhook-id']);
    const timestamp = String(message?.headers['webhook-timestamp']);
    const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key)
      .update(`${id}.${timestamp}.${message?.raw ?? ''}`)
      .digest('base64');
    expect(message?.headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(10);
    expect(message?.type).toBe('charge.authorised');
    expect(message?.data).toMatchObject({ object: 'charge', state: 'authorised', amount: 13_000, version: 1 });
  });

  it('are tried again until they are taken, with the same id', async () => {
    world.answers = [500, 503];
    await world.authorise({ reference: 'again' });

    const waiting = [await world.provider.settle(), await world.provider.settle(), await world.provider.settle()];

    expect(waiting).toEqual([1, 1, 0]);
    expect(new Set(about('again').map((message) => message.headers['webhook-id'])).size).toBe(1);
    expect(about('again')).toHaveLength(3);
  });

  it.each([
    ['tok_webhook_lost', 0],
    ['tok_webhook_twice', 2],
  ])('of %s arrive %i times', async (token, times) => {
    await world.authorise({ reference: token, card: { token } });

    await world.provider.settle();

    expect(about(token)).toHaveLength(times);
  });

  it('can arrive before the answer does', async () => {
    const answered = world.authorise({ reference: 'first', card: { token: 'tok_webhook_first' } });

    const seenWhenAnswered = await answered.then(() => about('first').length);

    expect(seenWhenAnswered).toBe(1);
  });

  it('survive the end of the provider', async () => {
    await world.authorise({ reference: 'survivor' });
    await world.provider.close();

    await world.startProvider();
    await world.provider.settle();

    expect(about('survivor')).toHaveLength(1);
    expect((await world.get('/charges/by-reference/survivor')).body.state).toBe('authorised');
  });
});

describe('scripted faults', () => {
  afterEach(() => fetch(`${world.provider.url}/faults`, { method: 'DELETE' }));
  const fault = (body: object) => world.post('/faults', body);

  it('strike the named operation as often as they say', async () => {
    await fault({ operation: 'authorise', mode: 'error500', times: 2 });

    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await world.authorise({ reference: `broken-${i}` })).status);

    expect(statuses).toEqual([500, 500, 200]);
    expect((await world.get('/charges/by-reference/broken-0')).status).toBe(404);
  });

  it('can book the operation and still answer nothing usable', async () => {
    await fault({ operation: 'authorise', mode: 'html-error', booked: true });
    const response = await fetch(`${world.provider.url}/charges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ reference: 'html', amount: 1, currency: 'USD', card: { token: 'tok_approve' } }),
    });

    expect(response.headers.get('content-type')).toContain('text/html');
    expect((await world.get('/charges/by-reference/html')).body.state).toBe('authorised');
  });

  it('can leave the caller without an answer, and lose or double the message', async () => {
    await fault({ operation: 'authorise', mode: 'timeout', booked: true });
    await fault({ operation: 'capture', mode: 'duplicate-webhook' });
    const silent = await unanswered((signal) => world.authorise({ reference: 'silent' }, undefined, signal));
    const { body } = await world.get('/charges/by-reference/silent');
    await world.post(`/charges/${String(body.id)}/capture`, {});

    await world.provider.settle();

    expect(silent).toBe(true);
    expect(
      about('silent')
        .map((message) => message.type)
        .sort(),
    ).toEqual(['charge.authorised', 'charge.captured', 'charge.captured']);
  });
});

describe('the bank', () => {
  const payout = (over: object, key?: string, signal?: AbortSignal) =>
    world.post(
      '/payouts',
      { reference: randomUUID(), amount: 9_000, currency: 'EUR', destination: 'DE00 9999', ...over },
      key,
      signal,
    );

  it('sends money and tells later that it arrived', async () => {
    const { body } = await payout({ reference: 'arrives' });

    await world.provider.settle();

    expect(body).toMatchObject({ object: 'payout', state: 'in_transit', amount: 9_000 });
    expect((await world.get(`/payouts/${String(body.id)}`)).body).toMatchObject({ state: 'paid', version: 2 });
    expect(about('arrives').map((message) => message.type)).toEqual(['payout.paid']);
  });

  it('fails towards a closed account', async () => {
    const { body } = await payout({ reference: 'closed', destination: 'DE00 0001' });

    expect(body.state).toBe('in_transit');
    expect((await world.get('/payouts/by-reference/closed')).body).toMatchObject({
      state: 'failed',
      failureCode: 'account_closed',
    });
  });

  it('sends once what was asked twice with one key', async () => {
    const [first, second] = [await payout({ reference: 'one' }, 'p1'), await payout({ reference: 'one' }, 'p1')];

    expect(second).toEqual(first);
  });

  it('may not answer, whether it sent the money or not', async () => {
    const silent = (reference: string, destination: string) =>
      unanswered((signal) => payout({ reference, destination }, undefined, signal));

    expect(await silent('sent', 'DE00 0002')).toBe(true);
    expect(await silent('unsent', 'DE00 0003')).toBe(true);
    expect((await world.get('/payouts/by-reference/sent')).body.state).toBe('paid');
    expect((await world.get('/payouts/by-reference/unsent')).status).toBe(404);
  });
});

describe('the books', () => {
  it('add up what was authorised, captured, refunded, voided and paid out', async () => {
    const currency = 'JPY';
    const [kept, dropped] = [await world.authorise({ currency }), await world.authorise({ currency, amount: 500 })];
    await world.post(`/charges/${String(kept.body.id)}/capture`, { amount: 8_000 });
    await world.post(`/charges/${String(kept.body.id)}/refunds`, { reference: randomUUID(), amount: 3_000 });
    await world.post(`/charges/${String(dropped.body.id)}/void`);
    await world.post('/payouts', { reference: randomUUID(), amount: 70, currency, destination: 'JP 1234' });

    const books = (await world.books()) as { currency: string }[];

    expect(books.find((row) => row.currency === 'JPY')).toEqual({
      currency: 'JPY',
      authorised: 13_500,
      captured: 8_000,
      refunded: 3_000,
      voided: 500,
      paidOut: 70,
      chargedBack: 0,
      disputeFees: 0,
    });
  });
});
