import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing, listingOf, type MadeListing } from '../../support/world.listings.js';
import { ADDRESS, get, openCart, post, type CartBody } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('a cart', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let heron: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app);
    [otter, heron] = [await activeSeller(app), await activeSeller(app)];
  });

  afterAll(() => app.stop());

  const cart = (id: string): Promise<CartBody> => get(app, ada.token, `/v1/carts/${id}`);
  const codeOf = ({ status, body }: { status: number; body: unknown }): unknown[] => [
    status,
    (body as { code?: string }).code,
  ];
  const reprice = async (made: MadeListing, price: number): Promise<void> => {
    const { version } = await listingOf(app, otter, made.listingId);
    const money = (amount: number): object => ({ amount, currency: 'USD' });
    const variant = { id: made.variantId, sku: made.sku, price: money(price), shippingFee: money(0) };
    const answer = await app.http
      .patch(`/v1/listings/${made.listingId}`)
      .set(bearer(otter.token))
      .set('If-Match', `"v${version}"`)
      .send({ variants: [variant] });
    if (answer.status >= 300) throw new Error(`Not repriced: ${answer.text}`);
    await app.drain();
  };
  const order = (cartId: string, more: object = {}): object => ({ cartId, shippingAddress: ADDRESS, ...more });

  it('holds lines of several sellers, priced by quantity and summed per seller', async () => {
    const phones = await activeListing(app, otter, { price: 10_000, stock: 9, shipping: 500 });
    const novel = await activeListing(app, heron, { price: 1_500, stock: 9 });

    const opened = await openCart(app, ada, { variantId: phones.variantId, quantity: 2 });
    const answer = await post(app, ada.token, `/v1/carts/${opened.id}/lines`, {
      variantId: novel.variantId,
      quantity: 1,
    });

    expect(answer.status).toBe(201);
    const { totals, shares, differences } = answer.body as CartBody;
    expect(totals?.total).toEqual({ amount: 22_500, currency: 'USD' });
    expect(shares.map((share) => [share.sellerId, share.totals.total.amount])).toEqual([
      [otter.sellerId, 21_000],
      [heron.sellerId, 1_500],
    ]);
    expect(differences).toEqual([]);
  });

  it('adds to a line that is there, changes it and removes it', async () => {
    const { variantId } = await activeListing(app, otter, { price: 1_000, stock: 9 });
    const { id } = await openCart(app, ada, { variantId, quantity: 2 });
    const line = `/v1/carts/${id}/lines/${variantId}`;

    await post(app, ada.token, `/v1/carts/${id}/lines`, { variantId, quantity: 3 });
    expect((await cart(id)).totals?.total.amount).toBe(5_000);
    await app.http.patch(line).set(bearer(ada.token)).send({ quantity: 1 });
    expect((await cart(id)).totals?.total.amount).toBe(1_000);
    await app.http.delete(line).set(bearer(ada.token));

    expect(await cart(id)).toMatchObject({ shares: [], totals: null, currency: null });
    expect((await app.http.delete(line).set(bearer(ada.token))).status).toBe(404);
  });

  it('is in one currency', async () => {
    const dollars = await activeListing(app, otter, { stock: 1 });
    const ibis = await activeSeller(app, { currency: 'JPY' });
    const yen = await activeListing(app, ibis, { stock: 1, currency: 'JPY', price: 500 });
    const { id } = await openCart(app, ada, { variantId: dollars.variantId });

    const answer = await post(app, ada.token, `/v1/carts/${id}/lines`, { variantId: yen.variantId, quantity: 1 });

    expect(codeOf(answer)).toEqual([409, 'cart_currency_differs']);
    expect((await cart(id)).shares).toHaveLength(1);
  });

  it('does not take what nobody sells', async () => {
    const { id } = await openCart(app, ada);
    const unknown = await post(app, ada.token, `/v1/carts/${id}/lines`, {
      variantId: 'var_01hzy3v9qtf5r8m2k4w6x8y0za',
      quantity: 1,
    });
    const none = await post(app, ada.token, `/v1/carts/${id}/lines`, {
      variantId: 'var_01hzy3v9qtf5r8m2k4w6x8y0za',
      quantity: 0,
    });

    expect(codeOf(unknown)).toEqual([409, 'variant_unavailable']);
    expect(codeOf(none)).toEqual([422, 'validation_failed']);
    expect((await cart(id)).shares).toEqual([]);
  });

  it('tells what differs from what the buyer last saw, and is not ordered at a price never shown', async () => {
    const dearer = await activeListing(app, otter, { price: 1_000, stock: 5 });
    const gone = await activeListing(app, otter, { price: 2_000, stock: 5 });
    const scarce = await activeListing(app, otter, { price: 3_000, stock: 2 });
    const { id, quoteVersion } = await openCart(
      app,
      ada,
      { variantId: dearer.variantId },
      { variantId: gone.variantId },
      { variantId: scarce.variantId, quantity: 4 },
    );
    await reprice(dearer, 1_200);
    await app.http.post(`/v1/listings/${gone.listingId}/pause`).set(bearer(otter.token)).send({});

    const seen = await cart(id);
    const answer = await post(app, ada.token, '/v1/orders', order(id, { quoteVersion }));

    expect(seen.differences).toEqual([
      { variantId: dearer.variantId, code: 'price_changed', was: 1_000, now: 1_200 },
      { variantId: gone.variantId, code: 'unavailable' },
      { variantId: scarce.variantId, code: 'quantity_above_stock', was: 4, now: 2 },
    ]);
    expect(seen.quoteVersion).not.toBe(quoteVersion);
    expect(codeOf(answer)).toEqual([409, 'quote_changed']);
    expect((answer.body as { errors: object[] }).errors).toEqual([
      expect.objectContaining({ pointer: `/lines/${dearer.variantId}`, code: 'price_changed' }),
      expect.objectContaining({ pointer: `/lines/${gone.variantId}`, code: 'unavailable' }),
    ]);
    expect((await cart(id)).state).toBe('open');
  });

  it('is ordered at the new price once the buyer has presented the new quote', async () => {
    const made = await activeListing(app, otter, { price: 1_000, stock: 5 });
    const { id } = await openCart(app, ada, { variantId: made.variantId });
    await reprice(made, 900);

    const unseen = await post(app, ada.token, '/v1/orders', order(id));
    const { quoteVersion } = await cart(id);
    const seen = await post(app, ada.token, '/v1/orders', order(id, { quoteVersion }));

    expect(codeOf(unseen)).toEqual([409, 'quote_changed']);
    expect(seen.status).toBe(201);
    expect((seen.body as CartBody).totals?.total.amount).toBe(900);
  });

  it('shows no difference any more once the quote is accepted', async () => {
    const made = await activeListing(app, otter, { price: 1_000, stock: 5 });
    const { id, quoteVersion: old } = await openCart(app, ada, { variantId: made.variantId });
    await reprice(made, 1_100);
    const { quoteVersion } = await cart(id);

    const stale = await post(app, ada.token, `/v1/carts/${id}/quote-acceptance`, { quoteVersion: old });
    const accepted = await post(app, ada.token, `/v1/carts/${id}/quote-acceptance`, { quoteVersion });

    expect(codeOf(stale)).toEqual([409, 'quote_changed']);
    expect(accepted.status).toBe(200);
    expect((accepted.body as CartBody).differences).toEqual([]);
    expect((await post(app, ada.token, '/v1/orders', order(id))).status).toBe(201);
  });

  it('keeps both lines that are added at the same time, or says that it was changed', async () => {
    const things = await Promise.all([1, 2, 3].map(() => activeListing(app, otter, { stock: 5 })));
    const { id } = await openCart(app, ada);

    const answers = await Promise.all(
      things.map(({ variantId }) => post(app, ada.token, `/v1/carts/${id}/lines`, { variantId, quantity: 1 })),
    );

    const kept = answers.filter(({ status }) => status === 201).length;
    expect(answers.map(codeOf).filter(([status]) => status !== 201)).toEqual(
      Array.from({ length: 3 - kept }, () => [409, 'cart_changed']),
    );
    expect((await cart(id)).shares.flatMap((share) => share.lines)).toHaveLength(kept);
  });

  it('cannot be changed or ordered again after it was ordered', async () => {
    const { variantId } = await activeListing(app, otter, { stock: 5 });
    const { id } = await openCart(app, ada, { variantId });
    await post(app, ada.token, '/v1/orders', order(id));
    const before = await cart(id);

    const changed = await post(app, ada.token, `/v1/carts/${id}/lines`, { variantId, quantity: 1 });
    const again = await post(app, ada.token, '/v1/orders', order(id));

    expect([codeOf(changed), codeOf(again)]).toEqual([
      [409, 'cart_closed'],
      [409, 'cart_closed'],
    ]);
    expect(before).toMatchObject({ state: 'ordered', version: 2 });
    expect(await cart(id)).toEqual(before);
  });
});
