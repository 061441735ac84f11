import { fromWire } from '../../../src/kernel/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { openDispute } from '../../support/world.disputes.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, openCart, post } from '../../support/world.orders.js';
import { deliveredSale, openShop, paidSale, type Shop } from '../../support/world.refunds.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

const REASON = { reason: 'The shop moves to another place.' };

describe('closing a seller', () => {
  let app: TestApp;
  let admin: Person;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
    admin = await staff(app, 'admin');
  });
  afterAll(() => app.stop());

  const idOf = ({ sellerId }: ActiveSeller): string => fromWire('sel', sellerId) ?? '';
  const close = (person: { token: string }, { sellerId }: ActiveSeller, key?: string) =>
    post(app, person.token, `/v1/sellers/${sellerId}/closure`, REASON, key);
  const decide = (person: Person, { sellerId }: ActiveSeller, what: string) =>
    post(app, person.token, `/v1/sellers/${sellerId}/${what}`, REASON);
  const stateOf = async (seller: ActiveSeller): Promise<string> =>
    (await app.http.get(`/v1/sellers/${seller.sellerId}/account`).set(bearer(admin.token))).body.state as string;
  const codes = (answers: readonly { status: number; body: unknown }[]): unknown[] =>
    answers.map(({ status, body }) => [status, (body as { code?: string }).code]);

  /** A shop that has sold something long ago. */
  async function quietShop(): Promise<Shop & { readonly paymentId: string }> {
    const shop = await openShop(app);
    const { paymentId } = await deliveredSale(app, shop);
    await app.advance('P30D');
    return { ...shop, paymentId };
  }

  it('is asked for by its owner, once, and leaves a history and a fact', async () => {
    const { seller } = await quietShop();

    const [closed, again] = [await close(seller, seller, 'closure-1'), await close(seller, seller, 'closure-1')];
    const late = await close(seller, seller);

    expect([closed.status, closed.body]).toMatchObject([200, { state: 'closed' }]);
    expect(again.body).toEqual(closed.body);
    expect(codes([late])).toEqual([[409, 'illegal_transition']]);
    const history = await app.sql(
      `select from_state, to_state, action, actor_type, reason from lifecycle_history
        where subject_type = 'seller' and subject_id = $1 and action = 'close'`,
      [idOf(seller)],
    );
    expect(history).toEqual([
      { from_state: 'active', to_state: 'closed', action: 'close', actor_type: 'user', reason: REASON.reason },
    ]);
    const facts = await app.sql(
      `select payload->>'reason' as reason from outbox_events where name = 'seller.closed' and seller_id = $1`,
      [idOf(seller)],
    );
    expect(facts).toEqual([REASON]);
  });

  it('takes the shop off the shelf and out of the carts', async () => {
    const [seller, ada] = [await activeSeller(app), await buyer(app)];
    const { listingId, variantId } = await activeListing(app, seller, { price: 2_000, stock: 5 });
    const cart = await openCart(app, ada, { variantId });
    await close(seller, seller);
    await app.drain();

    const read = [
      await app.http.get(`/v1/listings/${listingId}`),
      await app.http.get(`/v1/sellers/${seller.sellerId}`),
    ];
    const opened = await post(app, ada.token, '/v1/carts', { lines: [{ variantId, quantity: 1 }] });
    const placed = await post(app, ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });

    expect(read.map(({ status }) => status)).toEqual([404, 404]);
    expect([opened.status, placed.status]).toEqual([409, 409]);
    expect(await app.sql('select id from seller_orders where seller_id = $1', [idOf(seller)])).toEqual([]);
  });

  it('is refused while an order is open, and changes nothing then', async () => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);

    const refused = [await close(shop.seller, shop.seller), await close(admin, shop.seller)];
    const between = await stateOf(shop.seller);
    await post(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/refusal`, { reason: 'out_of_stock' });
    await app.drain();
    const closed = await close(shop.seller, shop.seller);

    expect(codes(refused)).toEqual([
      [409, 'seller_has_open_orders'],
      [409, 'seller_has_open_orders'],
    ]);
    expect(between).toBe('active');
    expect(closed.status).toBe(200);
  });

  it('is refused while a bank takes one of its sales back', async () => {
    const { seller, paymentId } = await quietShop();
    await openDispute(app, paymentId);

    const refused = await close(seller, seller);

    expect(codes([refused])).toEqual([[409, 'seller_has_open_disputes']]);
    expect(await stateOf(seller)).toBe('active');
  });

  it('is for its owner and for administrators, who alone close one whose payouts wait', async () => {
    const [seller, stranger] = [await activeSeller(app), await activeSeller(app)];
    const [manager, moderator, risk] = [await buyer(app), await staff(app, 'moderator'), await staff(app, 'risk')];
    const join = (person: Person, role: string) =>
      app.sql(`insert into memberships (seller_id, user_id, role, since) values ($1, $2, $3, now())`, [
        idOf(seller),
        fromWire('usr', person.userId),
        role,
      ]);
    const clerk = await staff(app, 'admin');
    await join(manager, 'manager');
    await join(clerk, 'staff');

    const strangers = [manager, clerk, stranger, await buyer(app), moderator, risk];
    const refused = [];
    for (const person of strangers) refused.push((await close(person, seller)).status);
    await decide(risk, seller, 'restriction');
    const restricted = await close(seller, seller);
    await decide(risk, seller, 'suspension');
    const suspended = await close(seller, seller);
    const between = await stateOf(seller);
    const closed = await close(admin, seller);

    expect(refused).toEqual([403, 403, 404, 403, 403, 403]);
    expect(codes([restricted, suspended])).toEqual([
      [409, 'illegal_transition'],
      [409, 'illegal_transition'],
    ]);
    expect(between).toBe('suspended');
    expect(closed.body).toMatchObject({ state: 'closed' });
    expect((await decide(await staff(app, 'moderator'), seller, 'reinstatement')).status).toBe(409);
    expect((await close(admin, { ...seller, sellerId: 'sel_01hzy3v9qtf5r8m2k4w6x8y0za' })).status).toBe(404);
  });

  const order = async (ada: Person, cartId: string) =>
    await post(app, ada.token, '/v1/orders', { cartId, shippingAddress: ADDRESS });

  async function cartOf(seller: ActiveSeller): Promise<{ readonly ada: Person; readonly cartId: string }> {
    const ada = await buyer(app);
    const { variantId } = await activeListing(app, seller, { price: 2_000, stock: 5 });
    return { ada, cartId: (await openCart(app, ada, { variantId })).id };
  }

  it('waits for an order that is being placed, and is refused for it', async () => {
    const seller = await activeSeller(app);
    const { ada, cartId } = await cartOf(seller);

    const { met, outcomes } = await stage.meet(
      app,
      { statement: 'orders.place', stop: 'after' },
      () => order(ada, cartId),
      () => close(seller, seller),
    );

    expect([met, codes(outcomes)]).toEqual([
      true,
      [
        [201, undefined],
        [409, 'seller_has_open_orders'],
      ],
    ]);
    expect(await stateOf(seller)).toBe('active');
  });

  it('refuses an order whose prices were read before', async () => {
    const seller = await activeSeller(app);
    const { ada, cartId } = await cartOf(seller);

    const { met, outcomes } = await stage.meet(
      app,
      { statement: 'orders.place', stop: 'before' },
      () => order(ada, cartId),
      () => close(seller, seller),
    );

    expect([met, codes(outcomes)]).toEqual([
      true,
      [
        [409, 'seller_closed_meanwhile'],
        [200, undefined],
      ],
    ]);
    expect(await app.sql('select id from seller_orders where seller_id = $1', [idOf(seller)])).toEqual([]);
  });

  it('makes an order wait that comes while it looks, and refuses it', async () => {
    const seller = await activeSeller(app);
    const { ada, cartId } = await cartOf(seller);

    const { met, outcomes } = await stage.meet(
      app,
      { statement: 'sellers.open-matters', stop: 'after' },
      () => close(seller, seller),
      () => order(ada, cartId),
    );

    expect([met, codes(outcomes)]).toEqual([
      true,
      [
        [200, undefined],
        [409, 'seller_closed_meanwhile'],
      ],
    ]);
  });
});

describe('a seller that was rejected', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('may try again once an administrator has reopened its application', async () => {
    const [admin, ada] = [await staff(app, 'admin'), await buyer(app)];
    const application = { kind: 'private', displayName: 'Ada', country: 'DE', currency: 'EUR' };
    const { body } = await post(app, ada.token, '/v1/sellers', application);
    const path = `/v1/sellers/${(body as { sellerId: string }).sellerId}`;
    const submission = { legalName: 'Sandbox Rejected', taxId: 'DE123456789' };
    const reopen = (person: Person) => post(app, person.token, `${path}/reopening`, REASON);

    const early = await reopen(admin);
    await post(app, ada.token, `${path}/verification`, submission);
    await app.drain();
    const reopened = await reopen(admin);
    await post(app, ada.token, `${path}/verification`, { ...submission, legalName: 'Ada Lovelace' });
    await app.drain();

    expect([early.status, (await reopen(ada)).status]).toEqual([409, 403]);
    expect([reopened.status, reopened.body]).toMatchObject([200, { state: 'onboarding' }]);
    expect((await app.http.get(`${path}/account`).set(bearer(ada.token))).body).toMatchObject({ state: 'active' });
  });
});
