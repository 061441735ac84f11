import type { Fields } from '../../support/stripe-books.js';
import { STRIPE_SECRET } from '../../support/stripe-server.js';
import type { Opened } from '../payments/payments-app.js';
import { StripeWorld, VISA, type Sent } from './stripe-app.js';

const world = new StripeWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(async () => {
  await world.settle();
  world.stripe.reset();
});

const objectOf = (event: Fields): Fields => (event.data as { object: Fields }).object;
const changed = (event: Fields, over: Fields, id = `evt_${Math.random()}`): Fields => ({
  ...event,
  id,
  data: { object: { ...objectOf(event), ...over } },
});

/** A payment whose holder has approved at the bank, which Stripe has not told yet. */
async function approvedSilently(): Promise<{ payment: Opened; event: Fields }> {
  const payment = await world.open();
  await world.pay(payment, 'pm_card_threeDSecure2Required');
  await world.settle();
  const [intent] = await world.intentsOf(payment);
  world.stripe.books.complete(String(intent?.id), 'approve');
  const [event] = world.stripe.books.events.splice(0);
  return { payment, event: event ?? {} };
}

const now = (): number => Math.floor(Date.now() / 1_000);

describe('a message of Stripe', () => {
  it('is stored as it came and followed up once, however often it arrives', async () => {
    const { payment, event } = await approvedSilently();

    const statuses = await Promise.all(Array.from({ length: 5 }, () => world.tell(event)));
    await world.settle();
    const before = await world.traces(payment);
    const late = await world.tell(event);
    await world.settle();

    expect([...statuses, late]).toEqual([204, 204, 204, 204, 204, 204]);
    expect(await world.inbox(event.id)).toEqual([{ state: 'applied', note: null }]);
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.traces(payment)).toEqual(before);
  });

  it('that tells what is recorded already brings no news', async () => {
    const payment = await world.paid([500], VISA);
    await world.app.drain();
    const events = world.stripe.books.events.splice(0);
    const before = await world.traces(payment);
    world.stripe.reset();

    const statuses = await Promise.all(events.map((event) => world.tell(event)));
    await world.app.drain();

    expect(statuses).toEqual([204, 204]);
    expect(await Promise.all(events.map(({ id }) => world.inbox(id)))).toEqual([
      [{ state: 'applied', note: 'no news' }],
      [{ state: 'applied', note: 'no news' }],
    ]);
    expect(world.stripe.calls).toEqual([]);
    expect(await world.traces(payment)).toEqual(before);
  });

  it('tells nothing by its order: old ones after new ones change nothing', async () => {
    const { payment, event } = await approvedSilently();
    await world.tell(event);
    await world.app.drain();
    const captured = world.stripe.books.events.splice(0);
    for (const each of captured.reverse()) await world.tell(each);
    await world.app.drain();
    const before = await world.traces(payment);

    const [old, older] = [
      changed(event, { status: 'requires_action' }),
      changed(event, { status: 'requires_payment_method', last_payment_error: { type: 'card_error' } }),
    ];
    await world.tell({ ...old, type: 'payment_intent.requires_action' });
    await world.tell({ ...older, type: 'payment_intent.payment_failed' });
    await world.app.drain();

    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.traces(payment)).toEqual(before);
  });

  it('is not believed: what counts is how the intent stands at Stripe', async () => {
    const payment = await world.open();
    await world.pay(payment, 'pm_card_threeDSecure2Required');
    const [asked] = world.stripe.books.events.splice(0);
    const before = await world.traces(payment);

    const lie = changed(asked ?? {}, { status: 'succeeded', amount_received: 13_000 });
    const status = await world.tell({ ...lie, type: 'payment_intent.succeeded' });
    await world.app.drain();

    expect(status).toBe(204);
    expect(await world.traces(payment)).toEqual(before);
    expect(await world.inbox(lie.id)).toEqual([{ state: 'applied', note: null }]);
  });

  it.each<[string, Fields, string]>([
    ['amount', { amount: 12_999 }, 'amount_mismatch'],
    ['currency', { currency: 'eur' }, 'amount_mismatch'],
    ['attempt', { metadata: { souk_reference: '01910000-0000-7000-8000-000000000000' } }, 'unknown_object'],
    ['system’s reference', { metadata: { souk_reference: 'order-7' } }, 'unreadable'],
    ['status that nobody has heard of', { status: 'on_hold' }, 'unreadable'],
    ['type of object', { object: 'setup_intent' }, 'unreadable'],
  ])('about another %s is quarantined', async (_what, over, note) => {
    const { payment, event } = await approvedSilently();
    const before = await world.traces(payment);
    const other = changed(event, over);

    const status = await world.tell(other);
    await world.app.drain();

    expect(status).toBe(204);
    expect(await world.inbox(other.id)).toEqual([{ state: 'quarantined', note }]);
    expect(await world.traces(payment)).toEqual(before);
  });

  it.each(['invoice.paid', 'charge.captured', 'payment_intent.created', 'payment_intent.constructor'])(
    'of the type %s is kept and not followed up',
    async (type) => {
      const { payment, event } = await approvedSilently();
      const before = await world.traces(payment);
      const other = Object.assign(changed(event, {}), { type });

      const status = await world.tell(other);
      await world.app.drain();

      expect(status).toBe(204);
      expect(await world.inbox(other.id)).toEqual([{ state: 'quarantined', note: 'unreadable' }]);
      expect(await world.traces(payment)).toEqual(before);
    },
  );

  it('about a payment of another provider is not followed', async () => {
    const { payment, event } = await approvedSilently();
    await world.app.sql(`update payments set provider = 'sandbox' where id = $1`, [payment.id]);

    await world.tell(event);
    await world.app.drain();

    expect(await world.inbox(event.id)).toEqual([{ state: 'quarantined', note: 'unknown_object' }]);
    expect(await world.stateOf(payment)).toBe('requires_action');
    await world.app.sql(`update payments set provider = 'stripe' where id = $1`, [payment.id]);
  });

  it('signed with the old and the new secret is taken while secrets rotate', async () => {
    const { payment, event } = await approvedSilently();

    const status = await world.tell(event, { secrets: ['whsec_old_secret', STRIPE_SECRET] });
    await world.settle();

    expect(status).toBe(204);
    expect(await world.stateOf(payment)).toBe('captured');
  });

  it.each<[string, Sent]>([
    ['by another secret', { secrets: ['whsec_somebody_else'] }],
    ['and changed afterwards', { forge: (body) => body.replace('13000', '99999') }],
    ['and written in other spaces', { forge: (body) => body.replace(',', ', ') }],
    ['ten minutes ago', { at: now() - 600 }],
    ['in the future', { at: now() + 600 }],
    ['by nobody', { signature: '' }],
    ['without a time', { signature: 'v1=abc' }],
    ['without a signature', { signature: `t=${now()}` }],
    ['in an older scheme', { signature: `t=${now()},v0=abc` }],
    ['with an empty signature', { signature: `t=${now()},v1=` }],
    ['at two times', { signature: `t=${now()},t=${now()},v1=abc` }],
  ])('signed %s is refused and not stored', async (_how, sent) => {
    const { payment, event } = await approvedSilently();
    const before = await world.traces(payment);

    const status = await world.tell(event, sent);
    await world.app.drain();

    expect(status).toBe(401);
    expect(await world.inbox(event.id)).toEqual([]);
    expect(await world.traces(payment)).toEqual(before);
  });

  it('that is no message at all is kept once by its contents', async () => {
    const nonsense = { hello: 'world' };

    const statuses = [await world.tell(nonsense), await world.tell(nonsense)];

    const rows = await world.app.sql(`select state, note from provider_inbox where event_id like 'unreadable_%'`);
    expect(statuses).toEqual([204, 204]);
    expect(rows).toEqual([{ state: 'quarantined', note: 'unreadable' }]);
  });
});

