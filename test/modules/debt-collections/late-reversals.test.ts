import { fromWire } from '../../../src/kernel/index.js';
import { AskProvider } from '../../../src/modules/debt-collections/ask-provider.js';
import { post } from '../../support/world.orders.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { balance } from '../settlement/settlement-app.js';
import { CollectionsWorld, USD, type CollectionBody } from './collections-app.js';

const world = new CollectionsWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(() => world.settle());

const N2 = ['D psp_clearing 6000', 'C seller_receivable 6000'];
const lookUp = (id: string, token = world.finance.token) =>
  post(world.app, token, `/v1/finance/debt-collections/${id}/look-up`, {});

/** One that Stripe's books did not hold a day after it was sent; `appear` puts it there. */
async function givenUp(seller: ActiveSeller, amount = 6_000): Promise<{ id: string; appear: () => void }> {
  world.stripe.fail('reverse', 'timeout', true);
  const { id } = await world.asked(seller, amount);
  const [reversal = {}] = world.stripe.books.reversalsOf(String((await world.transferOf(seller)).id));
  const { metadata } = reversal;
  reversal.metadata = {};
  const uuid = fromWire('dcl', id) as string;
  await world.app.sql(`update debt_collections set submitted_at = submitted_at - interval '1 day' where id = $1`, [
    uuid,
  ]);
  await world.app.get(AskProvider).again(uuid);
  return { id, appear: () => void (reversal.metadata = metadata) };
}

describe('a reversal that was given up', () => {
  it('stays so as long as Stripe does not know it', async () => {
    const seller = await world.debtor();
    const { id } = await givenUp(seller);

    const answer = await lookUp(id);

    expect([answer.status, answer.body]).toMatchObject([200, { state: 'refused', failureCode: 'never_received' }]);
    expect(await world.owed(seller)).toBe(6_000);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 0 });
  });

  it('pays the debt when Stripe knows it after all, once', async () => {
    const seller = await world.debtor();
    const { id, appear } = await givenUp(seller);
    appear();

    const answers = await Promise.all([lookUp(id), lookUp(id), lookUp(id)]);
    const again = await lookUp(id);

    const found = { state: 'collected', failureCode: 'never_received', surplus: USD(0) };
    expect([...answers, again].map(({ status, body }) => ({ status, ...(body as CollectionBody) }))).toMatchObject(
      Array.from({ length: 4 }, () => ({ status: 200, ...found })),
    );
    expect(await world.journals(seller)).toEqual([N2]);
    expect(await world.owed(seller)).toBe(0);
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 6_000 });
    expect(world.stripe.callsOf('reverse')).toHaveLength(1);
  });

  it('is the seller’s when the debt was collected once more meanwhile', async () => {
    const seller = await world.debtor(4_000);
    const { id, appear } = await givenUp(seller, 4_000);
    const second = await world.asked(seller, 4_000);
    appear();

    const { body } = await lookUp(id);

    expect([second.state, body]).toMatchObject(['collected', { state: 'collected', surplus: USD(4_000) }]);
    expect(await balance(world.app, seller)).toMatchObject({ available: 4_000, receivable: 0 });
    expect(await world.takenOf(seller)).toEqual({ reversing: 0, reversed: 8_000 });
  });

  it('is believed by nobody when its payout has not got so much left', async () => {
    const seller = await world.debtor();
    const { id, appear } = await givenUp(seller);
    appear();
    await world.app.sql('update payouts set reversing = 4000 where id = $1', [
      fromWire('pyo', (await world.payoutOf(seller)).id),
    ]);

    const { status, body } = await lookUp(id);
    await world.app.sql('update payouts set reversing = 0 where reversing = 4000');

    expect([status, (body as CollectionBody).code]).toEqual([409, 'nothing_to_take_back']);
    expect(await world.read(id)).toMatchObject({ state: 'refused', failureCode: 'never_received' });
    expect(await world.journals(seller)).toEqual([]);
  });

  it('is nothing that a stranger asks about', async () => {
    const seller = await world.debtor();
    const { id } = await givenUp(seller);

    const refused = await lookUp(id, seller.token);
    const unknown = await lookUp('dcl_01hzy3v9qtf5r8m2k4w6x8y0za');

    expect([refused.status, unknown.status]).toEqual([403, 404]);
  });
});
