import { randomUUID } from 'node:crypto';
import { AttemptsRepository } from '../../../src/modules/payments/attempts.repository.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { PaymentsWorld, type Opened } from './payments-app.js';

const world = new PaymentsWorld();
beforeAll(() => world.start({ config: { providerTimeoutMs: 1_000 } }));
afterAll(async () => {
  await expectWorldMatch(world.app);
  await world.app.stop();
});
afterEach(() => fetch(`${world.app.provider.url}/faults`, { method: 'DELETE' }));

const fault = (operation: string, mode: string, booked: boolean) =>
  world.provider('/faults', { operation, mode, booked });

/** Charges at the provider that belong to the payment, by state. */
async function chargesOf(payment: Opened): Promise<unknown[]> {
  const attempts = await world.app.sql<{ id: string }>(
    `select id from payment_attempts where payment_id = $1 and purpose = 'authorise' order by id`,
    [payment.id],
  );
  const charges = await Promise.all(attempts.map(({ id }) => world.provider(`/charges/by-reference/${id}`)));
  return charges.map((charge) => charge.state ?? 'none');
}

describe('an attempt', () => {
  const checkedAt = async (id: string) =>
    (await world.app.sql<{ at: Date }>('select checked_at as at from payment_attempts where id = $1', [id]))[0]?.at;
  const attemptOf = async ({ id }: Opened, purpose: string) => {
    const sql = 'select id from payment_attempts where payment_id = $1 and purpose = $2';
    return (await world.app.sql<{ id: string }>(sql, [id, purpose]))[0]?.id ?? '';
  };
  const putOff = (id: string, at: Date) => world.app.get(AttemptsRepository).putOff(id, at);
  const seconds = (from: Date | undefined, count: number) => new Date((from?.getTime() ?? 0) + count * 1_000);

  it('is put off, not brought forward, while its answer is missing, and is as it was when it has one', async () => {
    const [unclear, paid] = [await world.open(), await world.paid()];
    await fault('authorise', 'error500', false);
    await world.pay(unclear, 'tok_approve');
    await world.settle();
    const [open, done] = [await attemptOf(unclear, 'authorise'), await attemptOf(paid, 'authorise')];
    const [openAt, doneAt] = [await checkedAt(open), await checkedAt(done)];

    await putOff(open, seconds(openAt, -60));
    const early = await checkedAt(open);
    await putOff(open, seconds(openAt, 60));
    await putOff(done, seconds(doneAt, 60));

    expect([early, await checkedAt(open), await checkedAt(done)]).toEqual([openAt, seconds(openAt, 60), doneAt]);
  });
});

