import { randomUUID } from 'node:crypto';
import { MAGIC_CARDS } from '../../../src/sandbox/provider/index.js';
import { ProviderWorld, unanswered } from './support.js';

const world = new ProviderWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

describe('a card at the sandbox provider', () => {
  it('is authorised and captured in full', async () => {
    const authorised = await world.authorise({ reference: 'in-full' });

    const captured = await world.post(`/charges/${String(authorised.body.id)}/capture`, {});

    expect(authorised.body).toMatchObject({ object: 'charge', reference: 'in-full', state: 'authorised', version: 1 });
    expect(captured.status).toBe(200);
    expect(captured.body).toMatchObject({
      state: 'captured',
      version: 2,
      amount: 13_000,
      captured: 13_000,
      refunded: 0,
    });
  });

  it('is captured in part and lets the rest go', async () => {
    const { body } = await world.authorise();

    const captured = await world.post(`/charges/${String(body.id)}/capture`, { amount: 4_000 });
    const again = await world.post(`/charges/${String(body.id)}/capture`, { amount: 1 });

    expect(captured.body).toMatchObject({ state: 'captured', captured: 4_000 });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'wrong_state' } } });
  });

  it('refuses to capture more than was authorised', async () => {
    const { body } = await world.authorise();

    const refused = await world.post(`/charges/${String(body.id)}/capture`, { amount: 13_001 });

    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'amount_too_large' } } });
    expect((await world.get(`/charges/${String(body.id)}`)).body).toMatchObject({ state: 'authorised', captured: 0 });
  });

  it('is voided, and cannot be captured afterwards', async () => {
    const { body } = await world.authorise();

    const voided = await world.post(`/charges/${String(body.id)}/void`);
    const captured = await world.post(`/charges/${String(body.id)}/capture`, {});

    expect(voided.body).toMatchObject({ state: 'voided', version: 2 });
    expect(captured.status).toBe(409);
  });

  it('is refunded up to what was captured', async () => {
    const { body } = await world.authorise();
    const path = `/charges/${String(body.id)}`;
    await world.post(`${path}/capture`, {});

    const first = await world.post(`${path}/refunds`, { reference: randomUUID(), amount: 9_000 });
    const tooMuch = await world.post(`${path}/refunds`, { reference: randomUUID(), amount: 4_001 });
    const rest = await world.post(`${path}/refunds`, { reference: randomUUID(), amount: 4_000 });

    expect(first.body).toMatchObject({ object: 'refund', state: 'succeeded', amount: 9_000, currency: 'USD' });
    expect(tooMuch).toMatchObject({ status: 422, body: { error: { code: 'amount_too_large' } } });
    expect(rest.body.state).toBe('succeeded');
    expect((await world.get(path)).body).toMatchObject({ captured: 13_000, refunded: 13_000, version: 4 });
  });

  it('whose account is closed cannot be refunded', async () => {
    const { body } = await world.authorise({ card: { number: MAGIC_CARDS.refund_fails } });
    await world.post(`/charges/${String(body.id)}/capture`, {});

    const refund = await world.post(`/charges/${String(body.id)}/refunds`, { reference: randomUUID(), amount: 1 });

    expect(refund.body).toMatchObject({ state: 'failed', failureCode: 'card_closed' });
    expect((await world.get(`/charges/${String(body.id)}`)).body.refunded).toBe(0);
  });

  it.each([
    ['decline', 'card_declined'],
    ['insufficient_funds', 'insufficient_funds'],
  ] as const)('that plays “%s” is declined', async (behaviour, declineCode) => {
    const { body } = await world.authorise({ card: { number: MAGIC_CARDS[behaviour] } });

    expect(body).toMatchObject({ state: 'declined', declineCode });
  });

  it('that needs its holder is authorised once the holder has approved, and only once', async () => {
    const { body } = await world.authorise({ card: { number: MAGIC_CARDS.needs_action } });

    const approved = await world.post(`/actions/${String(body.actionId)}/complete`, { outcome: 'approve' });
    const again = await world.post(`/actions/${String(body.actionId)}/complete`, { outcome: 'decline' });

    expect(body.state).toBe('requires_action');
    expect(approved.body).toMatchObject({ state: 'authorised', version: 2 });
    expect(again.status).toBe(409);
  });

  it('tells where it was issued, and the same fingerprint for the same card', async () => {
    const chinese = await world.authorise({ card: { number: '4001560000000004' } });
    const again = await world.authorise({ card: { number: '4001560000000004', holderCountry: 'FR' } });

    const first = chinese.body.card as Record<string, string>;
    const second = again.body.card as Record<string, string>;
    expect(first).toMatchObject({ bin: '400156', last4: '0004', country: 'CN' });
    expect(second.country).toBe('FR');
    expect(second.fingerprint).toBe(first.fingerprint);
  });

  it('with a wrong check digit is refused and books nothing', async () => {
    const refused = await world.authorise({ reference: 'typo', card: { number: '4001560000000005' } });

    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'card_unreadable' } } });
    expect((await world.get('/charges/by-reference/typo')).status).toBe(404);
  });

  it('that is not answered is booked or not, as it plays', async () => {
    const silent = (token: string) =>
      unanswered((signal) => world.authorise({ reference: token, card: { token } }, undefined, signal));

    expect(await silent('tok_timeout_booked')).toBe(true);
    expect(await silent('tok_timeout_unbooked')).toBe(true);
    expect((await world.get('/charges/by-reference/tok_timeout_booked')).body.state).toBe('authorised');
    expect((await world.get('/charges/by-reference/tok_timeout_unbooked')).status).toBe(404);
  });
});

describe('a foreign idempotency key', () => {
  it('makes one charge of twenty calls at once', async () => {
    const key = randomUUID();
    const calls = Array.from({ length: 20 }, () => world.authorise({ reference: 'twenty' }, key));

    const ids = new Set((await Promise.all(calls)).map((answer) => answer.body.id));

    expect(ids.size).toBe(1);
  });

  it('makes one capture of twenty calls at once', async () => {
    const { body } = await world.authorise();
    const key = randomUUID();
    const capture = () => world.post(`/charges/${String(body.id)}/capture`, {}, key);

    const answers = await Promise.all(Array.from({ length: 20 }, capture));

    expect(answers.map((answer) => [answer.status, answer.body.version])).toEqual(
      Array.from({ length: 20 }, () => [200, 2]),
    );
  });

  it('is refused for another request', async () => {
    const key = randomUUID();
    await world.authorise({ reference: 'one', amount: 100 }, key);

    const reused = await world.authorise({ reference: 'other', amount: 200 }, key);

    expect(reused).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_reused' } } });
    expect((await world.get('/charges/by-reference/other')).status).toBe(404);
  });

  it('of another call does not make a second charge of the same reference', async () => {
    await world.authorise({ reference: 'taken' });

    const second = await world.authorise({ reference: 'taken' });

    expect(second).toMatchObject({ status: 409, body: { error: { code: 'reference_taken' } } });
  });
});
