import { fromWire } from '../../../src/kernel/index.js';
import { AskProvider } from '../../../src/modules/debt-collections/ask-provider.js';
import { balance } from '../settlement/settlement-app.js';
import { tell } from '../stripe/stripe-app.js';
import { CollectionsWorld } from './collections-app.js';

const world = new CollectionsWorld();
beforeAll(() => world.start());
afterAll(() => world.stop());
afterEach(() => world.settle());

describe('a message that a transfer was taken back', () => {
  it('in part, by us, changes nothing, however often and when it comes', async () => {
    const seller = await world.debtor();
    await world.asked(seller, 2_000);
    const [first = {}] = world.stripe.books.events;
    await world.asked(seller, 4_000);

    const outcomes = await world.told();
    const again = [await tell(world.app, { ...first, id: 'evt_again' }), await tell(world.app, first)];

    expect(outcomes).toEqual(['no_change', 'no_change']);
    expect(again).toEqual([204, 204]);
    expect((await world.payoutOf(seller)).state).toBe('paid');
    expect(await balance(world.app, seller)).toMatchObject({ available: 0, receivable: 0 });
  });

  it('as a whole, by us, is no return', async () => {
    const seller = await world.debtor(9_000);
    const { state } = await world.asked(seller, 9_000);

    const outcomes = await world.told();

    expect([state, outcomes]).toEqual(['collected', ['no_change']]);
    expect((await world.payoutOf(seller)).state).toBe('paid');
    expect(await balance(world.app, seller)).toMatchObject({ available: 0, receivable: 0 });
  });

  it('as a whole, before we know that it was us, is no return', async () => {
    const seller = await world.debtor(9_000);
    world.stripe.fail('reverse', 'reset', true);
    const { id, state } = await world.asked(seller, 9_000);

    const outcomes = await world.told();
    const between = await world.payoutOf(seller);
    await world.app.get(AskProvider).again(fromWire('dcl', id) as string);

    expect([state, outcomes, between.state]).toEqual(['unknown', ['no_change'], 'paid']);
    expect((await world.read(id)).state).toBe('collected');
    expect(await balance(world.app, seller)).toMatchObject({ available: 0, receivable: 0 });
  });

  it('by us and, for the rest, by somebody else is left to a person', async () => {
    const seller = await world.debtor();
    await world.asked(seller);
    world.stripe.books.reverse(await world.transferOf(seller), 3_000);

    const outcomes = await world.told();

    expect(outcomes).toEqual(['no_change', 'no_change']);
    expect((await world.payoutOf(seller)).state).toBe('paid');
    expect(await balance(world.app, seller)).toMatchObject({ available: 0, receivable: 0 });
  });
});