describe('an authorisation without an answer', () => {
  it('that was booked is found by our reference and captured, without a second charge', async () => {
    const payment = await world.open();

    const answer = await world.pay(payment, 'tok_timeout_booked');
    const other = await world.pay(payment, 'tok_approve');
    await world.settle();

    // The provider's message may be followed up before the caller has waited long enough.
    expect(['processing', 'captured']).toContain(answer.body.state);
    expect(other.status).toBe(409);
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await chargesOf(payment)).toEqual(['captured']);
  });

  it('that was not booked is given up after two minutes, and the payment can be tried again', async () => {
    const payment = await world.open();
    await world.pay(payment, 'tok_timeout_unbooked');
    await world.settle();
    const early = await world.pay(payment, 'tok_approve');

    await world.app.advance('PT3M');
    const late = await world.pay(payment, 'tok_approve');

    expect(early.status).toBe(409);
    expect(late.body.state).toBe('captured');
    expect(await chargesOf(payment)).toEqual(['none', 'captured']);
  });

  it('is told again under its key, while the payment says that it was given up and is paid with a new key', async () => {
    const payment = await world.open();
    const first = await world.pay(payment, 'tok_timeout_unbooked', 'first-key');
    const underWay = await world.read(payment);
    await world.app.advance('PT3M');

    const again = await world.pay(payment, 'tok_timeout_unbooked', 'first-key');
    const givenUp = await world.read(payment);
    const paid = await world.pay(payment, 'tok_approve', 'second-key');

    expect(first.body.state).toBe('processing');
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(underWay.body).toMatchObject({ state: 'created' });
    expect(underWay.body).not.toHaveProperty('declineCode');
    expect(givenUp.body).toMatchObject({ state: 'created', declineCode: 'no_answer' });
    expect(paid).toMatchObject({ status: 200, body: { state: 'captured' } });
    expect((await world.read(payment)).body).toMatchObject({ state: 'captured' });
    expect(await chargesOf(payment)).toEqual(['none', 'captured']);
  });

  it('that turns out to be booked after it was given up is given back', async () => {
    const payment = await world.open();
    await world.pay(payment, 'tok_timeout_unbooked');
    await world.settle();
    await world.app.advance('PT3M');
    const [attempt] = await world.app.sql<{ id: string }>('select id from payment_attempts where payment_id = $1', [
      payment.id,
    ]);
    const charge = { reference: attempt!.id, amount: 13_000, currency: 'USD', card: { token: 'tok_approve' } };
    await fetch(`${world.app.provider.url}/charges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(charge),
    });

    await world.settle();

    expect(await chargesOf(payment)).toEqual(['voided']);
    expect(await world.stateOf(payment)).toBe('created');
    expect(await world.journalsOf(payment)).toEqual([]);
  });

  it.each(['error500', 'html-error'])('but %s is not taken for a success or a failure', async (mode) => {
    const payment = await world.open();
    await fault('authorise', mode, true);

    const answer = await world.pay(payment, 'tok_approve');
    await world.settle();

    expect(answer.body.state).toBe('processing');
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await chargesOf(payment)).toEqual(['captured']);
  });

  it('is finished after the process ended between intent and call', async () => {
    const payment = await world.open();
    await fault('authorise', 'timeout', true);
    await world.pay(payment, 'tok_approve');
    await world.app.sql(`update payment_attempts set state = 'sent' where payment_id = $1`, [payment.id]);
    await world.app.sql(`delete from outbox_deliveries where subject_id = $1`, [payment.id]);

    await world.app.advance('PT3M');

    expect(await world.stateOf(payment)).toBe('captured');
  });
});

describe('a capture without an answer', () => {
  it.each([
    ['timeout', true],
    ['timeout', false],
    ['html-error', true],
    ['error500', false],
  ])('(%s, booked: %s) is looked up and takes the money once', async (mode, booked) => {
    const payment = await world.open();
    await fault('capture', mode, booked);

    const answer = await world.pay(payment, 'tok_approve');
    await world.settle();

    expect(answer.body.state).toBe('processing');
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.journalsOf(payment)).toHaveLength(2);
    expect(world.toldOf(payment)).toEqual(['captured']);
  });

  it('is finished two minutes later when even the look failed', async () => {
    const payment = await world.open();
    await fault('capture', 'error500', false);
    await fault('lookup', 'error500', false);
    await world.pay(payment, 'tok_approve');
    await world.app.drain();
    const before = await world.stateOf(payment);

    await world.app.advance('PT3M');

    expect(before).toBe('authorised');
    expect(await world.stateOf(payment)).toBe('captured');
  });

  it('fails for good when the provider has given the authorisation up', async () => {
    const payment = await world.open();
    await fault('capture', 'error500', false);
    await world.pay(payment, 'tok_approve');
    const [row] = await world.app.sql<{ ref: string }>('select provider_ref as ref from payments where id = $1', [
      payment.id,
    ]);
    await fetch(`${world.app.provider.url}/charges/${row!.ref}/void`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: '{}',
    });

    await world.settle();

    expect(await world.stateOf(payment)).toBe('failed');
    expect(world.toldOf(payment)).toEqual(['failed: charge_voided']);
    expect(await world.journalsOf(payment)).toEqual([]);
  });
});

describe('messages of the provider', () => {
  it.each(['tok_webhook_lost', 'tok_webhook_twice', 'tok_webhook_first'])(
    'pay once whatever %s does to them',
    async (card) => {
      const payment = await world.open();

      const answer = await world.pay(payment, card);
      await world.settle();

      expect(answer.body.state).toBe('captured');
      expect(await world.journalsOf(payment)).toHaveLength(2);
      expect(world.toldOf(payment)).toEqual(['captured']);
    },
  );
});
