import { Relay } from '../../src/platform/messaging/relay.js';
import { startApp, type TestApp } from '../support/index.js';
import { buyer, type Person } from '../support/world.identity.js';
import { activeListing } from '../support/world.listings.js';
import { ADDRESS, openCart, pay, placedOrder, post, type CartBody, type OrderBody } from '../support/world.orders.js';
import { activeSeller } from '../support/world.sellers.js';

const PLACING = 20;
const WHOLE = 35;

describe('the cost of a whole checkout from two sellers', () => {
  let app: TestApp;
  let ada: Person;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
  });

  afterAll(() => app.stop());

  const counted = async <T>(work: () => Promise<T>): Promise<{ answer: T; statements: string[] }> => {
    let answer: T | undefined;
    const statements = await app.countStatements(async () => (answer = await work()));
    return { answer: answer as T, statements };
  };

  it(`is at most ${WHOLE} statements from the cart to the captured payment, ${PLACING} of them to place the order`, async () => {
    const lines: { variantId: string }[] = [];
    for (const displayName of ['Otter Audio', 'Heron Books']) {
      const seller = await activeSeller(app, { displayName });
      lines.push(await activeListing(app, seller, { price: 10_000, shipping: 500, stock: 9 }));
    }
    // The rules of risk are read once per process and version.
    await placedOrder(app, ada, ...lines);
    await app.drain();
    // What the requests leave to the queues is handled beside them and not counted.
    await app.get(Relay).stop();

    const carting = await counted(() => openCart(app, ada, ...lines));
    const body = { cartId: (carting.answer as CartBody).id, shippingAddress: ADDRESS };
    const placing = await counted(() => post(app, ada.token, '/v1/orders', body));
    const paying = await counted(() => pay(app, ada, placing.answer.body as OrderBody));

    expect(placing.answer.body).toMatchObject({ state: 'payment_pending', totals: { total: { amount: 21_000 } } });
    expect(paying.answer.body).toMatchObject({ state: 'captured', amount: { amount: 21_000, currency: 'USD' } });
    expect(placing.statements.length).toBeLessThanOrEqual(PLACING);
    expect([...carting.statements, ...placing.statements, ...paying.statements].length).toBeLessThanOrEqual(WHOLE);
  });
});
