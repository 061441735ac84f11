import { randomUUID } from 'node:crypto';
import { MAGIC_CARDS } from '../../../src/sandbox/provider/index.js';
import { ProviderWorld } from './support.js';

const world = new ProviderWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());

type Body = Record<string, unknown>;

async function captured(card: object = { token: 'tok_approve' }): Promise<string> {
  const { body } = await world.authorise({ card });
  await world.post(`/charges/${String(body.id)}/capture`, {});
  return String(body.id);
}

const open = (chargeId: string, fields: object = {}) => world.post('/disputes', { chargeId, ...fields });
const books = async (): Promise<Body> => ((await world.books()) as Body[])[0] ?? {};

describe('a dispute at the sandbox provider', () => {
  it('takes what is left of the charge and a fee, tells it, and gives the money back when it is won', async () => {
    const chargeId = await captured();

    const opened = await open(chargeId);
    const during = await books();
    await world.post(`/disputes/${String(opened.body.id)}/verdict`, { outcome: 'won', returnFee: true });
    await world.provider.settle();

    const told = world.received.filter(({ data }) => data.chargeId === chargeId).map(({ type, data }) => [type, data]);
    expect(opened).toMatchObject({
      status: 200,
      body: { object: 'dispute', state: 'open', amount: 13_000, fee: 1_500, isWithdrawn: true },
    });
    expect(during).toMatchObject({ captured: 13_000, chargedBack: 13_000, disputeFees: 1_500 });
    expect(await books()).toMatchObject({ captured: 13_000, chargedBack: 0, disputeFees: 0 });
    expect(told).toMatchObject([
      ['dispute.opened', { state: 'open' }],
      ['dispute.won', { state: 'won', isWithdrawn: false, fee: 0 }],
    ]);
  });

  it('and refunds never take more than was captured', async () => {
    const chargeId = await captured();
    const refund = (amount: number) => world.post(`/charges/${chargeId}/refunds`, { reference: randomUUID(), amount });
    await refund(3_000);

    const tooMuch = await open(chargeId, { amount: 10_001 });
    const opened = await open(chargeId, { amount: 9_000 });
    const refused = await refund(1_001);
    const fits = await refund(1_000);
    const nothing = await open(chargeId);

    expect([tooMuch.status, opened.status, fits.status, nothing.status]).toEqual([409, 200, 200, 409]);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'charge_disputed' } } });
  });

  it('and a refund that race leave one of them', async () => {
    for (let round = 0; round < 20; round += 1) {
      const chargeId = await captured();
      const [opened, refund] = await Promise.all([
        open(chargeId),
        world.post(`/charges/${chargeId}/refunds`, { reference: randomUUID(), amount: 13_000 }),
      ]);
      expect([opened.status, refund.status].sort()).toEqual([200, 409]);
    }
  });

  it('takes evidence once, and nothing after its end', async () => {
    const { body } = await open(await captured());
    const path = `/disputes/${String(body.id)}`;

    const first = await world.post(`${path}/evidence`, { text: 'Delivered.' }, 'say');
    const replayed = await world.post(`${path}/evidence`, { text: 'Delivered.' }, 'say');
    const more = await world.post(`${path}/evidence`, { text: 'Really.' });
    const accepted = await world.post(`${path}/acceptance`);
    const late = await world.post(`${path}/verdict`, { outcome: 'won' });

    expect([first.status, replayed.body, more.status]).toEqual([200, first.body, 409]);
    expect(accepted.body).toMatchObject({ state: 'lost', isWithdrawn: true, hasEvidence: true });
    expect(late.status).toBe(409);
    expect((await world.get(path)).body).toEqual(accepted.body);
    expect((await world.get('/disputes/dp_unknown')).status).toBe(404);
  });

  it('is opened by the card that plays that part, once', async () => {
    const { body } = await world.authorise({ card: { number: MAGIC_CARDS.disputed } });
    const capture = () => world.post(`/charges/${String(body.id)}/capture`, {}, 'once');

    await capture();
    await capture();
    await world.provider.settle();

    const told = world.received.filter(({ data }) => data.chargeId === body.id).map(({ type }) => type);
    expect(told).toEqual(['dispute.opened']);
  });
});
