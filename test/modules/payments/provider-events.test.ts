import { createHmac, randomUUID } from 'node:crypto';
import { expectWorldMatch } from '../../support/world.payments.js';
import { PaymentsWorld, type Opened } from './payments-app.js';

const world = new PaymentsWorld();
beforeAll(() => world.start());
afterAll(() => world.app.stop());

interface Sent {
  readonly id?: string;
  readonly at?: number;
  readonly secret?: string;
  /** Changes the body after it was signed. */
  readonly forge?: (body: string) => string;
}

async function send(event: object, { id = `evt_${randomUUID()}`, at, secret, forge }: Sent = {}): Promise<number> {
  const body = JSON.stringify(event);
  const timestamp = String(at ?? Math.floor(Date.now() / 1000));
  const key = Buffer.from((secret ?? world.app.config.providerWebhookSecret).replace('whsec_', ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const answer = await world.app.http
    .post('/v1/provider-events/sandbox')
    .set('Content-Type', 'application/json')
    .set({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` })
    .send(forge ? forge(body) : body);
  return answer.status;
}

async function chargeOf({ id }: Opened): Promise<Record<string, unknown>> {
  const [row] = await world.app.sql<{ id: string }>(
    `select id from payment_attempts where payment_id = $1 and purpose = 'authorise'`,
    [id],
  );
  return world.provider(`/charges/by-reference/${row!.id}`);
}

const inbox = (id: string) =>
  world.app.sql<{ state: string; note: string | null }>('select state, note from provider_inbox where event_id = $1', [
    id,
  ]);

/** A payment whose charge the holder has approved, which nobody has told us yet. */
async function approvedSilently(): Promise<{ payment: Opened; event: (over?: object) => object }> {
  const payment = await world.open();
  await world.provider('/faults', { operation: 'complete', mode: 'drop-webhook' });
  const asked = await world.pay(payment, 'tok_needs_action');
  await world.settle();
  await world.act(asked, 'approve');
  const charge = await chargeOf(payment);
  return { payment, event: (over = {}) => ({ type: 'charge.authorised', data: { ...charge, ...over } }) };
}

describe('a message of the provider', () => {
  it('is stored as it came and followed up once, however often it arrives', async () => {
    const { payment, event } = await approvedSilently();
    const id = `evt_${randomUUID()}`;

    const statuses = await Promise.all(Array.from({ length: 5 }, () => send(event(), { id })));
    await world.settle();
    const late = await send(event(), { id });
    await world.settle();

    expect(statuses).toEqual([204, 204, 204, 204, 204]);
    expect(late).toBe(204);
    expect(await inbox(id)).toEqual([{ state: 'applied', note: null }]);
    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it('about a declined card says nothing about the next card, whose capture is under way', async () => {
    const payment = await world.open();
    await world.provider('/faults', { operation: 'authorise', mode: 'drop-webhook' });
    await world.pay(payment, 'tok_decline');
    const declined = await chargeOf(payment);
    await world.provider('/faults', { operation: 'capture', mode: 'error500', times: 2 });
    const unclear = await world.pay(payment, 'tok_approve');
    await world.settle();

    const status = await send({ type: 'charge.declined', data: declined });
    await world.settle();
    const before = await world.stateOf(payment);
    await world.app.advance('PT3M');

    expect([unclear.body.state, status, before]).toEqual(['processing', 204, 'authorised']);
    expect(await world.stateOf(payment)).toBe('captured');
    expect(world.toldOf(payment)).toEqual(['captured']);
    await expectWorldMatch(world.app);
  });

  it('tells nothing by its order: an old one after a new one changes nothing', async () => {
    const { payment, event } = await approvedSilently();
    await send(event({ state: 'captured', version: 3 }));
    await world.settle();

    await send(event({ state: 'requires_action', version: 1 }));
    await world.settle();

    expect(await world.stateOf(payment)).toBe('captured');
    expect(await world.journalsOf(payment)).toHaveLength(2);
  });

  it('is not believed: what counts is how the charge stands at the provider', async () => {
    const payment = await world.open();
    await world.pay(payment, 'tok_needs_action');
    const charge = await chargeOf(payment);

    await send({ type: 'charge.captured', data: { ...charge, state: 'captured', captured: 13_000, version: 7 } });
    await world.settle();

    expect(await world.stateOf(payment)).toBe('requires_action');
    expect(await world.journalsOf(payment)).toEqual([]);
  });

  it.each([
    ['amount', { amount: 12_999 }, 'amount_mismatch'],
    ['currency', { currency: 'EUR' }, 'amount_mismatch'],
    ['object', { reference: '01910000-0000-7000-8000-000000000000' }, 'unknown_object'],
  ])('about another %s is quarantined', async (_what, over, note) => {
    const { payment, event } = await approvedSilently();
    const id = `evt_${randomUUID()}`;

    const status = await send(event(over), { id });
    await world.app.drain();

    expect(status).toBe(204);
    expect(await inbox(id)).toEqual([{ state: 'quarantined', note }]);
    expect(await world.stateOf(payment)).toBe('requires_action');
  });

  it('that cannot be read is kept and not followed up', async () => {
    const id = `evt_${randomUUID()}`;

    const status = await send({ type: 'balance.updated', data: { anything: true } }, { id });

    expect(status).toBe(204);
    expect(await inbox(id)).toEqual([{ state: 'quarantined', note: 'unreadable' }]);
  });

  it.each<[string, Sent]>([
    ['with another secret', { secret: `whsec_${Buffer.from('somebody else').toString('base64')}` }],
    ['whose body was changed', { forge: (body) => body.replace('13000', '99999') }],
    ['from ten minutes ago', { at: Math.floor(Date.now() / 1000) - 600 }],
    ['from the future', { at: Math.floor(Date.now() / 1000) + 600 }],
  ])('signed %s is refused and not stored', async (_how, sent) => {
    const { payment, event } = await approvedSilently();
    const id = `evt_${randomUUID()}`;

    const status = await send(event(), { ...sent, id });
    await world.app.drain();

    expect(status).toBe(401);
    expect(await inbox(id)).toEqual([]);
    expect(await world.stateOf(payment)).toBe('requires_action');
  });

  it('without a signature is refused', async () => {
    const answer = await world.app.http.post('/v1/provider-events/sandbox').send({ type: 'charge.captured' });

    expect(answer).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
  });
});