describe('a dispute at Stripe', () => {
  const disputesOf = ({ id }: Opened) =>
    world.app.sql(
      `select state, amount::int, currency, reason, is_withdrawn as "isWithdrawn" from payment_disputes
        where payment_id = $1`,
      [id],
    );
  const toldOf = async ({ id }: Opened) => {
    const rows = await world.app.sql<{ payload: Fields }>(
      `select payload from outbox_events where name = 'payment.disputed' and subject_id = $1 order by id`,
      [id],
    );
    return rows.map(({ payload }) => [payload.state, payload.isWithdrawn]);
  };
  const disputed = async (amount: number, status?: string): Promise<{ payment: Opened; dispute: Fields }> => {
    const payment = await world.paid([8_000, 5_000], VISA);
    await world.settle();
    const [intent] = await world.intentsOf(payment);
    return { payment, dispute: world.stripe.books.dispute(String(intent?.id), amount, status) };
  };

  it.each([
    ['won', false],
    ['lost', true],
  ] as const)('that is %s is told when it opens and when it ends, once each', async (end, isWithdrawn) => {
    const { payment, dispute } = await disputed(13_000);
    const opening = [...world.stripe.books.events];
    await world.settle();
    world.stripe.books.closeDispute(dispute, end);
    const ending = [...world.stripe.books.events];
    await world.settle();

    for (const event of [...ending, ...opening].reverse())
      await world.tell({ ...event, id: `${String(event.id)}_again` });
    await world.settle();

    const row = { amount: 13_000, currency: 'USD', reason: 'product_not_received' };
    expect(await disputesOf(payment)).toEqual([{ ...row, state: end, isWithdrawn }]);
    expect(await toldOf(payment)).toEqual([
      ['open', true],
      [end, isWithdrawn],
    ]);
  });

  it('that is an inquiry takes no money', async () => {
    const { payment } = await disputed(8_000, 'warning_needs_response');

    await world.settle();

    expect(await disputesOf(payment)).toMatchObject([{ state: 'inquiry', amount: 8_000, isWithdrawn: false }]);
    expect(await toldOf(payment)).toEqual([['inquiry', false]]);
  });

  it('about more than was captured, or about no payment of ours, is quarantined', async () => {
    const { payment } = await disputed(13_001);
    const [more] = world.stripe.books.events.splice(0);
    const foreign = changed(more ?? {}, { payment_intent: 'pi_somebody_else' });

    await world.tell(more ?? {});
    await world.tell(foreign);
    await world.app.drain();

    expect(await world.inbox(more?.id)).toEqual([{ state: 'quarantined', note: 'amount_mismatch' }]);
    expect(await world.inbox(foreign.id)).toEqual([{ state: 'quarantined', note: 'unknown_object' }]);
    expect(await disputesOf(payment)).toEqual([]);
    expect(await toldOf(payment)).toEqual([]);
  });

  it('that cannot be looked up is tried again', async () => {
    const { payment } = await disputed(13_000);
    const [event] = world.stripe.books.events.splice(0);
    world.stripe.fail('dispute', '500');

    await world.tell(event ?? {});
    await world.app.advance('PT10M');

    expect(world.stripe.callsOf('dispute').length).toBeGreaterThan(1);
    expect(await world.inbox(event?.id)).toEqual([{ state: 'applied', note: null }]);
    expect(await disputesOf(payment)).toMatchObject([{ state: 'open' }]);
  });
});
