import { randomUUID } from 'node:crypto';
import { Clock, fromWire, plus, system, toWire } from '../../../src/kernel/index.js';
import { Settlement } from '../../../src/modules/settlement/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, get, post, shippedOrder } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { balance } from '../settlement/settlement-app.js';

/** For tests that let weeks pass. */
const SLOW = 240_000;
const PATH = '/v1/risk/release-holds';

interface HoldBody {
  readonly id: string;
  readonly state: string;
  readonly allowedActions: readonly { action: string; allowed: boolean }[];
}

let app: TestApp;
let ada: Person;
let risk: Person;
let seller: ActiveSeller;
let variantId: string;

beforeAll(async () => {
  app = await startApp();
  ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
  risk = await staff(app, 'risk');
});
beforeEach(async () => {
  seller = await activeSeller(app, { tier: 'T2', accountNumber: '' });
  ({ variantId } = await activeListing(app, seller, { price: 10_000, stock: 20 }));
});
afterAll(() => app.stop());

const ahead = (duration: string): string => plus(app.get(Clock).now(), duration).toISOString();
const sold = async (): Promise<string> => (await deliveredOrder(app, ada, seller, { variantId })).sellerOrderId;
const earningOf = (id: string): Promise<Record<string, unknown>> =>
  get(app, seller.token, `/v1/seller-orders/${id}/earning`);
const hold = (sellerOrderId: string, duration = 'P30D', token = risk.token) =>
  post(app, token, PATH, { sellerOrderId, reason: 'risk_review', note: 'Odd.', expiresAt: ahead(duration) });
const holds = (id: string): Promise<{ data: HoldBody[] }> => get(app, risk.token, `${PATH}?sellerOrderId=${id}`);

describe('a hold of a seller order by risk', () => {
  it(
    'stops its clock until it is lifted, names itself to the seller, and the money comes at once when it is late',
    async () => {
      const id = await sold();

      const placed = await hold(id);
      await app.advance('P10D');
      const frozen = await earningOf(id);
      const kept = await balance(app, seller);
      const holdId = (placed.body as HoldBody).id;
      const lifted = await post(app, risk.token, `${PATH}/${holdId}/lifting`, { reason: 'Nothing found.' });
      await app.drain();

      expect(placed.status).toBe(201);
      expect(placed.body).toMatchObject({ state: 'active', allowedActions: [{ action: 'lift', allowed: true }] });
      expect(frozen).toMatchObject({
        state: 'frozen',
        expectedReleaseAt: null,
        blockedBy: [{ reason: 'risk_review', objectId: holdId }],
      });
      expect(JSON.stringify(frozen)).not.toContain('Odd.');
      expect(kept).toMatchObject({ pending: 9_000, available: 0 });
      expect(lifted.body).toMatchObject({ id: holdId, state: 'lifted' });
      expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 9_000 });
      expect(await earningOf(id)).toMatchObject({ blockedBy: [], holdReasons: ['tier', 'block_ended'] });
    },
    SLOW,
  );

  it('keeps the old release when it ends before it', async () => {
    const id = await sold();
    const { expectedReleaseAt } = await earningOf(id);
    const { body } = await hold(id);

    await post(app, risk.token, `${PATH}/${(body as HoldBody).id}/lifting`, { reason: 'Nothing found.' });

    expect(await earningOf(id)).toMatchObject({ state: 'pending', expectedReleaseAt, holdReasons: ['tier'] });
  });

  it(
    'lifts itself when its time is over',
    async () => {
      const id = await sold();
      await hold(id, 'P6D');

      await app.advance('P5D');
      expect(await earningOf(id)).toMatchObject({ state: 'frozen' });
      await app.advance('P1DT1H');

      expect(await earningOf(id)).toMatchObject({ state: 'available' });
      expect((await holds(id)).data.map(({ state }) => state)).toEqual(['lifted']);
    },
    SLOW,
  );

  it(
    'stops what is still on its way, from the delivery on',
    async () => {
      const { sellerOrderId } = await shippedOrder(app, ada, seller, { variantId });
      await hold(sellerOrderId);

      await post(app, seller.token, `/v1/seller-orders/${sellerOrderId}/delivery`);
      await app.drain();
      await app.advance('P4D');

      expect(await earningOf(sellerOrderId)).toMatchObject({ state: 'frozen', expectedReleaseAt: null });
      expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });
    },
    SLOW,
  );

  it(
    'is one of several: the clock stands until a return, a dispute and both holds have ended',
    async () => {
      const id = await sold();
      const uuid = fromWire('sor', id) as string;
      const block = (type: string, reason: string) => ({
        sellerOrderId: uuid,
        source: { type, id: `${type}-1`, objectId: `${type}_1` },
        reason,
        actor: system('test'),
      });
      const claims = [block('return', 'return_open'), block('dispute', 'dispute_open')];
      for (const each of claims) await app.get(UnitOfWork).run((tx) => app.get(Settlement).freeze(tx, each));
      const placed = [(await hold(id)).body as HoldBody, (await hold(id)).body as HoldBody];

      const { blockedBy } = await earningOf(id);
      for (const each of placed) await post(app, risk.token, `${PATH}/${each.id}/lifting`, { reason: 'Fine.' });
      const [first, second] = claims;
      await app.get(UnitOfWork).run((tx) => app.get(Settlement).unfreeze(tx, first as (typeof claims)[number]));
      await app.advance('P5D');
      const still = await earningOf(id);
      await app.get(UnitOfWork).run((tx) => app.get(Settlement).unfreeze(tx, second as (typeof claims)[number]));
      await app.drain();

      expect(blockedBy).toMatchObject([
        { reason: 'return_open', objectId: 'return_1' },
        { reason: 'dispute_open', objectId: 'dispute_1' },
        { reason: 'risk_review', objectId: placed[0]?.id },
        { reason: 'risk_review', objectId: placed[1]?.id },
      ]);
      expect(still).toMatchObject({ state: 'frozen', blockedBy: [{ reason: 'dispute_open' }] });
      expect(await earningOf(id)).toMatchObject({ state: 'available' });
    },
    SLOW,
  );

  it('ends once, however many lift it', async () => {
    const id = await sold();
    const { body } = await hold(id);
    const path = `${PATH}/${(body as HoldBody).id}/lifting`;

    const answers = await Promise.all([1, 2, 3].map(() => post(app, risk.token, path, { reason: 'Fine.' })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(await earningOf(id)).toMatchObject({ state: 'pending', blockedBy: [] });
  });

  it('is refused beyond the law, in the past, for what is released or unknown, and to everybody else', async () => {
    const id = await sold();
    const finance = await staff(app, 'finance');
    const released = await sold();
    await app.sql(`update earnings set state = 'available' where id = $1`, [fromWire('sor', released)]);

    const answers = [
      await hold(id, 'P91D'),
      await post(app, risk.token, PATH, {
        sellerOrderId: id,
        reason: 'risk_review',
        expiresAt: '2020-01-01T00:00:00Z',
      }),
      await hold(released),
      await hold(toWire('sor', randomUUID())),
      await hold(id, 'P1D', finance.token),
      await hold(id, 'P1D', seller.token),
    ];

    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'hold_beyond_legal_cap'],
      [422, 'validation_failed'],
      [409, 'nothing_to_hold'],
      [404, 'not_found'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ]);
    expect(await earningOf(id)).toMatchObject({ state: 'pending', blockedBy: [] });
    expect((await holds(id)).data).toEqual([]);
    await app.sql(`update earnings set state = 'pending' where id = $1`, [fromWire('sor', released)]);
  });
});
